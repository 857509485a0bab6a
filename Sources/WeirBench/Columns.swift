import WeirHost
import WeirTables

/// Columns as the H2O group-by benchmark has them.
struct Columns {
  private var random = SeededRandom(seed: 42)

  mutating func ints(_ range: Int, _ type: ElementType = .int) throws -> FixedVector {
    let vector = try FixedVector(.int, count: rows)
    let target = vector.pointer(Int32.self)
    for row in 0..<rows { target[row] = Int32(random.next() % UInt64(range)) + 1 }
    return vector
  }

  mutating func longs() throws -> FixedVector {
    let vector = try FixedVector(.long, count: rows)
    let target = vector.pointer(UInt64.self)
    for row in 0..<rows { target[row] = random.next() >> 1 }
    return vector
  }

  mutating func doubles() throws -> FixedVector {
    let vector = try FixedVector(.double, count: rows)
    let target = vector.pointer(Double.self)
    for row in 0..<rows { target[row] = Double(random.next() % 100_000_000) / 1_000_000 }
    return vector
  }

  mutating func symbols(_ range: Int) throws -> SymbolVector {
    let dictionary = SymbolDictionary()
    for index in 1...range { _ = dictionary.code(adding: "id\(index)") }
    return SymbolVector(codes: try ints(range), dictionary: dictionary)
  }

  mutating func strings(_ range: Int) throws -> Vector {
    let ids = try ints(range)
    let strings = try StringVector(count: 0)
    for row in 0..<rows { try strings.appendText("id\(ids.pointer(Int32.self)[row])") }
    return strings
  }
}
