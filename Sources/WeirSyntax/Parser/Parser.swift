/// Reads tokens into a tree, by hand: a function per rule of `grammar/`, and precedence climbing for operators.
///
/// The files beside this one are the grammar's chapters.
struct Parser {
  let source: SourceText
  let tokens: [Token]
  let options: ParserOptions
  var index = 0
  var mode = Mode.script
  var nesting = 0
  /// How many levels were ever entered: the parser's measure of time.
  private var entered = 0
  var names = NameShapes()

  /// What the surroundings decide about the tokens at hand.
  struct Mode {
    /// A newline ends the statement: true outside of brackets.
    var newlinesEnd: Bool
    /// Inside a query or a statement with clauses: clause words end an expression.
    var isQuery: Bool
    /// `=` compares.
    var equalsCompares: Bool
    /// `a : b` is a pair: false between `?` and `:`, and in keys of dictionaries.
    var pairsAllowed: Bool
    /// Directly inside `< … >`: a `>` may close it.
    var isMetacode: Bool
    /// A bare word behind a complete operand may be its alias.
    var bareAliases: Bool
    /// Inside `case … end`: `when`, `then`, `else` and `end` end an expression.
    var isCase: Bool

    static let script = Mode(
      newlinesEnd: true, isQuery: false, equalsCompares: false, pairsAllowed: true, isMetacode: false, bareAliases: false,
      isCase: false)
  }

  init(source: SourceText, tokens: [Token], options: ParserOptions) {
    self.source = source
    self.tokens = tokens
    self.options = options
  }

  // MARK: Tokens

  var current: Token { tokens[index] }

  /// The token `distance` ahead; the last one is `.endOfText`.
  func peek(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  var previousEnd: UInt32 { index > 0 ? tokens[index - 1].end : 0 }

  @discardableResult
  mutating func advance() -> Token {
    let token = tokens[index]
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  func isAt(_ kind: TokenKind) -> Bool { current.kind == kind }

  /// The current token is this keyword, in any case.
  func isAt(_ keyword: Keyword) -> Bool { current.keyword == keyword }

  func isNext(_ keyword: Keyword, _ distance: Int = 1) -> Bool { peek(distance).keyword == keyword }

  mutating func take(_ kind: TokenKind) -> Bool {
    guard isAt(kind) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  /// Takes all of `keywords` if they stand in a row here.
  mutating func take(_ keywords: Keyword...) -> Bool {
    for (distance, keyword) in keywords.enumerated() where !isNext(keyword, distance) { return false }
    for _ in keywords { advance() }
    return true
  }

  func text(_ token: Token) -> String {
    String(decoding: source.bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  func span(_ token: Token) -> SourceSpan { SourceSpan(start: token.start, end: token.end, file: source.file) }

  /// From `start` to the end of the last token taken.
  func span(from start: UInt32) -> SourceSpan {
    SourceSpan(start: start, end: max(start, previousEnd), file: source.file)
  }

  /// Whether `token` follows the one before it without a blank.
  func isAdjacent(_ token: Token) -> Bool { !token.hasBlankBefore }

  /// The statement cannot go on with this token, whatever it is.
  func endsLine(_ token: Token) -> Bool {
    token.kind == .endOfText || token.kind == .semicolon || (mode.newlinesEnd && token.hasNewlineBefore)
  }

  var isAtStatementEnd: Bool { endsLine(current) || isAt(.rightBrace) }

  // MARK: Nesting

  /// Counts one level of nesting; the caller leaves with `nesting -= 1`.
  mutating func enter() throws(SyntaxError) {
    nesting += 1
    entered &+= 1
    if entered & 0xFFF == 0, let isStopped = options.isStopped, isStopped() { throw SyntaxError("interrupted", at: span(current)) }
    guard nesting <= options.nestingMax else {
      throw SyntaxError("nested deeper than \(options.nestingMax) levels", at: span(current), hint: "use variables for the parts")
    }
  }

  /// A chain of operators or calls this long is refused: trees are walked and freed recursively.
  static let chainMax = 2_000

  func checkChain(_ length: Int) throws(SyntaxError) {
    guard length <= Self.chainMax else {
      throw SyntaxError("a chain of more than \(Self.chainMax) operators", at: span(current), hint: "use variables for the parts")
    }
  }
}
