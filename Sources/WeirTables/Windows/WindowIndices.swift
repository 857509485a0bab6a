/// The rows of each window as lists.
package enum WindowIndices {
  /// The rows of the last `length`; with `isFixed` all lists have that length, filled with nulls before the first row.
  package static func rows(count: Int, length: Int, isFixed: Bool) throws -> ArrayVector {
    try lists(count: count, capacity: length, isFixed: isFixed) { row in Array(max(0, row - length + 1)...row) }
  }

  /// Of each window the rows of the `top` least values in order, or greatest; nulls are left out. Ties go to the oldest, or the latest.
  package static func top(
    _ values: Vector, length: Int, top: Int, isAscending: Bool, isFixed: Bool, prefersLatest: Bool
  ) throws -> ArrayVector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    return try lists(count: numbers.count, capacity: top, isFixed: isFixed) { row in
      let window = (max(0, row - length + 1)...row).filter { input[$0].hasValue }
      let best = window.sorted { left, right in
        if input[left] != input[right] { return isAscending ? input[left] < input[right] : input[left] > input[right] }
        return prefersLatest ? left > right : left < right
      }.prefix(top)
      // The choice among equals may prefer the latest; they stand in the order of the rows all the same.
      return best.sorted { left, right in
        if input[left] != input[right] { return isAscending ? input[left] < input[right] : input[left] > input[right] }
        return left < right
      }
    }
  }

  private static func lists(count: Int, capacity: Int, isFixed: Bool, _ rows: (Int) -> [Int]) throws -> ArrayVector {
    let values = try FixedVector(.int, count: 0, capacity: isFixed ? count * min(capacity, max(count, 1)) : 0)
    var offsets = [0]
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let list = rows(row)
      if isFixed { for _ in list.count..<max(capacity, list.count) { try values.append(.null(.int)) } }
      for index in list { try values.append(.int(index)) }
      offsets.append(values.count)
    }
    return ArrayVector(offsets: offsets, values: values)
  }

  /// The values of each window from `starts[row]` to the row.
  package static func values(_ values: Vector, _ extent: WindowExtent) throws -> ArrayVector {
    let flat = try values.emptyLike(capacity: values.count)
    var offsets = [0]
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      let start = extent.start(row)
      try flat.append(contentsOf: values.slice(start, row - start + 1))
      offsets.append(flat.count)
    }
    return ArrayVector(offsets: offsets, values: flat)
  }
}
