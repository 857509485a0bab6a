/// Nulls replaced by their neighbours or by other values.
package enum Filling {
  /// Nulls take the last value before them, at most `limit` in a row.
  package static func forward(_ values: Vector, limit: Int?) throws -> Vector {
    if let lists = values as? ArrayVector { return try forwardRows(lists) }
    guard values.hasNull else { return values.sharingHeader() }
    let limit = limit ?? .max
    var last = -1
    return try values.gather((0..<values.count).mapRows { row in
      if !values.isNull(at: row) {
        last = row
        return row
      }
      return last >= 0 && row - last <= limit ? last : row
    })
  }

  /// Nulls take the first value behind them, at most `limit` in a row.
  package static func backward(_ values: Vector, limit: Int?) throws -> Vector {
    guard values.hasNull else { return values.sharingHeader() }
    let limit = limit ?? .max
    var rows = Array(0..<values.count)
    var next = -1
    for row in rows.indices.reversed() {
      if !values.isNull(at: row) {
        next = row
      } else if next >= 0, next - row <= limit {
        rows[row] = next
      }
    }
    return try values.gather(rows)
  }

  /// An empty row of an array vector takes the last row that is not; a null in a column the last value of the column.
  private static func forwardRows(_ lists: ArrayVector) throws -> Vector {
    let result = try lists.emptyLike(capacity: lists.count)
    var lastRow: Vector?
    var lastOfColumn: [Int: Cell.Box] = [:]
    for index in 0..<lists.count {
      try Interruption.check(atRow: index)
      var row = lists.row(index)
      if lists.isNull(at: index) {
        row = lastRow ?? row
      } else if row.hasNull {
        let filled = try row.emptyLike(capacity: row.count)
        for column in 0..<row.count {
          if row.isNull(at: column), let box = lastOfColumn[column] { try filled.append(box.cell) } else { try filled.append(row.cell(at: column)) }
        }
        row = filled
      }
      for column in 0..<row.count where !row.isNull(at: column) { lastOfColumn[column] = Cell.Box(row.cell(at: column)) }
      if !lists.isNull(at: index) { lastRow = row }
      try result.append(.vector(row))
    }
    return result
  }

  /// Nulls between two values lie on the line through them; the type stays.
  package static func linear(_ values: Vector) throws -> Vector {
    guard values.type.isNumeric || values.type.isDecimal else { throw KernelError.type("numbers are expected, got a vector of \(values.type.name)") }
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var last = -1
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      output[row] = input[row].hasValue ? input[row] : .null
      guard input[row].hasValue else { continue }
      if last >= 0, last + 1 < row {
        let slope = (input[row] - input[last]) / Double(row - last)
        for between in (last + 1)..<row { output[between] = input[last] + slope * Double(between - last) }
      }
      last = row
    }
    return values.type == .double ? result : try result.cast(to: values.type, scale: values.scale)
  }

  /// Nulls replaced by `replacement`, a scalar, converted to the type of the values.
  package static func constant(_ values: Vector, _ replacement: borrowing Cell) throws -> Vector {
    guard values.storage != .array else { return try constantRows(values, replacement) }
    guard values.hasNull else { return values.sharingHeader() }
    let with = try values.emptyLike(capacity: values.count + 1)
    try with.append(contentsOf: values)
    try with.append(replacement)
    let last = values.count
    return try with.gather((0..<values.count).mapRows { values.isNull(at: $0) ? last : $0 })
  }

  private static func constantRows(_ values: Vector, _ replacement: borrowing Cell) throws -> Vector {
    guard let lists = values as? ArrayVector else { return values }
    return ArrayVector(offsets: lists.offsets, values: try constant(lists.values, replacement))
  }

  /// Nulls replaced by the element at the same place of `replacements`.
  /// - Throws: `.shape` when the lengths differ.
  package static func elementwise(_ values: Vector, _ replacements: Vector) throws -> Vector {
    guard values.count == replacements.count else {
      throw KernelError.shape("\(replacements.count) replacements for \(values.count) elements")
    }
    guard values.hasNull else { return values.sharingHeader() }
    let with = try values.emptyLike(capacity: values.count * 2)
    try with.append(contentsOf: values)
    try with.append(contentsOf: replacements)
    let count = values.count
    return try with.gather((0..<count).mapRows { values.isNull(at: $0) ? $0 + count : $0 })
  }
}

extension Cell {
  /// A cell that can be kept in a collection.
  final class Box {
    let cell: Cell
    init(_ cell: consuming Cell) { self.cell = cell }
  }
}
