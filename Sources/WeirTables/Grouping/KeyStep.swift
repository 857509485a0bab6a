import Synchronization
import WeirHost

/// What all values of a key are whole multiples of, seen from the lowest: the length of the bars that moments were cut into, say. Counted in such steps, the keys of a day
/// by the minute are 1,440 integers instead of 86,400,000.
struct KeyStep {
  /// At least 1.
  let size: UInt64
  private let zeroBits: UInt64
  /// Of the odd part of `size`, modulo 2^64: multiplying by it divides.
  private let inverse: UInt64

  init(_ size: UInt64) {
    self.size = size
    zeroBits = UInt64(size.trailingZeroBitCount)
    inverse = KeyStep.inverse(ofOdd: size >> zeroBits)
  }

  /// Newton's iteration: every step doubles the number of lower bits that are right, and an odd number is its own inverse in the lowest three.
  private static func inverse(ofOdd odd: UInt64) -> UInt64 {
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    return inverse
  }

  /// How many steps make `distance`. For a distance that is no multiple, a number that is greater than any multiple's.
  @inline(__always)
  func count(in distance: UInt64) -> UInt64 {
    let product = distance &* inverse
    return product &>> zeroBits | product &<< (64 &- zeroBits)
  }
}

extension KeyStep {
  /// Rows that are looked at before all are.
  private static let sampleRows = 256

  /// The greatest step that all values lie on; nil when that is 1.
  @inline(__always)
  static func common<Element: FixedWidthInteger & BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Element>, _ count: Int, base: Int64, _ threads: any Threads
  ) -> KeyStep? {
    var divisor: UInt64 = 0
    for row in stride(from: 0, to: count, by: max(1, count / sampleRows)) where divisor != 1 {
      divisor = greatestCommonDivisor(divisor, UInt64(bitPattern: Int64(truncatingIfNeeded: values[row]) &- base))
    }
    guard divisor > 1 else { return nil }
    let step = KeyStep(divisor)
    let countMax = UInt64.max / divisor
    let isCommon = Atomic(true)
    RowPieces.forEach(rows: count, threads) { _, rows in
      var greatest: UInt64 = 0
      var row = rows.lowerBound
      while row < rows.upperBound {
        greatest = max(greatest, step.count(in: UInt64(bitPattern: Int64(truncatingIfNeeded: values[row]) &- base)))
        row &+= 1
      }
      if greatest > countMax { isCommon.store(false, ordering: .relaxed) }
    }
    return isCommon.load(ordering: .relaxed) ? step : nil
  }

  private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}
