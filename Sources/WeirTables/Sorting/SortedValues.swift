import WeirHost

/// Numbers in order, sorted without their rows.
enum SortedValues {
  /// - Returns: nil for elements that their codes do not tell.
  /// - Throws: `.memory`.
  static func make(_ vector: FixedVector, descending: Bool, _ threads: any Threads) throws -> FixedVector? {
    switch vector.storage {
    case .int8 where vector.type != .void: try make(vector, Int8.self, descending, threads)
    case .int16: try make(vector, Int16.self, descending, threads)
    case .int32: try make(vector, Int32.self, descending, threads)
    case .int64: try make(vector, Int64.self, descending, threads)
    case .float: try make(vector, Float.self, descending, threads)
    case .double: try make(vector, Double.self, descending, threads)
    default: nil
    }
  }

  @inline(__always)
  private static func make<Element: OrderedElement>(
    _ vector: FixedVector, _ element: Element.Type, _ descending: Bool, _ threads: any Threads
  ) throws -> FixedVector {
    let direction = CodeDirection(descending: descending)
    let key = try OrderedCodes.make(SortKey(vector, descending: descending), threads)[0]
    let (rows, lowest) = (vector.count, key.lowest)
    let result = try FixedVector(vector.type, count: rows, scale: vector.scale)
    let target = result.pointer(Element.self)
    try key.codes.withUnsafeBufferPointer { codes in
      guard let base = codes.baseAddress else { return }
      try BufferPool.withScratch(UInt64.self, 2 * rows) { scratch in
        let sorted = try sort(key, base, scratch, rows, threads)
        try RowPieces.forEachChunk(rows: rows, threads) { _, places in
          var place = places.lowerBound
          while place < places.upperBound {
            target[place] = Element(orderCode: direction.turnedBack(sorted[place] &+ lowest))
            place &+= 1
          }
        }
      }
    }
    return withExtendedLifetime(result) { result }
  }

  /// The codes less the lowest, in order.
  private static func sort(
    _ key: OrderedCodes, _ codes: UnsafePointer<UInt64>, _ scratch: UnsafeMutablePointer<UInt64>, _ rows: Int, _ threads: any Threads
  ) throws -> UnsafeMutablePointer<UInt64> {
    try RowPieces.forEachChunk(rows: rows, threads) { _, piece in
      var row = piece.lowerBound
      while row < piece.upperBound {
        scratch[row] = codes[row] &- key.lowest
        row &+= 1
      }
    }
    if key.isAscending { return scratch }
    if rows >= SortKernel.radixRowsMin { return try RadixSort.sort(scratch, scratch + rows, rows, bits: key.bits, threads) }
    var few = UnsafeMutableBufferPointer(start: scratch, count: rows)
    few.sort()
    return scratch
  }
}
