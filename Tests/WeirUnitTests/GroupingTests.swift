import Testing
import WeirHost
import WeirTables

/// Grouping and sorting against the plainest way to do the same.
struct GroupingTests {
  private static func random(_ count: Int, _ range: UInt64, seed: UInt64) -> [Int64] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % range)
    }
  }

  private static func vector(_ type: ElementType, _ values: [Int64]) throws -> Vector {
    let vector = try Vector.empty(type)
    for value in values {
      if value == 0 { try vector.append(.null(type)) } else if type.isLiteral { try vector.append(.literal("s\(value)", type)) } else { try vector.append(.long(value)) }
    }
    return vector
  }

  @Test(arguments: [ElementType.char, .int, .long, .double, .float, .symbol, .string], [(10, 5), (3000, 100), (300_000, 120)])
  func numbersGroupsByFirstAppearance(type: ElementType, size: (rows: Int, range: Int)) throws {
    let first = Self.random(size.rows, UInt64(size.range), seed: 1)
    let second = Self.random(size.rows, 3, seed: 2)
    let keys = [try Self.vector(type, first), try Self.vector(.long, second.map { $0 * (1 << 40) })]
    for used in [1, 2] {
      let grouping = try RowGrouping.make(keys: Array(keys.prefix(used)), threads: SystemThreads(parallelism: 3))
      var known: [[Int64]: Int32] = [:]
      for row in 0..<size.rows {
        let key = used == 1 ? [first[row]] : [first[row], second[row]]
        if known[key] == nil {
          #expect(grouping.firstRows[known.count] == row)
          known[key] = Int32(known.count)
        }
        #expect(grouping.ids.pointer(Int32.self)[row] == known[key])
      }
      #expect(grouping.groupCount == known.count)
    }
  }

  @Test(arguments: [ElementType.char, .int, .long, .double, .float, .symbol, .string], [50, 5000])
  func sortsStably(type: ElementType, rows: Int) throws {
    let first = Self.random(rows, 20, seed: 3)
    let second = Self.random(rows, 50, seed: 4)
    let keys = [try Self.vector(type, first), try Self.vector(.double, second)]
    for (descending, nullsFirst) in [(false, nil), (true, nil), (false, false), (true, true)] as [(Bool, Bool?)] {
      let order = try SortKernel.order(keys: [SortKey(keys[0], descending: descending, nullsFirst: nullsFirst), SortKey(keys[1])])
      func place(_ value: Int64) -> (Int, String, Int64) {
        let nullRank = value == 0 ? (nullsFirst ?? !descending ? -1 : 1) : 0
        return (nullRank, type.isLiteral ? "s\(value)" : "", type.isLiteral ? 0 : value)
      }
      let expected = (0..<rows).sorted { left, right in
        let (a, b) = (place(first[left]), place(first[right]))
        if a.0 != b.0 { return a.0 < b.0 }
        if a != b { return descending ? a > b : a < b }
        return second[left] != second[right] ? second[left] < second[right] : left < right
      }
      #expect(order == expected)
    }
  }
}
