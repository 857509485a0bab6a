/// Functions that look at each element beside the others of its vector.
package enum ElementPositions {
  package enum Keep: Sendable { case first, last, none }

  /// Whether each row has an equal one; `keep` says which of equal rows does not count as a duplicate.
  /// - Precondition: all columns have one length.
  package static func isDuplicated(_ columns: [Vector], _ keep: Keep) throws -> Vector {
    let count = columns.first?.count ?? 0
    let ids = try rowIdentities(columns)
    var occurrences: [Int] = []
    for id in ids {
      while occurrences.count <= id { occurrences.append(0) }
      occurrences[id] += 1
    }
    var seen = Array(repeating: 0, count: occurrences.count)
    let result = try FixedVector(.bool, count: count)
    for (row, id) in ids.enumerated() {
      seen[id] += 1
      let isDuplicate =
        switch keep {
        case .first: seen[id] > 1
        case .last: seen[id] < occurrences[id]
        case .none: occurrences[id] > 1
        }
      result.pointer(Int8.self)[row] = isDuplicate ? 1 : 0
    }
    return result
  }

  /// Equal rows have equal numbers, counted from 0.
  private static func rowIdentities(_ columns: [Vector]) throws -> [Int] {
    var ids: [Int] = []
    for (position, column) in columns.enumerated() {
      var index = KeyIndex()
      var own: [Int] = []
      own.reserveCapacity(column.count)
      for row in 0..<column.count {
        try Interruption.check(atRow: row)
        own.append(index.insert(row, column) ?? row)
      }
      guard position > 0 else {
        ids = own
        continue
      }
      var pairs: [SIMD2<Int>: Int] = [:]
      for row in ids.indices {
        let pair = SIMD2(ids[row], own[row])
        ids[row] = pairs[pair] ?? row
        pairs[pair] = ids[row]
      }
    }
    return ids
  }

  /// For every element how many neighbours on its left, without a gap, are less (`isTop`) or greater. Null counts none and ends a run.
  package static func leadLengths(_ vector: Vector, isTop: Bool) throws -> Vector {
    let numbers = try ElementMath.doubles(vector, isTop ? "topRange" : "lowRange")
    let values = numbers.pointer(Double.self)
    let result = try FixedVector(.int, count: vector.count)
    let lengths = result.pointer(Int32.self)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      guard !vector.isNull(at: row) else {
        lengths[row] = .null
        continue
      }
      // Whoever stands before is passed together with all that it passed itself.
      var before = row - 1
      while before >= 0, !vector.isNull(at: before), isTop ? values[before] < values[row] : values[before] > values[row] {
        before -= Int(lengths[before]) + 1
      }
      lengths[row] = Int32(truncatingIfNeeded: row - before - 1)
    }
    return result
  }

  package enum Neighbour: String, Sendable { case prev, next, either, both }

  /// Whether each element differs from its neighbours; false where there is none.
  package static func valueChanged(_ vector: Vector, _ neighbour: Neighbour) throws -> Vector {
    let count = vector.count
    let result = try FixedVector(.bool, count: count)
    guard count > 1 else {
      for row in 0..<count { result.pointer(Int8.self)[row] = 0 }
      return result
    }
    // One comparison per neighbouring pair serves both of its elements.
    let comparison = try FlatOperators.apply(
      .notEqual, FlatOperand(vector.slice(1, count - 1), isScalar: false), FlatOperand(vector.slice(0, count - 1), isScalar: false))
    let differences = comparison.pointer(Int8.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let previous = row > 0 && differences[row - 1] == 1
      let next = row < count - 1 && differences[row] == 1
      let changed =
        switch neighbour {
        case .prev: previous
        case .next: next
        case .either: previous || next
        case .both: previous && next
        }
      result.pointer(Int8.self)[row] = changed ? 1 : 0
    }
    return result
  }

  /// For every value of `keys` the place of the first element of `sorted` that is not less.
  /// - Throws: `.type` when they cannot be compared.
  package static func lowerBound(_ sorted: Vector, _ keys: Vector) throws -> Vector {
    let result = try FixedVector(.int, count: keys.count)
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      var (low, high) = (0, sorted.count)
      let key = keys.cell(at: row)
      while low < high {
        let middle = (low + high) / 2
        if try OperatorKernel.apply(.less, sorted.cell(at: middle), key).rawInteger == 1 { low = middle + 1 } else { high = middle }
      }
      result.pointer(Int32.self)[row] = Int32(truncatingIfNeeded: low)
    }
    return result
  }
}
