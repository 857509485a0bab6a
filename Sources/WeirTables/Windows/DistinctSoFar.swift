/// Functions of the set of values seen so far.
package enum DistinctSoFar {
  /// How many different values there are up to each row.
  package static func count(_ values: Vector, ignoresNull: Bool) throws -> Vector {
    let result = try FixedVector(.int, count: values.count)
    let output = result.pointer(Int32.self)
    var index = KeyIndex()
    var seen: Int32 = 0
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      if !(ignoresNull && values.isNull(at: row)), index.insert(row, values) == nil { seen += 1 }
      output[row] = seen
    }
    return result
  }

  /// The rank of each value among the different values up to it, from 0.
  /// - Parameter share: nil for the rank itself; `.fromOne` divides ranks from 1 by their greatest, `.fromZero` those from 0.
  package static func denseRank(_ values: Vector, isAscending: Bool, ignoresNull: Bool, share: RankShare?) throws -> Vector {
    let numbers = try (values.type.isLiteral ? ValueRanks.of(values) : values).doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var seen = OrderedWindow()
    for row in 0..<numbers.count {
      guard input[row].hasValue || !ignoresNull else {
        output[row] = .null
        continue
      }
      let value = input[row].hasValue ? input[row] : .null
      if seen.countBelow(value) == seen.countUpTo(value) { seen.insert(value) }
      let rank = Double(isAscending ? seen.countBelow(value) : seen.count - seen.countUpTo(value))
      output[row] =
        switch share {
        case nil: rank
        case .fromOne?: (rank + 1) / Double(seen.count)
        case .fromZero?: seen.count > 1 ? rank / Double(seen.count - 1) : 1
        }
    }
    return share == nil ? try result.cast(to: .int) : result
  }

  package enum RankShare: String, Sendable {
    case fromOne = "max"
    case fromZero = "minmax"
  }
}
