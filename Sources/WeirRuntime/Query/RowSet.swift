import WeirTables

/// The rows that a query works on: the columns of its source, and which rows are left after filtering. Columns are gathered when an expression needs them.
final class RowSet {
  let source: [Vector]
  let sourceRowCount: Int
  /// The rows that are left, in order; nil for all.
  private(set) var rows: [Int]?
  /// One cell per column; `Cell.missing` until it is required.
  let cells: UnsafeMutablePointer<Cell>

  init(_ source: [Vector], rowCount: Int) {
    self.source = source
    sourceRowCount = rowCount
    cells = .allocate(capacity: max(source.count, 1))
    for index in source.indices { (cells + index).initialize(to: .missing) }
  }

  deinit {
    cells.deinitialize(count: source.count)
    cells.deallocate()
  }

  var rowCount: Int { rows?.count ?? sourceRowCount }

  /// One column, restricted to the rows that are left.
  func column(_ index: Int) throws -> Vector {
    try require([index])
    guard let vector = cells[index].vector else { preconditionFailure("a column is no vector") }
    return vector
  }

  /// Makes the cells of these columns ready.
  func require(_ columns: some Sequence<Int>) throws {
    for index in columns where cells[index].isMissing {
      cells[index] = .vector(try rows.map { try source[index].gather($0) } ?? source[index].sharingHeader())
    }
  }

  /// Keeps the rows at these positions among those that are left.
  func keep(_ positions: [Int]) {
    if let present = rows { rows = positions.map { present[$0] } } else { rows = positions }
    for index in source.indices { cells[index] = .missing }
  }
}

/// What a condition leaves.
enum Selection {
  case all
  case positions([Int])

  /// - Parameter count: the rows that the condition was evaluated on.
  /// - Throws: `.type` when the value is no condition, `.shape` when it has another number of rows.
  init(_ value: borrowing Cell, count: Int) throws {
    if value.isScalar {
      let isTrue = try !value.isNull && value.asInt64() != 0
      self = isTrue ? .all : .positions([])
      return
    }
    guard let vector = value.vector, vector.type.isNumeric else {
      throw KernelError.type("a condition must give BOOL values, got \(ValueDescription.short(value))")
    }
    guard vector.count == count else { throw KernelError.shape("a condition gave \(vector.count) values for \(count) rows") }
    self = .positions(Selection.truePositions(vector))
  }

  private static func truePositions(_ vector: Vector) -> [Int] {
    guard vector.storage == .int8 else { return (0..<vector.count).filter { !vector.isNull(at: $0) && vector.cell(at: $0).text != "0" } }
    let pointer = vector.pointer(Int8.self)
    let count = vector.count
    return [Int](unsafeUninitializedCapacity: count) { buffer, used in
      var row = 0
      var kept = 0
      while row < count {
        // Written always, kept only when true: no branch to mispredict. Null (-128) is not positive.
        buffer[kept] = row
        kept &+= pointer[row] > 0 ? 1 : 0
        row &+= 1
      }
      used = kept
    }
  }
}
