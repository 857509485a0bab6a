extension TreePrinter {
  package func text(_ constant: Constant) -> String {
    switch constant {
    case .null: "NULL"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): text(number)
    case .string(let string): string.isCharacter ? "'\(escaped(string.text, quote: "'"))'" : quoted(string.text)
    case .temporal(let literal): literal.text
    case .duration(let duration): "\(duration.count)\(duration.unit)"
    }
  }

  /// As it was written: what the number means may depend on where it stands.
  private func text(_ number: NumberLiteral) -> String { (number.isNegative ? "-" : "") + number.text }

  func quoted(_ text: String) -> String { "\"" + escaped(text, quote: "\"") + "\"" }

  private func escaped(_ text: String, quote: Character) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\\": result += "\\\\"
      case quote: result += "\\" + String(quote)
      default: result.append(character)
      }
    }
    return result
  }
}
