import Glibc

/// Numbers read straight from the bytes of a text. Each function answers where the number ends; the caller checks that a cell ends there.
enum NumberScan {
  /// An integer of up to 18 digits; nil when there is none or it has more.
  @inline(__always)
  static func integer(_ start: UnsafePointer<UInt8>) -> (value: Int64, end: UnsafePointer<UInt8>)? {
    var position = start
    let isNegative = position.pointee == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let first = position
    var value: Int64 = 0
    var digit = position.pointee &- 48
    while digit <= 9 {
      value = value &* 10 &+ Int64(digit)
      position += 1
      digit = position.pointee &- 48
    }
    let digits = position - first
    guard digits &- 1 < 18, digits > 0 else { return nil }
    return (isNegative ? 0 &- value : value, position)
  }

  /// A decimal number whose nearest double one multiplication or division finds (Clinger 1990): digits below 2^53 and a power of ten up to 22. Nil for the
  /// rest, which `strtod` reads.
  @inline(__always)
  static func double(_ start: UnsafePointer<UInt8>, _ powers: UnsafePointer<Double>) -> (value: Double, end: UnsafePointer<UInt8>)? {
    var position = start
    let isNegative = position.pointee == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let first = position
    var mantissa: UInt64 = 0
    var digit = position.pointee &- 48
    while digit <= 9 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
      digit = position.pointee &- 48
    }
    var digits = position - first
    var behindPoint = 0
    if position.pointee == UInt8(ascii: ".") {
      position += 1
      let point = position
      digit = position.pointee &- 48
      while digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        position += 1
        digit = position.pointee &- 48
      }
      behindPoint = position - point
      digits += behindPoint
    }
    // 19 digits cannot have wrapped around.
    guard digits > 0, digits <= 19, mantissa < 1 << 53, behindPoint <= 22 else { return nil }
    let value = Double(Int64(bitPattern: mantissa)) / powers[behindPoint]
    return (isNegative ? -value : value, position)
  }

  /// 1, 10, … 1e22: the powers that a double holds exactly.
  static let powersOfTen: [Double] = (0...22).map { pow(10, Double($0)) }

  /// Any number that the bytes begin with, rounded to the nearest double; nil when there is none.
  static func slowDouble(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    // Longer texts are no numbers that anybody means.
    let count = min(bytes.count, 1 << 10)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { copy -> Double? in
      for index in 0..<count { copy[index] = CChar(bitPattern: bytes[index]) }
      copy[count] = 0
      guard let start = copy.baseAddress else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      guard let end, UnsafePointer(end) > UnsafePointer(start), !value.isNaN else { return nil }
      return value
    }
  }
}
