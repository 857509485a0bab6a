import Synchronization
import WeirHost

/// Numbers in order, sorted without their rows.
enum SortedValues {
  /// - Returns: nil for elements that their codes do not tell.
  /// - Throws: `.memory`.
  static func make(_ vector: FixedVector, descending: Bool, _ threads: any Threads) throws -> FixedVector? {
    switch vector.storage {
    case .int8 where vector.type != .void: try counted(vector, Int8.self, descending)
    case .int16: try counted(vector, Int16.self, descending)
    case .int32: try sorted(vector, Int32.self, UInt32.self, descending, threads)
    case .int64: try sorted(vector, Int64.self, UInt64.self, descending, threads)
    case .float: try sorted(vector, Float.self, UInt64.self, descending, threads)
    case .double: try sorted(vector, Double.self, UInt64.self, descending, threads)
    default: nil
    }
  }

  /// Elements of so few values that each is counted.
  @inline(__always)
  private static func counted<Element: OrderedElement & FixedWidthInteger>(_ vector: FixedVector, _ element: Element.Type, _ descending: Bool) throws -> FixedVector {
    let direction = CodeDirection(descending: descending)
    let result = try FixedVector(vector.type, count: vector.count, scale: vector.scale)
    let (source, target) = (vector.pointer(Element.self), result.pointer(Element.self))
    let mask = UInt64(Element.max.magnitude) * 2 + 1
    var counts = [Int](repeating: 0, count: Int(mask) + 1)
    try withExtendedLifetime(vector) {
      try Interruption.inChunks(vector.count) { start, end in
        for row in start..<end { counts[Int(direction.turned(source[row].orderCode) & mask)] += 1 }
      }
    }
    var place = 0
    for (code, count) in counts.enumerated() where count > 0 {
      (target + place).update(repeating: Element(orderCode: direction.turnedBack(UInt64(code))), count: count)
      place += count
    }
    return withExtendedLifetime(result) { result }
  }

  /// - Parameter code: holds the codes of all elements, but for bits that no element needs.
  @inline(__always)
  private static func sorted<Element: OrderedElement, Code: RadixElement & FixedWidthInteger>(
    _ vector: FixedVector, _ element: Element.Type, _ code: Code.Type, _ descending: Bool, _ threads: any Threads
  ) throws -> FixedVector {
    let direction = CodeDirection(descending: descending)
    let rows = vector.count
    let result = try FixedVector(vector.type, count: rows, scale: vector.scale)
    let target = result.pointer(Element.self)
    // Where a code is as wide as an element, the result is half of the room that sorting needs.
    let isRoom = MemoryLayout<Code>.stride == MemoryLayout<Element>.stride
    try BufferPool.withScratch(Code.self, isRoom ? rows : 2 * rows) { codes in
      let other = isRoom ? UnsafeMutableRawPointer(target).assumingMemoryBound(to: Code.self) : codes + rows
      if !write(vector, element, direction, codes, threads) { try sort(codes, other, rows, threads) }
      try RowPieces.forEachChunk(rows: rows, threads) { _, places in
        var place = places.lowerBound
        while place < places.upperBound {
          target[place] = Element(orderCode: direction.turnedBack(UInt64(truncatingIfNeeded: codes[place])))
          place &+= 1
        }
      }
    }
    return withExtendedLifetime(result) { result }
  }

  /// Writes the codes.
  /// - Returns: whether they are in order as they are.
  @inline(__always)
  private static func write<Element: OrderedElement, Code: FixedWidthInteger>(
    _ vector: FixedVector, _ element: Element.Type, _ direction: CodeDirection, _ codes: UnsafeMutablePointer<Code>, _ threads: any Threads
  ) -> Bool {
    let source = vector.pointer(Element.self)
    let isAscending = Atomic(true)
    withExtendedLifetime(vector) {
      RowPieces.forEach(rows: vector.count, threads) { _, rows in
        var isInOrder = true
        var before = Code(truncatingIfNeeded: direction.turned(source[max(rows.lowerBound - 1, 0)].orderCode))
        var row = rows.lowerBound
        while row < rows.upperBound {
          let code = Code(truncatingIfNeeded: direction.turned(source[row].orderCode))
          codes[row] = code
          if code < before { isInOrder = false }
          before = code
          row &+= 1
        }
        if !isInOrder { isAscending.store(false, ordering: .relaxed) }
      }
    }
    return isAscending.load(ordering: .relaxed)
  }

  @inline(__always)
  private static func sort<Code: RadixElement & FixedWidthInteger>(
    _ codes: UnsafeMutablePointer<Code>, _ other: UnsafeMutablePointer<Code>, _ rows: Int, _ threads: any Threads
  ) throws {
    guard rows < SortKernel.radixRowsMin else { return try RadixSort.sort(codes, other, rows, bits: Code.bitWidth, threads) }
    var few = UnsafeMutableBufferPointer(start: codes, count: rows)
    few.sort()
  }
}
