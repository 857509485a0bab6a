import WeirRuntime
import WeirTables

/// The first argument of `stringFormat`: text with placeholders such as `%-10.3f`, `%(name)W` or `%*i`.
///
/// - Source: DolphinDB documentation, `stringFormat`.
struct StringTemplate {
  private struct Placeholder {
    var key: String?
    var isAlternate = false
    var isLeft = false
    var hasSign = false
    var hasZeros = false
    var width: Int?
    var precision: Int?
    var takesWidth = false
    var takesPrecision = false
    var type: Character = " "
  }

  private let characters: [Character]

  init(_ text: String) { characters = Array(text) }

  /// The text with the arguments behind the first one of `call` in place of its placeholders.
  /// - Throws: `.arguments` when there are too few or too many, `.type` when one does not suit its placeholder.
  func filled(_ call: borrowing Call) throws -> String {
    var result = ""
    var index = 0
    var next = 1
    while index < characters.count {
      let character = characters[index]
      index += 1
      guard character == "%" else {
        result.append(character)
        continue
      }
      if index < characters.count, characters[index] == "%" {
        result.append("%")
        index += 1
        continue
      }
      let placeholder = try read(&index)
      if let key = placeholder.key {
        result += try text(of: try call.dictionary(1).value(.string(key)) ?? .void, placeholder)
        continue
      }
      guard call.has(next) else { throw KernelError.arguments("there are more placeholders than arguments") }
      result += try argumentText(call[next], placeholder)
      next += 1
    }
    return result
  }

  private func read(_ index: inout Int) throws -> Placeholder {
    var placeholder = Placeholder()
    if current(index) == "(" {
      guard let end = characters[index...].firstIndex(of: ")") else { throw KernelError.value("a `%(` without `)`") }
      placeholder.key = String(characters[(index + 1)..<end])
      index = end + 1
    }
    while let flag = current(index), "#-+0".contains(flag) {
      switch flag {
      case "#": placeholder.isAlternate = true
      case "-": placeholder.isLeft = true
      case "+": placeholder.hasSign = true
      default: placeholder.hasZeros = true
      }
      index += 1
    }
    (placeholder.width, placeholder.takesWidth) = number(&index)
    if current(index) == "." {
      index += 1
      (placeholder.precision, placeholder.takesPrecision) = number(&index)
    }
    guard let type = current(index) else { throw KernelError.value("a `%` without a type") }
    placeholder.type = type
    index += 1
    return placeholder
  }

  private func current(_ index: Int) -> Character? { index < characters.count ? characters[index] : nil }

  /// Digits, or whether a `*` asks for an argument.
  private func number(_ index: inout Int) -> (Int?, Bool) {
    if current(index) == "*" {
      index += 1
      return (nil, true)
    }
    let start = index
    while let digit = current(index), digit.isASCII, digit.isNumber { index += 1 }
    return (Int(String(characters[start..<index])).map { min($0, StringArguments.paddingMax) }, false)
  }

  private func argumentText(_ value: borrowing Cell, _ placeholder: Placeholder) throws -> String {
    guard placeholder.takesWidth || placeholder.takesPrecision else { return try text(of: value, placeholder) }
    var placeholder = placeholder
    let wanted = (placeholder.takesWidth ? 1 : 0) + (placeholder.takesPrecision ? 1 : 0) + 1
    guard let parts = value.vector, parts.count == wanted else {
      throw KernelError.type("a `*` takes a tuple of \(wanted), got \(ValueDescription.short(value))")
    }
    if placeholder.takesWidth { placeholder.width = try size(parts.cell(at: 0)) }
    if placeholder.takesPrecision { placeholder.precision = try size(parts.cell(at: wanted - 2)) }
    return try text(of: parts.cell(at: wanted - 1), placeholder)
  }

  private func size(_ value: borrowing Cell) throws -> Int {
    let size = try value.asInt64()
    guard size >= 0, size <= Int64(StringArguments.paddingMax) else { throw KernelError.value("a width must be 0 to \(StringArguments.paddingMax)") }
    return Int(size)
  }

  private func text(of value: borrowing Cell, _ placeholder: Placeholder) throws -> String {
    switch placeholder.type {
    case "f", "F":
      let number = try value.asDouble()
      return pad(value.isNull ? "" : signed(NumberText.fixed(number, digits: placeholder.precision ?? 6), number >= 0, placeholder), placeholder)
    case "i", "l", "h":
      let number = try value.asInt64()
      return pad(value.isNull ? "" : signed(String(number), number >= 0, placeholder), placeholder)
    case "o", "x", "X": return pad(try radixText(value, placeholder), placeholder)
    case "W", "S":
      let text = placeholder.precision.map { String(value.text.prefix($0)) } ?? value.text
      return pad(text, placeholder)
    case "A": return ConsoleDisplay.text(value)
    case "b", "c", "d", "M", "t", "m", "s", "D", "T", "n", "N": return pad(value.text, placeholder)
    default: throw KernelError.value("`%\(placeholder.type)` is no placeholder")
    }
  }

  private func radixText(_ value: borrowing Cell, _ placeholder: Placeholder) throws -> String {
    let number = try value.asInt64()
    if value.isNull { return "" }
    let isOctal = placeholder.type == "o"
    let digits = String(number.magnitude, radix: isOctal ? 8 : 16, uppercase: placeholder.type == "X")
    let prefix = placeholder.isAlternate ? "0\(placeholder.type)" : ""
    return (number < 0 ? "-" : "") + prefix + digits
  }

  private func signed(_ text: String, _ isPositive: Bool, _ placeholder: Placeholder) -> String {
    placeholder.hasSign && isPositive ? "+" + text : text
  }

  /// Zeros go behind a sign.
  private func pad(_ text: String, _ placeholder: Placeholder) -> String {
    let missing = max(0, (placeholder.width ?? 0) - text.count)
    if placeholder.isLeft { return text + String(repeating: placeholder.hasZeros ? "0" : " ", count: missing) }
    guard placeholder.hasZeros else { return String(repeating: " ", count: missing) + text }
    let sign = text.prefix { $0 == "-" || $0 == "+" }
    return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
  }
}
