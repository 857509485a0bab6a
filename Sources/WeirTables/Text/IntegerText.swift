/// Integers in text, in any base up to 16.
package enum IntegerText {
  /// The integer that `text` begins with, after blanks and a sign; nil when there is nothing but blanks.
  /// - Throws: `.value` when the first character is no digit of the base.
  package static func leading(_ text: String, radix: Int) throws -> Int64? {
    var rest = Array(text.utf8.drop { $0 == 32 })[...]
    guard let first = rest.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if radix == 16, rest.count > 2, rest[rest.startIndex] == UInt8(ascii: "0"), rest[rest.startIndex + 1] | 0x20 == UInt8(ascii: "x") { rest = rest.dropFirst(2) }
    var value: Int64 = 0
    var digits = 0
    for byte in rest {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { break }
      value = value &* Int64(radix) &+ Int64(digit)
      digits += 1
    }
    guard digits > 0 else { throw KernelError.value("Invalid string to parse.") }
    return isNegative ? 0 &- value : value
  }
}
