import WeirHost
import WeirTables

/// The rows that a query works on: the columns of its source, and which rows are left after filtering. Columns are gathered when an expression needs them, once.
final class RowSet {
  let columns: [SourceColumn]
  private(set) var parts: [[Int]?]
  private(set) var rowCount: Int
  /// One cell per column; `Cell.missing` until it is required.
  let cells: UnsafeMutablePointer<Cell>
  private let threads: any Threads

  init(_ columns: [SourceColumn], parts: [[Int]?], rowCount: Int, _ threads: any Threads = SerialThreads()) {
    self.threads = threads
    self.columns = columns
    self.parts = parts
    self.rowCount = rowCount
    cells = .allocate(capacity: max(columns.count, 1))
    for index in columns.indices { (cells + index).initialize(to: .missing) }
  }

  convenience init(_ source: SourceRows, _ threads: any Threads) { self.init(source.columns, parts: source.parts, rowCount: source.rowCount, threads) }

  deinit {
    cells.deinitialize(count: columns.count)
    cells.deallocate()
  }

  /// One column, restricted to the rows that are left.
  func column(_ index: Int) throws -> Vector {
    try require([index])
    guard let vector = cells[index].vector else { preconditionFailure("a column is no vector") }
    return vector
  }

  /// Makes the cells of these columns ready.
  func require(_ indices: some Sequence<Int>) throws {
    for index in indices where cells[index].isMissing {
      cells[index] = .vector(try rows(of: columns[index]))
    }
  }

  private func rows(of column: SourceColumn) throws -> Vector {
    let vector = try column.vector()
    return try parts[column.part].map { try vector.gather($0, threads) } ?? vector.sharingHeader()
  }

  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000

  /// Makes the cells of several columns ready at once, a thread for each.
  func prepare(_ indices: some Sequence<Int>) throws {
    let missing = Set(indices).filter { cells[$0].isMissing && (parts[columns[$0].part] != nil || columns[$0].isDeferred) }.sorted()
    guard missing.count > 1, rowCount >= RowSet.parallelRowsMin else { return }
    let results = ParallelColumns(count: missing.count)
    try threads.forEachParallel(missing.count) { place in results.set(place, try rows(of: columns[missing[place]])) }
    for (place, index) in missing.enumerated() { if let vector = results[place] { cells[index] = .vector(vector) } }
  }

  /// Keeps the rows at these positions among those that are left.
  func keep(_ positions: [Int]) {
    parts = parts.map { SourceRows.compose($0, positions) }
    rowCount = positions.count
    for index in columns.indices { cells[index] = .missing }
  }

  /// The rows at these positions, in their order; a position may occur several times.
  func arranged(_ positions: [Int]) -> RowSet {
    RowSet(columns, parts: parts.map { SourceRows.compose($0, positions) }, rowCount: positions.count, threads)
  }
}

/// The columns of some rows, of which expressions see one stretch at a time. The slices share the columns' memory.
final class RowSlices {
  let cells: UnsafeMutablePointer<Cell>
  private let cellCount: Int
  private let columns: [(index: Int, vector: Vector)]

  /// - Parameters:
  ///   - columnCount: of the whole query.
  ///   - columns: those that are shown.
  init(columnCount: Int, _ columns: [(index: Int, vector: Vector)]) {
    self.columns = columns
    cellCount = max(columnCount, 1)
    cells = .allocate(capacity: cellCount)
    for index in 0..<cellCount { (cells + index).initialize(to: .missing) }
  }

  convenience init(_ rows: RowSet, _ used: [Int]) throws {
    try rows.require(used)
    self.init(columnCount: rows.columns.count, try used.map { ($0, try rows.column($0)) })
  }

  deinit {
    cells.deinitialize(count: cellCount)
    cells.deallocate()
  }

  func show(_ range: Range<Int>) {
    for (index, vector) in columns { cells[index] = .vector(vector.slice(range.lowerBound, range.count)) }
  }
}
