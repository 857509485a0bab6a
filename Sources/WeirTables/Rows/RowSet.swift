import WeirHost

/// Values that belong to rows: the columns of a matrix or table side by side, or one list per row.
package struct RowSet {
  private enum Layout {
    /// Column after column, each with a value per row.
    case columns(Int)
    /// Row after row: where each begins, and the end of the last.
    case lists([Int])
  }

  package let values: Vector
  package let rowCount: Int
  private let layout: Layout

  /// Columns of one length, converted to the widest of their types.
  /// - Throws: `.shape` when they differ in length, `.type` when their types have nothing in common.
  package init(columns: [Vector]) throws {
    rowCount = columns.first?.count ?? 0
    let rows = rowCount
    guard columns.allSatisfy({ $0.count == rows }) else {
      throw KernelError.shape("the columns differ in length: \(columns.map { String($0.count) }.joined(separator: ", "))")
    }
    layout = .columns(columns.count)
    values = try RowSet.joined(columns)
  }

  /// A list per row.
  package init(lists: ArrayVector) {
    rowCount = lists.count
    layout = .lists(lists.offsets)
    values = lists.values
  }

  /// The values of a matrix.
  package init(_ matrix: MatrixObject) {
    rowCount = matrix.rows
    layout = .columns(matrix.columns)
    values = matrix.values
  }

  /// The vectors of a columnar tuple as rows.
  package init(rows: [Vector]) throws {
    rowCount = rows.count
    layout = .lists(rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) })
    values = try RowSet.joined(rows)
  }

  private static func joined(_ parts: [Vector]) throws -> Vector {
    guard let first = parts.first else { return try Vector.empty(.double) }
    if parts.count == 1 { return first }
    let widest = parts.filter { $0.type != .void }.reduce(into: first) { widest, part in
      if widest.type == .void || part.type.isNumeric && widest.type.isNumeric && part.type.rawValue > widest.type.rawValue { widest = part }
      if part.type.isDecimal, widest.type.isDecimal, part.type.rawValue > widest.type.rawValue { widest = part }
    }
    let result = try widest.emptyLike(capacity: parts.reduce(0) { $0 + $1.count })
    for part in parts { try result.append(contentsOf: part) }
    return result
  }

  /// How many values row `row` has.
  package func width(_ row: Int) -> Int {
    switch layout {
    case .columns(let count): count
    case .lists(let offsets): offsets[row + 1] - offsets[row]
    }
  }

  /// Where the values of one row lie, in their order.
  package func places(_ row: Int) -> [Int] {
    switch layout {
    case .columns(let count): (0..<count).map { $0 * rowCount + row }
    case .lists(let offsets): Array(offsets[row]..<offsets[row + 1])
    }
  }

  /// The values of one row.
  package func row(_ row: Int) throws -> Vector {
    switch layout {
    case .columns: try values.gather(places(row))
    case .lists(let offsets): values.slice(offsets[row], offsets[row + 1] - offsets[row])
    }
  }

  /// The values grouped by their row, so that an aggregate runs over all rows at once.
  package func grouping() throws -> RowGrouping {
    let ids = try FixedVector(.int, count: values.count)
    let target = ids.pointer(Int32.self)
    switch layout {
    case .columns(let count):
      for column in 0..<count { for row in 0..<rowCount { target[column * rowCount + row] = Int32(truncatingIfNeeded: row) } }
    case .lists(let offsets):
      for row in 0..<rowCount { for place in offsets[row]..<offsets[row + 1] { target[place] = Int32(truncatingIfNeeded: row) } }
    }
    return RowGrouping(ids: ids, groupCount: rowCount, firstRows: (0..<rowCount).map { places($0).first ?? -1 })
  }

  /// One value per row.
  package func aggregate(_ aggregate: Aggregate) throws -> Vector {
    if let result = try aggregate.byGroup([values], try grouping()) { return result }
    return try mapToScalars { try aggregate.whole([$0], SerialThreads()) }
  }

  /// One scalar per row, all of one type.
  package func mapToScalars(_ body: (Vector) throws -> Cell) throws -> Vector {
    guard rowCount > 0 else { return try values.emptyLike(capacity: 0) }
    let first = try body(try row(0))
    let result = try Vector.empty(first.elementType, capacity: rowCount, scale: first.scale)
    try result.append(first)
    for index in 1..<max(rowCount, 1) { try result.append(try body(try row(index))) }
    return result
  }
}
