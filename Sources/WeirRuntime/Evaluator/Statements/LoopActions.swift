import WeirSyntax
import WeirTables

/// The statements of a loop, without the block around them.
struct LoopBody: ~Copyable {
  private let actions: ChildList<Action>

  init(_ body: Action) { actions = ChildList((body as? BlockAction)?.members ?? [body]) }

  @inline(__always)
  func run(_ frame: Frame) throws -> Completion { try actions.run(frame) }
}

extension ChildList<Action> {
  /// One after the other, up to one that does not end normally.
  @inline(__always)
  func run(_ frame: Frame) throws -> Completion {
    var index = 0
    while index < count {
      let completion = try self[index].run(frame)
      if completion != .normal { return completion }
      index &+= 1
    }
    return .normal
  }
}

/// `for (i in X)`: over a pair's half-open range, a vector's elements, a matrix's columns, a table's rows, a dictionary's entries.
final class ForAction: Action {
  let variable: Place
  let source: Node
  let body: LoopBody

  init(variable: Place, source: Node, body: Action, span: SourceSpan) {
    self.variable = variable
    self.source = source
    self.body = LoopBody(body)
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try source.eval(frame)
    do {
      switch value.heapKind {
      case .pair: return try runRange(value.unsafeObject(as: PairObject.self).elements, frame)
      case .vector:
        let vector = value.unsafeObject(as: Vector.self).sharingHeader()
        return try runElements(vector.count, frame) { vector.cell(at: $0) }
      case .matrix:
        let matrix = value.unsafeObject(as: MatrixObject.self)
        return try runElements(matrix.columns, frame) { .vector(matrix.column($0)) }
      case .table:
        let table = value.unsafeObject(as: Table.self)
        return try runElements(table.snapshot.rowCount, frame) { try Indexing.read(.table(table), .long($0)) }
      case .set:
        let elements = value.unsafeObject(as: SetObject.self).elements.sharingHeader()
        return try runElements(elements.count, frame) { elements.cell(at: $0) }
      case .dictionary:
        let keys = try value.unsafeObject(as: DictionaryObject.self).keys
        return try runElements(keys.count, frame) { keys.cell(at: $0) }
      case nil:
        let scalar = value.copy()
        return try runElements(1, frame) { _ in scalar.copy() }
      default: throw KernelError.type("`for` needs a pair, vector, matrix, table or dictionary, got \(ValueDescription.short(value))")
      }
    } catch { throw ScriptError(error, at: source.span) }
  }

  /// `a:b` counts from `a` up to `b - 1`, or when `a > b` down from `a - 1` to `b`.
  private func runRange(_ ends: Vector, _ frame: Frame) throws -> Completion {
    guard ends.type.category == .integral || ends.type.isTemporal, !ends.isNull(at: 0), !ends.isNull(at: 1) else {
      throw KernelError.type("the ends of a range must be integers that are not null")
    }
    let tag = UInt64(ends.type.rawValue)
    let first = ends.cell(at: 0).rawInteger
    let last = ends.cell(at: 1).rawInteger
    let step: Int64 = first <= last ? 1 : -1
    var current = first <= last ? first : first - 1
    let end = first <= last ? last : last - 1
    while current != end {
      try frame.state.pointee.checkCancellation()
      replace(variable.cell(frame), Cell(owning: RawCell(tag: tag, bits: UInt64(bitPattern: current))))
      switch try body.run(frame) {
      case .normal, .continued: break
      case .broken: return .normal
      case .returned: return .returned
      }
      current &+= step
    }
    return .normal
  }

  @inline(__always)
  private func runElements(_ count: Int, _ frame: Frame, _ element: (Int) throws -> Cell) throws -> Completion {
    var index = 0
    while index < count {
      try frame.state.pointee.checkCancellation()
      replace(variable.cell(frame), try element(index))
      switch try body.run(frame) {
      case .normal, .continued: break
      case .broken: return .normal
      case .returned: return .returned
      }
      index &+= 1
    }
    return .normal
  }
}

/// `for (k, v in d)`: the keys and values of a dictionary, or several sequences side by side in a tuple.
final class ForEntriesAction: Action {
  let variables: [Place]
  let source: Node
  let body: LoopBody

  init(variables: [Place], source: Node, body: Action, span: SourceSpan) {
    self.variables = variables
    self.source = source
    self.body = LoopBody(body)
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try source.eval(frame)
    let sequences = try self.sequences(value)
    for index in 0..<(sequences.first?.count ?? 0) {
      try frame.state.pointee.checkCancellation()
      for (variable, sequence) in zip(variables, sequences) { variable.cell(frame).pointee = sequence.cell(at: index) }
      switch try body.run(frame) {
      case .normal, .continued: break
      case .broken: return .normal
      case .returned: return .returned
      }
    }
    return .normal
  }

  private func sequences(_ value: borrowing Cell) throws -> [Vector] {
    if let dictionary = value.dictionary, variables.count == 2 {
      do { return [try dictionary.keys, try dictionary.values] } catch { throw placed(error) }
    }
    if let tuple = value.tuple, tuple.count == variables.count {
      let members = (0..<tuple.count).compactMap { tuple.cell(at: $0).vector }
      if members.count == tuple.count, Set(members.map(\.count)).count == 1 { return members }
    }
    throw ScriptError(.type, "a loop over \(variables.count) variables needs a dictionary or a tuple of as many vectors, got \(ValueDescription.short(value))", at: source.span)
  }
}

final class DoWhileAction: Action {
  let body: LoopBody
  let condition: Node
  /// `while (true)`.
  private let isEndless: Bool

  init(body: Action, condition: Node, span: SourceSpan) {
    self.body = LoopBody(body)
    self.condition = condition
    let constant = condition as? ConstantNode
    isEndless = constant.map { $0.value.tag == Cell.boolTag && $0.value.rawInteger == 1 } ?? false
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    repeat {
      do { try frame.state.pointee.checkCancellation() } catch { throw placed(error) }
      switch try body.run(frame) {
      case .normal, .continued: break
      case .broken: return .normal
      case .returned: return .returned
      }
    } while try isEndless || condition.evalCondition(frame)
    return .normal
  }
}
