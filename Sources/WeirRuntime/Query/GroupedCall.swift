import Synchronization
import WeirHost
import WeirSyntax
import WeirTables

/// A call of a built-in that gives each group as many values as it has rows, and that touches nothing but its arguments: groups are handed to several threads, and
/// each writes its values where they belong.
struct GroupedCall {
  private enum Argument {
    /// The same for all groups.
    case value(SharedCell)
    /// In group order.
    case column(Vector)
  }

  private let function: BuiltinFunction
  private let arguments: [Argument]
  private let groups: QueryGroups

  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000
  /// Pieces of the groups per thread: one that has the large groups does not keep the others waiting.
  private static let piecesPerThread = 8

  /// The values of all groups in group order; nil when the expression is no such call.
  static func values(_ expression: Expression, _ groups: QueryGroups) throws -> Vector? {
    guard groups.rowCount >= parallelRowsMin, let call = try GroupedCall(expression, groups) else { return nil }
    do { return try call.values() } catch { throw ScriptError(error, at: expression.span) }
  }

  private init?(_ expression: Expression, _ groups: QueryGroups) throws {
    guard let call = PlainCall(expression), let function = groups.query.binder.lowerer.function(named: call.name) as? BuiltinFunction,
      function.declaration.isConcurrent, call.arguments.count >= function.parameters.required,
      call.arguments.count <= function.parameters.most ?? 0
    else { return nil }
    var arguments: [Argument] = []
    for argument in call.arguments {
      guard let value = try GroupedCall.argument(argument, groups) else { return nil }
      arguments.append(value)
    }
    self.function = function
    self.arguments = arguments
    self.groups = groups
  }

  private static func argument(_ expression: Expression, _ groups: QueryGroups) throws -> Argument? {
    let query = groups.query
    guard query.binder.isRowwise(expression) else { return try values(expression, groups).map { .column($0) } }
    let bound = try query.binder.bind(expression)
    if let column = bound.node as? ColumnNode { return .column(try groups.column(column.index)) }
    let value = try query.evaluate(bound)
    if bound.columns.isEmpty { return .value(SharedCell(value)) }
    guard let vector = value.vector, vector.count == groups.rowCount else { return nil }
    return .column(try groups.inGroupOrder(vector))
  }

  private func values() throws -> Vector? {
    guard groups.groupCount > 0, let first = try callWithCells({ try values(of: 0, $0) }) as? FixedVector else { return nil }
    let result = try FixedVector(first.type, count: groups.rowCount, scale: first.scale)
    let threads = groups.query.session.host.threads
    let pieces = pieces(threads.parallelism * GroupedCall.piecesPerThread)
    let isUniform = Atomic(true)
    try threads.forEachParallel(pieces.count) { piece in
      try callWithCells { cells in
        for group in pieces[piece] {
          try groups.query.session.checkCancellation()
          guard let values = try values(of: group, cells) as? FixedVector, write(values, of: group, into: result) else {
            return isUniform.store(false, ordering: .relaxed)
          }
        }
      }
    }
    return isUniform.load(ordering: .relaxed) ? result : nil
  }

  /// The values of one group; nil when they are no vector.
  private func values(of group: Int, _ cells: UnsafeMutablePointer<Cell>) throws -> Vector? {
    let rows = groups.range(group)
    for (index, argument) in arguments.enumerated() {
      switch argument {
      case .value(let value): cells[index] = value.copy()
      case .column(let vector): cells[index] = .vector(vector.slice(rows.lowerBound, rows.count))
      }
    }
    return try function.invoke(Call(cells, count: arguments.count, state: groups.query.session.state, function: function)).vector
  }

  private func callWithCells<Result>(_ body: (UnsafeMutablePointer<Cell>) throws -> Result) rethrows -> Result {
    let cells = UnsafeMutablePointer<Cell>.allocate(capacity: max(arguments.count, 1))
    for index in arguments.indices { (cells + index).initialize(to: .missing) }
    defer {
      cells.deinitialize(count: arguments.count)
      cells.deallocate()
    }
    return try body(cells)
  }

  /// False when the values are not of the result's type, or not one per row.
  private func write(_ values: FixedVector, of group: Int, into result: FixedVector) -> Bool {
    let rows = groups.range(group)
    guard values.type == result.type, values.scale == result.scale, values.count == rows.count else { return false }
    let width = result.storage.width
    withExtendedLifetime(values) { (result.raw + rows.lowerBound * width).copyMemory(from: values.raw, byteCount: rows.count * width) }
    return true
  }

  /// Groups that follow each other, in pieces of about as many rows.
  private func pieces(_ count: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    for group in 0..<groups.groupCount where groups.offsets[group + 1] - groups.offsets[start] >= groups.rowCount / count {
      pieces.append(start..<group + 1)
      start = group + 1
    }
    return start < groups.groupCount ? pieces + [start..<groups.groupCount] : pieces
  }
}

/// A value that several threads copy.
private final class SharedCell: @unchecked Sendable {
  // Unchecked: it is never written again, and reference counts are atomic.
  private let cell: Cell

  init(_ cell: consuming Cell) { self.cell = cell }

  func copy() -> Cell { cell.copy() }
}
