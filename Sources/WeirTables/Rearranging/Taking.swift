/// Which rows `take`, `stretch` and `head` give.
package enum Taking {
  /// `wanted` rows of `count`, round and round from the first; when negative, so many that end with the last.
  package static func cyclic(_ wanted: Int, of count: Int) throws -> [Int] {
    guard wanted.magnitude < UInt(BufferPool.allocationBytesMax / 8) else { throw KernelError.memory("out of memory: \(wanted) rows") }
    let length = Int(wanted.magnitude)
    guard count > 0 else { return Array(repeating: -1, count: length) }
    var next = wanted >= 0 ? 0 : (count - length % count) % count
    return [Int](unsafeUninitializedCapacity: length) { buffer, initialized in
      var place = 0
      while place < length {
        buffer[place] = next
        next &+= 1
        if next == count { next = 0 }
        place &+= 1
      }
      initialized = length
    }
  }

  /// Each row as often as `times` says; null and negative numbers are none.
  /// - Throws: `.shape` when there are not as many numbers as rows.
  package static func repeated(_ times: Vector, of count: Int) throws -> [Int] {
    guard times.count == count else { throw KernelError.shape("\(times.count) numbers of repetitions for \(count) elements") }
    let times = try times.longs()
    var rows: [Int] = []
    for row in 0..<count {
      let number = times.pointer(Int64.self)[row]
      guard number > 0 else { continue }
      guard number < BufferPool.allocationBytesMax / 8 else { throw KernelError.memory("out of memory: \(number) rows") }
      rows.append(contentsOf: repeatElement(row, count: Int(number)))
    }
    return rows
  }

  /// `wanted` rows in which each of `count` stands equally often; the first ones once more when they do not divide.
  package static func stretched(_ wanted: Int, of count: Int) throws -> [Int] {
    guard wanted >= 0, wanted < BufferPool.allocationBytesMax / 8 else { throw KernelError.range("the length must not be negative, got \(wanted)") }
    guard count > 0 else { return Array(repeating: -1, count: wanted) }
    let each = wanted / count
    let more = wanted % count
    return (0..<count).flatMap { repeatElement($0, count: each + ($0 < more ? 1 : 0)) }
  }
}
