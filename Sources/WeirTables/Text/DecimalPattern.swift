import Glibc

/// A way to write numbers, such as `#,###.00` or `0.00E00`.
///
/// - Source: DolphinDB documentation, `decimalFormat`.
package struct DecimalPattern: Sendable {
  private struct Form: Sendable {
    var prefix = ""
    var suffix = ""
    var integerDigits = 0
    var hasIntegerPlaces = false
    var fractionMin = 0
    var fractionMax = 0
    /// Digits between the separators; 0 without them.
    var groupSize = 0
    var isPercent = false
    /// Digits of the exponent at least; 0 without one.
    var exponentDigits = 0
  }

  private let positive: Form
  /// What a number below zero is written as, without a sign of its own.
  private let negative: Form?

  /// - Throws: `.value` for a text that is no pattern.
  package init(_ text: String) throws {
    let forms = text.split(separator: ";", omittingEmptySubsequences: false)
    guard forms.count <= 2 else { throw KernelError.value("the number format '\(text)' has more than one `;`") }
    positive = try DecimalPattern.form(forms[0], text)
    negative = forms.count == 2 ? try DecimalPattern.form(forms[1], text) : nil
  }

  private static func form(_ text: Substring, _ whole: String) throws -> Form {
    let isPlace = { (character: Character) in "0#.,".contains(character) }
    guard let first = text.firstIndex(where: isPlace) else { throw KernelError.value("the number format '\(whole)' has no digits") }
    var form = Form()
    form.prefix = String(text[..<first])
    var rest = text[first...]
    let digits = rest.prefix(while: isPlace)
    rest = rest.dropFirst(digits.count)
    try readDigits(digits, whole, &form)
    if rest.first == "E" {
      let zeros = rest.dropFirst().prefix { $0 == "0" }
      guard !zeros.isEmpty else { throw KernelError.value("the number format '\(whole)' has no 0 behind its E") }
      form.exponentDigits = zeros.count
      rest = rest.dropFirst(zeros.count + 1)
    }
    if rest.first == "%" {
      guard form.exponentDigits == 0 else { throw KernelError.value("the number format '\(whole)' has both E and %") }
      form.isPercent = true
      rest = rest.dropFirst()
    }
    form.suffix = String(rest)
    return form
  }

  private static func readDigits(_ digits: Substring, _ whole: String, _ form: inout Form) throws {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw KernelError.value("the number format '\(whole)' has more than one point") }
    let integer = parts[0]
    form.integerDigits = integer.count { $0 == "0" }
    form.hasIntegerPlaces = !integer.isEmpty
    if let comma = integer.lastIndex(of: ",") { form.groupSize = integer[integer.index(after: comma)...].count }
    guard parts.count == 2 else { return }
    form.fractionMin = parts[1].count { $0 == "0" }
    form.fractionMax = parts[1].count
  }

  /// - Precondition: `value` is not null.
  package func format(_ value: Double) -> String {
    guard value.isFinite else { return NumberText.shortest(value) }
    guard value < 0 else { return write(value, positive) }
    guard let negative else { return "-" + write(-value, positive) }
    return write(-value, negative)
  }

  private func write(_ value: Double, _ form: Form) -> String {
    if form.exponentDigits > 0 { return form.prefix + scientific(value, form) + form.suffix }
    return form.prefix + plain(form.isPercent ? value * 100 : value, form) + (form.isPercent ? "%" : "") + form.suffix
  }

  private func plain(_ value: Double, _ form: Form) -> String {
    let text = NumberText.fixed(DecimalPattern.halfUp(value, digits: form.fractionMax), digits: min(form.fractionMax, 100))
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var integer = String(parts[0])
    if integer == "0", form.integerDigits == 0 { integer = form.hasIntegerPlaces && form.fractionMax == 0 ? "0" : "" }
    integer = String(repeating: "0", count: max(0, form.integerDigits - integer.count)) + integer
    if form.groupSize > 0 { integer = grouped(integer, form.groupSize) }
    guard parts.count == 2 else { return integer }
    let fraction = trimmed(String(parts[1]), form)
    return fraction.isEmpty ? integer : integer + "." + fraction
  }

  /// Rounds what is exactly a half in decimal up, though its double lies a little below.
  private static func halfUp(_ value: Double, digits: Int) -> Double {
    guard digits <= 15, value < 1e15 else { return value }
    let scale = pow(10, Double(digits))
    let scaled = value * scale
    guard scaled < 9e15 else { return value }
    return (scaled + scaled.ulp).rounded(.toNearestOrAwayFromZero) / scale
  }

  private func trimmed(_ digits: String, _ form: Form) -> String {
    var digits = digits
    while digits.count > form.fractionMin, digits.hasSuffix("0") { digits.removeLast() }
    return digits
  }

  private func grouped(_ digits: String, _ size: Int) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % size == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  private func scientific(_ value: Double, _ form: Form) -> String {
    var exponent = value == 0 ? 0 : Int(log10(value).rounded(.down))
    var mantissa = value / pow(10, Double(exponent))
    if exponent < -300 { mantissa = value * 1e300 / pow(10, Double(exponent + 300)) }
    let scale = pow(10, Double(form.fractionMax))
    mantissa = (mantissa * scale).rounded(.toNearestOrAwayFromZero) / scale
    if mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    let digits = String(abs(exponent))
    let padded = String(repeating: "0", count: max(0, form.exponentDigits - digits.count)) + digits
    return plain(mantissa, form) + "E" + (exponent < 0 ? "-" : "") + padded
  }
}
