/// A line of source, taken apart: what the compiler reads, and what it skips.
struct CodeLine {
  let number: Int
  /// Without comments, and with nothing between the quotes of its strings.
  var code = ""
  /// What follows `//`; nil without one.
  var comment: String?

  /// The words of the code, without the signs between them.
  var words: [Substring] { code.split { !($0.isLetter || $0.isNumber || $0 == "_") } }
}

extension CodeLine {
  /// Takes a file apart. Knows strings of one and of several lines, raw ones, and both kinds of comments.
  static func lines(of text: String) -> [CodeLine] {
    var place = Place.code
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      var result = CodeLine(number: index + 1)
      result.read(line, &place)
      return result
    }
  }

  private enum Place: Equatable {
    case code
    case blockComment
    /// Ends with `quote`; `isRaw` when backslashes mean nothing.
    case string(quote: String, isRaw: Bool)
  }

  private mutating func read(_ line: Substring, _ place: inout Place) {
    var rest = line
    while !rest.isEmpty {
      switch place {
      case .code:
        guard comment == nil else { return }
        readCode(&rest, &place)
      case .blockComment:
        place = rest.hasPrefix("*/") ? .code : .blockComment
        rest = rest.dropFirst(place == .code ? 2 : 1)
      case .string(let quote, let isRaw):
        if rest.hasPrefix(quote) {
          code += quote
          rest = rest.dropFirst(quote.count)
          place = .code
        } else {
          rest = rest.dropFirst(rest.first == "\\" && !isRaw ? 2 : 1)
        }
      }
    }
    // Only strings of three quotes go on in the next line.
    if case .string(let quote, _) = place, !quote.hasPrefix("\"\"\"") { place = .code }
  }

  private mutating func readCode(_ rest: inout Substring, _ place: inout Place) {
    if rest.hasPrefix("//") {
      comment = String(rest.dropFirst(2))
      rest = ""
    } else if rest.hasPrefix("/*") {
      place = .blockComment
      rest = rest.dropFirst(2)
    } else if let opening = ["\"\"\"", "#\"", "\""].first(where: rest.hasPrefix) {
      place = .string(quote: opening == "#\"" ? "\"#" : opening, isRaw: opening == "#\"")
      code += opening
      rest = rest.dropFirst(opening.count)
    } else {
      code.append(rest.removeFirst())
    }
  }
}
