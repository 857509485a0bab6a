import CKernels
import WeirHost

/// From so many bytes on, elements are far away: the nearer caches do not hold them.
private let farBytesMin = 2 << 20
/// Where fewer elements are wanted than one in so many, they lie in lines of their own: the processor does not see by itself which comes next.
private let elementsPerLine = 16
/// How many rows before its turn an element that is far away is asked for.
private let rowsAhead = 48

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
    let isSparse = result.count &* elementsPerLine <= count && count &* MemoryLayout<Element>.stride >= farBytesMin
    let ahead = isSparse ? rowsAhead : Int.max >> 1
    try withExtendedLifetime((self, result)) {
      try RowPieces.forEachChunk(rows: result.count, threads) { _, rows in
        @inline(__always) func take(_ row: Int) {
          let index = indices[row]
          target[row] = UInt(bitPattern: index) < bound ? source[index] : null
        }
        var row = rows.lowerBound
        // An address that is not there is passed over by the processor.
        while row < rows.upperBound &- ahead {
          weir_prefetch(UnsafeRawPointer(bitPattern: UInt(bitPattern: source) &+ UInt(bitPattern: indices[row &+ ahead] &* MemoryLayout<Element>.stride)))
          take(row)
          row &+= 1
        }
        while row < rows.upperBound {
          take(row)
          row &+= 1
        }
      }
    }
  }
}
