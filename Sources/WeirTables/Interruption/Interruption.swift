import WeirHost

/// How a kernel learns that nobody waits for its result any more.
///
/// A loop over many rows runs in chunks and looks between two of them. A look is a few nanoseconds, a chunk of 65,536 rows some tens of microseconds: far less than
/// the tenth of a second after which a person believes that a key did nothing.
package enum Interruption {
  package static let chunkRows = 65_536

  /// - Throws: `.interrupted` when this thread was asked to stop.
  package static func check() throws {
    if StopFlag.isRaised { throw error }
  }

  /// For loops whose rows cost much: looks at every 1,024th of them.
  @inline(__always)
  package static func check(atRow row: Int) throws {
    if row & 1023 == 0 { try check() }
  }

  /// Calls `body` with the bounds of chunk after chunk of `0..<count`.
  /// - Throws: `.interrupted`, and what `body` throws.
  @inline(__always)
  package static func inChunks(_ count: Int, _ body: (_ start: Int, _ end: Int) throws -> Void) throws {
    var start = 0
    while start < count {
      try check()
      let end = min(count, start &+ chunkRows)
      try body(start, end)
      start = end
    }
  }

  package static let error = KernelError(.interrupted, "interrupted")
}

extension Sequence {
  /// `sorted` that looks at every 1,024th comparison.
  /// - Throws: `.interrupted`, and what `precedes` throws.
  @inline(__always)
  package func sortedRows(by precedes: (Element, Element) throws -> Bool) throws -> [Element] {
    var compared = 0
    return try sorted { left, right in
      compared &+= 1
      try Interruption.check(atRow: compared)
      return try precedes(left, right)
    }
  }
}

/// `map` and `filter` over rows, for bodies that cost some nanoseconds each.
extension Range<Int> {
  /// - Throws: `.interrupted`, and what `body` throws.
  @inline(__always)
  package func mapRows<Value>(_ body: (Int) throws -> Value) throws -> [Value] {
    try map { row in
      try Interruption.check(atRow: row)
      return try body(row)
    }
  }

  /// The same for numbers: other modules get code that was made for them.
  @inline(__always)
  package func mapRows(_ body: (Int) throws -> Int) throws -> [Int] {
    try map { row in
      try Interruption.check(atRow: row)
      return try body(row)
    }
  }

  /// - Throws: `.interrupted`, and what `isKept` throws.
  @inline(__always)
  package func filterRows(_ isKept: (Int) throws -> Bool) throws -> [Int] {
    try filter { row in
      try Interruption.check(atRow: row)
      return try isKept(row)
    }
  }
}
