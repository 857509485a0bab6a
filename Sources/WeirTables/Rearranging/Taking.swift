/// Which rows `take`, `stretch` and `head` give.
package enum Taking {
  /// `wanted` rows of `count`, round and round from the first; when negative, so many that end with the last.
  package static func cyclic(_ wanted: Int, of count: Int) throws -> [Int] {
    let length = Int(min(wanted.magnitude, UInt(Int.max)))
    try BufferPool.checkRoom(rowNumbers: length)
    guard count > 0 else { return Array(repeating: -1, count: length) }
    var next = wanted >= 0 ? 0 : (count - length % count) % count
    return try [Int](unsafeUninitializedCapacity: length) { buffer, initialized in
      var place = 0
      while place < length {
        try Interruption.check(atRow: place)
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
    let numbers = (0..<count).map { max(Int(times.pointer(Int64.self)[$0]), 0) }
    let total = numbers.reduce(0) { $0 > Int.max - $1 ? Int.max : $0 + $1 }
    try BufferPool.checkRoom(rowNumbers: total)
    var rows: [Int] = []
    rows.reserveCapacity(total)
    for (row, number) in numbers.enumerated() { rows.append(contentsOf: repeatElement(row, count: number)) }
    return rows
  }

  /// `wanted` rows in which each of `count` stands equally often; the first ones once more when they do not divide.
  package static func stretched(_ wanted: Int, of count: Int) throws -> [Int] {
    guard wanted >= 0 else { throw KernelError.range("the length must not be negative, got \(wanted)") }
    try BufferPool.checkRoom(rowNumbers: wanted)
    guard count > 0 else { return Array(repeating: -1, count: wanted) }
    let each = wanted / count
    let more = wanted % count
    var rows: [Int] = []
    rows.reserveCapacity(wanted)
    for row in 0..<count { rows.append(contentsOf: repeatElement(row, count: each + (row < more ? 1 : 0))) }
    return rows
  }
}
