/// Values picked out of each row.
package enum RowPicks {
  /// The value at one place of each row; null outside of the row.
  package static func pick(_ rows: RowSet, _ indices: Vector) throws -> Vector {
    guard indices.count == rows.rowCount else { throw KernelError.shape("\(indices.count) indices for \(rows.rowCount) rows") }
    return try rows.values.gather((0..<rows.rowCount).mapRows { try place(rows, $0, try indices.cell(at: $0).asInt64()) })
  }

  /// The values at several places of each row; null outside of the row.
  package static func pick(_ rows: RowSet, lists indices: RowSet) throws -> ArrayVector {
    guard indices.rowCount == rows.rowCount else { throw KernelError.shape("\(indices.rowCount) lists of indices for \(rows.rowCount) rows") }
    return try lists(rows) { row in
      let wanted = try indices.row(row)
      return try (0..<wanted.count).mapRows { try place(rows, row, try wanted.cell(at: $0).asInt64()) }
    }
  }

  /// The values of each row where `mask` is true.
  package static func filter(_ rows: RowSet, _ mask: RowSet) throws -> ArrayVector {
    guard mask.rowCount == rows.rowCount else { throw KernelError.shape("a mask of \(mask.rowCount) rows for \(rows.rowCount) rows") }
    return try lists(rows) { row in
      let places = rows.places(row)
      return try trueIndices(try mask.row(row)).map { $0 < places.count ? places[$0] : -1 }
    }
  }

  /// The indices at which each row is true.
  package static func trueIndices(_ mask: RowSet) throws -> ArrayVector {
    let result = try ArrayVector(.int)
    for row in 0..<mask.rowCount { try result.append(.vector(try ints(try trueIndices(try mask.row(row))))) }
    return result
  }

  private static func lists(_ rows: RowSet, _ places: (Int) throws -> [Int]) throws -> ArrayVector {
    let result = ArrayVector(offsets: [0], values: try rows.values.emptyLike(capacity: 0))
    for row in 0..<rows.rowCount { try result.append(.vector(try rows.values.gather(try places(row)))) }
    return result
  }

  private static func place(_ rows: RowSet, _ row: Int, _ index: Int64) throws -> Int {
    guard index >= 0, index < rows.width(row) else { return -1 }
    return rows.places(row)[Int(index)]
  }

  private static func trueIndices(_ mask: Vector) throws -> [Int] {
    try (0..<mask.count).filter { index in
      guard !mask.isNull(at: index) else { return false }
      return try mask.cell(at: index).asInt64() != 0
    }
  }

  static func ints(_ values: [Int]) throws -> Vector {
    let result = try FixedVector(.int, count: values.count)
    for (index, value) in values.enumerated() { result.pointer(Int32.self)[index] = Int32(truncatingIfNeeded: value) }
    return result
  }
}

/// How the quotes of two moments are brought side by side.
package enum QuoteAlignment: String, Sendable {
  case bid, allbid, ask, allask

  private var isDescending: Bool { self == .bid || self == .allbid }
  /// Stops where the shorter side ends, instead of taking all that either has.
  private var isBounded: Bool { self == .bid || self == .ask }

  /// For each price that either row has its index in both, -1 where one lacks it.
  /// - Parameters: rows sorted strictly, descending for bids and ascending for asks.
  package func align(_ left: Vector, _ right: Vector) throws -> (left: Vector, right: Vector) {
    let x = try Numbers.present(left)
    let y = try Numbers.present(right)
    var places: [(Int, Int)] = []
    var (i, j) = (0, 0)
    let bound = limit(x, y)
    while i < x.count || j < y.count {
      let price = i == x.count ? y[j] : j == y.count ? x[i] : nearer(x[i], y[j])
      if isBounded, let bound, isDescending ? price < bound : price > bound { break }
      let isLeft = i < x.count && x[i] == price
      let isRight = j < y.count && y[j] == price
      places.append((isLeft ? i : -1, isRight ? j : -1))
      if isLeft { i += 1 }
      if isRight { j += 1 }
    }
    return (try RowPicks.ints(places.map { $0.0 }), try RowPicks.ints(places.map { $0.1 }))
  }

  private func nearer(_ x: Double, _ y: Double) -> Double { isDescending ? max(x, y) : min(x, y) }

  /// The last price that both sides reach.
  private func limit(_ x: [Double], _ y: [Double]) -> Double? {
    if isDescending { return x.min().flatMap { low in y.min().map { max(low, $0) } } }
    return x.max().flatMap { high in y.max().map { min(high, $0) } }
  }
}
