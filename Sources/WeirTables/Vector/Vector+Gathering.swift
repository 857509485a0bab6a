import WeirHost

extension Vector {
  /// Writes the elements at `indices` one behind the other, `null` for an index that is none.
  ///
  /// - Precondition: `Element` is as this vector and `result` store theirs, and `result` has one for each index.
  @inline(__always)
  final func gatherElements<Element: BitwiseCopyable>(
    _ indices: UnsafeBufferPointer<Int>, into result: FixedVector, null: Element, _ threads: any Threads
  ) throws {
    guard let indices = indices.baseAddress else { return }
    let (source, target, bound) = (pointer(Element.self), result.pointer(Element.self), UInt(count))
    try withExtendedLifetime((self, result)) {
      try RowPieces.forEachChunk(rows: result.count, threads) { _, rows in
        var row = rows.lowerBound
        while row < rows.upperBound {
          let index = indices[row]
          target[row] = UInt(bitPattern: index) < bound ? source[index] : null
          row &+= 1
        }
      }
    }
  }
}
