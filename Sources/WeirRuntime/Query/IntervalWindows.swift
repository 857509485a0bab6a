import WeirSyntax
import WeirTables

/// The arguments of `interval` by the names of its parameters.
struct IntervalArguments {
  private static let parameters = ["X", "duration", "fill", "step", "explicitOffset", "closed", "label", "origin"]

  private var expressions: [String: Expression] = [:]
  private let query: QueryExecution
  let span: SourceSpan

  init(_ arguments: [Argument], _ query: QueryExecution, _ span: SourceSpan) throws {
    self.query = query
    self.span = span
    for (index, argument) in arguments.enumerated() {
      guard let name = argument.keyword?.text ?? (index < IntervalArguments.parameters.count ? IntervalArguments.parameters[index] : nil),
        IntervalArguments.parameters.contains(name)
      else { throw ScriptError(.arguments, "`interval` has no parameter `\(argument.keyword?.text ?? "#\(index + 1)")`", at: span) }
      expressions[name] = argument.value
    }
  }

  func expression(_ name: String) -> Expression? { expressions[name] }

  /// Nil for an argument that is left out.
  func value(_ name: String) throws -> Cell? {
    guard let expression = expressions[name] else { return nil }
    let value = try query.evaluate(try query.binder.bind(expression))
    return value.isVoid ? nil : .some(consume value)
  }

  func moments() throws -> Vector {
    guard let expression = expressions["X"] else { throw ScriptError(.arguments, "`interval` needs a column", at: span) }
    let vector = try query.keyColumn(expression)
    guard vector.type.category == .temporal || vector.type.category == .integral else {
      throw ScriptError(.type, "`interval` needs integers or times, got \(vector.type.name)", at: expression.span)
    }
    return vector
  }

  /// A length in units of `type`.
  func units(_ name: String, of type: ElementType) throws -> Int64? {
    guard let value = try value(name) else { return nil }
    let units: Int64?
    if value.elementType == .duration {
      let duration = Duration(packed: value.rawInteger)
      guard let nanoseconds = duration.unit.nanoseconds, type.nanosecondsPerUnit > 0 else {
        throw ScriptError(.unsupported, "`interval` of \(duration.description) over \(type.name) cannot be run yet", at: span)
      }
      units = nanoseconds * Int64(duration.count) / type.nanosecondsPerUnit
    } else {
      units = value.isScalar && value.elementType.isIntegerLike && !value.isNull ? try value.asInt64() : nil
    }
    guard let units, units > 0 else { throw ScriptError(.value, "`\(name)` of `interval` must be a positive length", at: span) }
    return units
  }

  func isTrue(_ name: String) throws -> Bool {
    guard let value = try value(name) else { return false }
    return try !value.isNull && value.asInt64() != 0
  }

  func text(_ name: String, default fallback: String, among allowed: [String]) throws -> String {
    guard let value = try value(name) else { return fallback }
    guard let text = value.stringValue, allowed.contains(text) else {
      throw ScriptError(.value, "`\(name)` of `interval` is one of \(allowed.joined(separator: ", "))", at: span)
    }
    return text
  }
}

/// Windows of one length, each one step behind the one before.
struct IntervalWindows {
  private let type: ElementType
  private let length: Int64
  private let step: Int64
  /// Where window 0 begins.
  private let origin: Int64
  private let closesRight: Bool
  private let labelsRight: Bool
  /// The numbers of all windows.
  private(set) var all: Range<Int64>

  init(_ call: IntervalArguments, _ moments: Vector, _ query: QueryExecution) throws {
    type = moments.type
    guard let length = try call.units("duration", of: type) else { throw ScriptError(.arguments, "`interval` needs a duration", at: call.span) }
    self.length = length
    step = try call.units("step", of: type) ?? length
    guard length % step == 0 else { throw ScriptError(.value, "the duration of `interval` must be a multiple of its step", at: call.span) }
    closesRight = try call.text("closed", default: "left", among: ["left", "right"]) == "right"
    labelsRight = try call.text("label", default: "left", among: ["left", "right"]) == "right"
    let bounds = try IntervalBounds(call, query, type)
    let values = try moments.cast(to: .long)
    let pointer = values.pointer(Int64.self)
    let present = (0..<values.count).lazy.map { pointer[$0] }.filter { !$0.isNull }
    let first = bounds.lowest ?? present.min()
    let last = bounds.highest ?? present.max()
    let explicit = try call.isTrue("explicitOffset")
    origin = explicit ? first ?? 0 : try IntervalWindows.origin(call, type, present.min(), present.max())
    all = 0..<0
    guard let first, let last else { return }
    let start = number(first)
    all = start..<max(number(last) + 1, start)
    guard all.count < 1 << 24 else { throw ScriptError(.memory, "`interval` makes \(all.count) windows", at: call.span) }
  }

  private static func origin(_ call: IntervalArguments, _ type: ElementType, _ first: Int64?, _ last: Int64?) throws -> Int64 {
    guard let value = try call.value("origin") else { return 0 }
    let perDay = type.hasDate && type.nanosecondsPerUnit > 0 ? TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit : 0
    switch value.stringValue {
    case "epoch": return 0
    case "start": return first ?? 0
    case "end": return last ?? 0
    case "start_day": return perDay > 0 ? TemporalConversion.floorDivide(first ?? 0, perDay) * perDay : 0
    case "end_day": return perDay > 0 ? (TemporalConversion.floorDivide(last ?? 0, perDay) + 1) * perDay : 0
    case nil where value.elementType == type: return value.rawInteger
    default: throw ScriptError(.value, "`origin` of `interval` is a time of the column's type or \"epoch\", \"start\", \"start_day\", \"end\" or \"end_day\"", at: call.span)
    }
  }

  /// The last window that begins before a moment, or at it.
  private func number(_ moment: Int64) -> Int64 { TemporalConversion.floorDivide(moment - origin - (closesRight ? 1 : 0), step) }

  /// The windows of each row; rows is nil when each has exactly one.
  func place(_ moments: Vector) throws -> (rows: [Int]?, windows: [Int64]) {
    let values = try moments.cast(to: .long)
    let pointer = values.pointer(Int64.self)
    let overlap = length / step
    var rows: [Int] = []
    var windows: [Int64] = []
    for row in 0..<values.count where !pointer[row].isNull {
      let last = number(pointer[row])
      for window in max(last - overlap + 1, all.lowerBound)...max(last, all.lowerBound) where window <= last && window < all.upperBound {
        rows.append(row)
        windows.append(window)
      }
    }
    let isPlain = rows.count == values.count && rows.indices.allSatisfy { rows[$0] == $0 }
    return (isPlain ? nil : rows, windows)
  }

  func labels(_ windows: [Int64]) throws -> Vector {
    let result = try FixedVector(.long, count: windows.count)
    for (index, window) in windows.enumerated() { result.pointer(Int64.self)[index] = origin + window * step + (labelsRight ? length : 0) }
    return type == .long ? result : try result.cast(to: type)
  }
}

/// The ends of the time that the conditions of a query ask for.
private struct IntervalBounds {
  private(set) var lowest: Int64?
  private(set) var highest: Int64?
  private let query: QueryExecution
  private let type: ElementType
  private let column: String

  init(_ call: IntervalArguments, _ query: QueryExecution, _ type: ElementType) throws {
    self.query = query
    self.type = type
    column = call.expression("X").map { TreePrinter().text($0) } ?? ""
    for condition in query.statement.conditions { try read(condition) }
  }

  private mutating func read(_ condition: Expression) throws {
    switch condition.kind {
    case .binary(.and, let left, let right):
      try read(left)
      try read(right)
    case .binary(let comparison, let left, let right) where isColumn(left): try bound(comparison, right)
    case .between(let operand, let low, let high) where isColumn(operand):
      try bound(.greaterOrEqual, low)
      try bound(.lessOrEqual, high)
    case .infix(let operand, let function, let range) where isColumn(operand):
      guard case .name(let name) = function.kind, name.text == "between", case .pair(let low?, let high?) = range.kind else { return }
      try bound(.greaterOrEqual, low)
      try bound(.lessOrEqual, high)
    default: return
    }
  }

  private func isColumn(_ expression: Expression) -> Bool { TreePrinter().text(expression) == column }

  private mutating func bound(_ comparison: BinaryOperator, _ limit: Expression) throws {
    let value = try query.evaluate(try query.binder.bind(limit))
    guard value.isScalar, !value.isNull, value.elementType.category == .temporal || value.elementType.isIntegerLike else { return }
    let units = value.elementType.category == .temporal ? try TemporalConversion.convert(value.rawInteger, from: value.elementType, to: type) : try value.asInt64()
    switch comparison {
    case .greaterOrEqual: lowest = units
    case .greater: lowest = units + 1
    case .lessOrEqual: highest = units
    case .less: highest = units - 1
    case .equal:
      lowest = units
      highest = units
    default: return
    }
  }
}
