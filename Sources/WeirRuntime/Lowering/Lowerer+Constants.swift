import WeirSyntax
import WeirTables

extension Lowerer {
  /// The value that the script language gives a constant.
  static func cell(_ constant: Constant) throws -> Cell {
    switch constant {
    case .null: return .void
    case .bool(let value): return .bool(value)
    case .number(let literal): return try cell(literal.value)
    case .string(let literal):
      if literal.isCharacter, let byte = literal.text.utf8.first { return .char(Int8(bitPattern: byte)) }
      return .string(literal.text)
    case .temporal(let literal):
      let type = type(literal.kind)
      return literal.value.map { .integer($0, type) } ?? .null(type)
    case .duration(let literal):
      guard let count = Int32(exactly: literal.count), let duration = Duration(count: count, unitText: literal.unit) else {
        throw KernelError.value("\(literal.count)\(literal.unit) is not a duration")
      }
      return .duration(duration)
    }
  }

  private static func cell(_ number: NumberValue) throws -> Cell {
    switch number {
    case .bool(let value): return value.map { .bool($0) } ?? .null(.bool)
    case .char(let value): return value.map { .char($0) } ?? .null(.char)
    case .short(let value): return value.map { .short($0) } ?? .null(.short)
    case .int(let value): return value.map { .int($0) } ?? .null(.int)
    case .long(let value): return value.map { .long($0) } ?? .null(.long)
    case .float(let value): return value.map { .float($0) } ?? .null(.float)
    case .double(let value): return value.map { .double($0) } ?? .null(.double)
    case .decimal(let text):
      guard let text else { return .null(.decimal64) }
      let scale = text.utf8.firstIndex(of: UInt8(ascii: ".")).map { text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1 } ?? 0
      return try ScalarParser.parse(text, as: .decimal64, scale: scale)
    }
  }

  private static func type(_ kind: TemporalLiteral.Kind) -> ElementType {
    switch kind {
    case .date: .date
    case .month: .month
    case .time: .time
    case .minute: .minute
    case .second: .second
    case .datetime: .datetime
    case .timestamp: .timestamp
    case .nanotime: .nanotime
    case .nanotimestamp: .nanotimestamp
    case .datehour: .dateHour
    }
  }

  func lowerConstant(_ constant: Constant, at span: SourceSpan) -> Node {
    do { return ConstantNode(try Lowerer.cell(constant), span: span) } catch { return failed(ScriptError(error, at: span)) }
  }

  /// Constants in a row: a vector when they are of one kind, else a tuple.
  func lowerConstants(_ constants: [Constant], at span: SourceSpan) -> Node {
    do {
      let tuple = AnyVector(capacity: constants.count)
      for constant in constants { tuple.push(try Lowerer.cell(constant)) }
      return ConstantNode(.vector(try ResultAssembly.collapsed(tuple)), span: span)
    } catch { return failed(ScriptError(error, at: span)) }
  }

  private func failed(_ error: ScriptError) -> Node {
    report(error)
    return ConstantNode(.void, span: error.span)
  }
}
