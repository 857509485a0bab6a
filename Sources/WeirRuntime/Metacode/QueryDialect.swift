import WeirSyntax
import WeirTables

/// Another product's way to write a query: what differs from the script language is written over into it, the rest is the script language.
package enum QueryDialect: String, CaseIterable, Sendable {
  case ddb, oracle, mysql

  /// The expression that `text` spells, as the script language has it.
  /// - Parameter function: whose argument the text is.
  /// - Throws: `ScriptError` for text that is none, `.unsupported` for a statement that changes a table in another dialect than the script language.
  package func parse(_ text: String, of function: String, in session: SessionContext) throws -> Metacode {
    guard self != .ddb else { return try session.parseMetacode(text, of: function) }
    let content = try session.parseMetacode(self == .oracle ? QueryDialect.withoutDashComments(text) : text, of: function)
    if case .statement = content { throw KernelError.unsupported("`sqlStd` \(rawValue) has queries and expressions only") }
    return try rewriter(session).rewrite(content)
  }

  /// `--` begins a comment, as `//` does.
  private static func withoutDashComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var quote: UInt8?
      var before: UInt8 = 0
      for (place, byte) in line.utf8.enumerated() {
        if quote == byte { quote = nil } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { quote = byte }
        if quote == nil, byte == UInt8(ascii: "-"), before == byte { return String(decoding: line.utf8.prefix(place - 1), as: UTF8.self) }
        before = byte
      }
      return String(line)
    }.joined(separator: "\n")
  }

  private func rewriter(_ session: SessionContext) -> TreeRewriter { TreeRewriter(replace: { try replacement($0, session) }) }

  private func replacement(_ expression: Expression, _ session: SessionContext) throws -> Expression? {
    switch expression.kind {
    case .constant(.string(let literal)) where literal.style == .single:
      return Expression(.constant(.string(StringLiteral(literal.text, style: .double))), span: expression.span)
    case .binary(.or, let left, let right) where self == .oracle:
      let parts = try [left, right].map { Argument(value: try rewriter(session).rewrite($0)) }
      return Expression(.call(try definition(of: "concat", session), parts), span: expression.span)
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind, let called = functionName(name.text.lowercased()) else { return nil }
      let arguments = try arguments.map { Argument(keyword: $0.keyword, value: try $0.value.map { try rewriter(session).rewrite($0) }, aliases: $0.aliases) }
      if called == "decode" { return try QueryDialect.decoded(arguments, expression.span) }
      return Expression(.call(try definition(of: called, session), try withFormat(called, arguments)), span: expression.span)
    default: return nil
    }
  }

  // MARK: Functions

  /// What each function of a dialect is in the script language.
  private static let definitions: [String: String] = [
    "concat": "def(a, b): string(a) + string(b)", "instr": "def(text, part): strpos(text, part) + 1", "length": "strlenu",
    "listagg": "def(values, separator = \"\"): concat(string(values), separator)", "wm_concat": "def(values): concat(string(values), \",\")",
    "nvl": "def(value, other): iif(isNull(value), other, value)", "nvl2": "def(value, known, missing): iif(isNull(value), missing, known)",
    "regexp_like": "def(text, pattern): regexFind(text, pattern) >= 0", "replace": "def(text, part, other = \"\"): strReplace(text, part, other)",
    "to_char": "def(value, format = \"\") { if (format == \"\") return string(value); return temporalFormat(value, format) }",
    "to_date": "def(text, format = \"yyyy-MM-dd\"): temporalParse(text, format)", "to_number": "def(text): double(text)",
    "trunc": "def(value, digits = 0) { if (type(value) in 6..15) return date(value); unit = pow(10, digits); return iif(value < 0, ceil(value * unit), floor(value * unit)) / unit }",
    "sysdate": "today",
  ]

  /// The function of the dialect that is called so, in any case.
  private func functionName(_ lowercased: String) -> String? {
    switch self {
    case .ddb: nil
    case .oracle: lowercased == "decode" || lowercased != "sysdate" && QueryDialect.definitions[lowercased] != nil ? lowercased : nil
    case .mysql: lowercased == "sysdate" ? lowercased : nil
    }
  }

  private func definition(of name: String, _ session: SessionContext) throws -> Expression {
    guard let text = QueryDialect.definitions[name], case .expression(let expression) = try session.parseMetacode(text, of: name) else { preconditionFailure("\(name) has no definition") }
    return expression
  }

  /// `decode(x, s1, r1, s2, r2, …, other)`: the result that stands behind the first value that `x` equals; null equals null.
  private static func decoded(_ arguments: [Argument], _ span: SourceSpan) throws -> Expression {
    let values = arguments.compactMap(\.value)
    guard values.count == arguments.count, values.count >= 3 else { throw KernelError.arguments("decode expects a value, then values and results in pairs") }
    var result = values.count.isMultiple(of: 2) ? values[values.count - 1] : Expression(.constant(.null))
    for place in stride(from: (values.count - 3) / 2 * 2 + 1, through: 1, by: -2) {
      let isEqual = Expression(.call(Expression(.name(Name("eq"))), [Argument(value: values[0]), Argument(value: values[place])]))
      result = Expression(.call(Expression(.name(Name("iif"))), [Argument(value: isEqual), Argument(value: values[place + 1]), Argument(value: result)]), span: span)
    }
    return result
  }

  /// A format of dates in the letters of the script language.
  private func withFormat(_ name: String, _ arguments: [Argument]) throws -> [Argument] {
    guard name == "to_date" || name == "to_char", arguments.count > 1 else { return arguments }
    guard case .constant(.string(let format)) = arguments[1].value?.kind else { throw KernelError.unsupported("\(name): the format must be a constant") }
    var text = format.text.uppercased()
    var translated = ""
    let letters = [("YYYY", "yyyy"), ("HH24", "HH"), ("HH12", "hh"), ("MI", "mm"), ("MM", "MM"), ("DD", "dd"), ("SS", "ss"), ("YY", "yy"), ("HH", "hh"), ("AM", "aa"), ("PM", "aa")]
    while !text.isEmpty {
      let known = letters.first { text.hasPrefix($0.0) }
      translated += known?.1 ?? String(text.prefix(1))
      text.removeFirst(known?.0.count ?? 1)
    }
    var changed = arguments
    changed[1].value = Expression(.constant(.string(StringLiteral(translated, style: .double))))
    return changed
  }
}
