/// What a text parsed to.
package struct ParsedUnit: Sendable {
  package var unit: ScriptUnit
  /// Every syntax error, in the order of the text; empty if there is none.
  package var diagnostics: [SyntaxError]

  /// The text ends inside brackets, a string, a block comment or a statement, and nothing before that is wrong.
  package var needsMoreInput: Bool { diagnostics.first?.isIncomplete ?? false }
}

/// Parses a whole text: a file, a cell, what a user submitted.
///
/// A statement that cannot be parsed is left out and reported, and parsing goes on at the next border of a statement.
package func parseUnit(_ source: SourceText, options: ParserOptions = ParserOptions()) -> ParsedUnit {
  let (tokens, errors) = Lexer.tokenize(source, isStopped: options.isStopped)
  var parser = Parser(source: source, tokens: tokens, options: options)
  let (statements, more) = parser.parseStatements()
  let diagnostics = mergeDiagnostics(errors, more, tokens)
  return ParsedUnit(unit: ScriptUnit(statements: statements, source: source), diagnostics: diagnostics)
}

/// Parses one expression, or a query, that is the whole text (`parseExpr`).
package func parseExpressionText(_ source: SourceText, options: ParserOptions = ParserOptions()) throws(SyntaxError) -> Expression {
  let (tokens, errors) = Lexer.tokenize(source, isStopped: options.isStopped)
  if let error = errors.first { throw error }
  var parser = Parser(source: source, tokens: tokens, options: options)
  parser.mode.newlinesEnd = false
  parser.mode.equalsCompares = true
  let expression = try parser.parseExpression()
  _ = parser.take(.semicolon)
  guard parser.isAt(.endOfText) else { throw parser.expected("the end of the expression") }
  return expression
}

/// The lexer's and the parser's errors by place; where the lexer complained of a token the parser only stumbled over it.
private func mergeDiagnostics(_ lexical: [SyntaxError], _ syntactic: [SyntaxError], _ tokens: [Token]) -> [SyntaxError] {
  guard !lexical.isEmpty else { return syntactic }
  let invalid = Set(tokens.lazy.filter { $0.kind == .invalid }.map(\.start))
  let rest = syntactic.filter { !invalid.contains($0.span.start) }
  // Sorted stably by place: the parser's own order decides among equals.
  let sorted = (lexical + rest).enumerated().sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
  return sorted.prefix(Parser.errorsMax).map(\.element)
}

extension Parser {
  /// Errors after which a text is given up: what comes then says nothing new.
  static let errorsMax = 100

  /// grammar: unit
  mutating func parseStatements() -> (statements: [Statement], errors: [SyntaxError]) {
    var statements: [Statement] = []
    var errors: [SyntaxError] = []
    while true {
      while take(.semicolon) {}
      if isAt(.endOfText) || errors.count >= Self.errorsMax { return (statements, errors) }
      let start = index
      do throws(SyntaxError) {
        let statement = try parseStatement()
        try expectStatementEnd()
        if isAt(.rightBrace), tokens[index - 1].kind != .rightBrace || !current.hasNewlineBefore {
          throw SyntaxError("`}` closes nothing", at: span(current))
        }
        statements.append(statement)
      } catch {
        errors.append(explained(error, from: start))
        recover(from: start)
      }
    }
  }

  /// Goes to the border of the statement that began at token `start`: a `;` or a new line outside of its brackets, or a line that
  /// begins with a word that only begins statements.
  private mutating func recover(from start: Int) {
    mode = .script
    nesting = 0
    let reached = index
    index = start
    var depth = 0
    repeat {
      switch current.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      default: break
      }
      advance()
      if isAt(.endOfText) { return }
      if index <= reached, !(index == reached && current.hasNewlineBefore) { continue }
      if depth == 0, isAt(.semicolon) || current.hasNewlineBefore { return }
      if current.hasNewlineBefore, startsStatementForSure() { return }
    } while true
  }

  private func startsStatementForSure() -> Bool {
    guard current.flags.contains(.lowerCase) else { return false }
    switch current.keyword {
    case .def, .defg, .class, .go, .module, .use, .share: break
    default: return false
    }
    // Only at the beginning of its line, so that what stands indented inside an open block is not taken for the next statement.
    return current.start == 0 || source.bytes[Int(current.start) - 1] == UInt8(ascii: "\n")
  }
}
