/// Functions that pick a row of the window: its first or last, or the first or last that is something.
package enum WindowPlaces {
  package static func first(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try picked(values, extent) { row in extent.start(row) }
  }

  package static func last(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try picked(values, extent) { row in row }
  }

  private static func picked(_ values: Vector, _ extent: WindowExtent, _ pick: (Int) -> Int) throws -> Vector {
    try values.gather((0..<values.count).mapRows { row in
      row >= extent.firstRow && row - extent.start(row) + 1 >= extent.least ? pick(row) : -1
    })
  }

  /// The first value of each window that is neither null nor `excluded`.
  package static func firstNot(_ values: Vector, _ excluded: borrowing Cell, _ extent: WindowExtent) throws -> Vector {
    try values.gather(try firstRows(values, excluded, extent))
  }

  /// The last value of each window that is neither null nor `excluded`.
  package static func lastNot(_ values: Vector, _ excluded: borrowing Cell, _ extent: WindowExtent) throws -> Vector {
    try values.gather(try lastRows(values, excluded, extent))
  }

  /// The place of the first value that is not null, from the beginning of the window; -1 where all are null.
  package static func firstNotIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try places(try firstRows(values, .void, extent), extent)
  }

  package static func lastNotIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try places(try lastRows(values, .void, extent), extent)
  }

  private static func places(_ rows: [Int], _ extent: WindowExtent) throws -> Vector {
    let result = try FixedVector(.int, count: rows.count)
    let output = result.pointer(Int32.self)
    for (row, found) in rows.enumerated() {
      output[row] = found >= 0 ? Int32(truncatingIfNeeded: found - extent.start(row)) : found == noneFound && row >= extent.firstRow ? -1 : .null
    }
    return result
  }

  /// A window that is long enough and has no such row; -1 is one that is too short.
  private static let noneFound = -2

  /// - Parameter excluded: NULL for nothing but nulls.
  private static func isWanted(_ values: Vector, _ excluded: borrowing Cell) throws -> [Bool] {
    if excluded.isNull { return (0..<values.count).map { !values.isNull(at: $0) } }
    let converted = try Vector.empty(values.type, capacity: 1, scale: values.scale)
    try converted.append(excluded)
    let other = converted.cell(at: 0)
    var wanted: [Bool] = []
    for row in 0..<values.count { wanted.append(!values.isNull(at: row) && !isEqual(values, row, other)) }
    return wanted
  }

  private static func isEqual(_ values: Vector, _ row: Int, _ other: borrowing Cell) -> Bool {
    values.type.isLiteral ? values.text(at: row) == other.text : KeyHash.equals(values, row, other)
  }

  private static func firstRows(_ values: Vector, _ excluded: borrowing Cell, _ extent: WindowExtent) throws -> [Int] {
    let wanted = try isWanted(values, excluded)
    return rows(wanted, extent) { wanted, from, row in
      var next = from
      while next <= row, !wanted[next] { next += 1 }
      return next
    } choose: { next, row in next <= row ? next : noneFound }
  }

  private static func lastRows(_ values: Vector, _ excluded: borrowing Cell, _ extent: WindowExtent) throws -> [Int] {
    let wanted = try isWanted(values, excluded)
    var last = noneFound
    return (0..<wanted.count).map { row in
      if wanted[row] { last = row }
      guard isLongEnough(row, extent) else { return -1 }
      return last >= extent.start(row) ? last : noneFound
    }
  }

  private static func isLongEnough(_ row: Int, _ extent: WindowExtent) -> Bool {
    row >= extent.firstRow && row - extent.start(row) + 1 >= extent.least
  }

  private static func rows(
    _ wanted: [Bool], _ extent: WindowExtent, advance: ([Bool], Int, Int) -> Int, choose: (Int, Int) -> Int
  ) -> [Int] {
    var next = 0
    return (0..<wanted.count).map { row in
      next = advance(wanted, max(next, extent.start(row)), row)
      return isLongEnough(row, extent) ? choose(next, row) : -1
    }
  }
}
