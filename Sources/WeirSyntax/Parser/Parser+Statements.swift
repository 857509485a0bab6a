extension Parser {
  /// One statement, chosen by its first words.
  ///
  /// grammar: statement
  mutating func parseStatement() throws(SyntaxError) -> Statement {
    try enter()
    defer { nesting -= 1 }
    let start = current.start
    let kind = try parseStatementKind()
    return Statement(kind, span: span(from: start))
  }

  private mutating func parseStatementKind() throws(SyntaxError) -> Statement.Kind {
    switch current.kind {
    case .at: return try parseAnnotated()
    case .hash: return try parseInclude()
    case .leftBrace where !isLambdaBrace() && !isDictionaryBrace(): return .block(try parseBlock())
    case .bitAnd where isName(peek(1)) && peek(2).kind == .assign: return try parseAlias()
    case .identifier:
      if current.flags.contains(.lowerCase), let kind = try parseScriptStatement() { return kind }
      if current.keyword != .none, let kind = try parseTableStatement() { return kind }
    default: break
    }
    return try parseSimpleStatement()
  }

  /// The statements of the script language; their words are small letters.
  ///
  /// grammar: scriptStatement
  private mutating func parseScriptStatement() throws(SyntaxError) -> Statement.Kind? {
    switch current.keyword {
    case .def, .defg: return isName(peek(1)) ? .function(try parseFunction(annotations: [])) : nil
    case .mapr where isName(peek(1)): return try parseMapReduce()
    case .class where isName(peek(1)): return .classDefinition(try parseClass())
    case .module where isName(peek(1)): return try parseModule()
    case .use where isName(peek(1)) || peek(1).kind == .closedWord: return .use(try parseUse())
    case .const where isName(peek(1)): return try parseConstantDefinition()
    case .if: return try parseIf()
    case .for: return try parseFor()
    case .do: return try parseDo()
    case .while: return try refuseWhile()
    case .break: return parseWord(.breakLoop)
    case .continue: return parseWord(.continueLoop)
    case .return: return try parseReturn()
    case .try where peek(1).kind == .leftBrace: return try parseTry()
    case .throw: return try parseThrow()
    case .assert where startsOperand(1): return try parseAssert()
    case .timer where startsTimer(): return try parseTimer()
    case .transaction where peek(1).kind == .leftBrace: return try parseTransaction()
    case .go where endsLine(peek(1)) || peek(1).kind == .rightBrace: return parseWord(.go)
    case .share where startsShare(): return try parseShare()
    case .undef where startsOperand(1): return try parseUndef()
    default: return nil
    }
  }

  private mutating func parseWord(_ kind: Statement.Kind) -> Statement.Kind {
    advance()
    return kind
  }

  /// The statements about tables; their words are found in any case.
  ///
  /// grammar: tableStatement
  private mutating func parseTableStatement() throws(SyntaxError) -> Statement.Kind? {
    switch current.keyword {
    case .select, .exec: return .expression(try parseQueryExpression())
    case .with where startsCommonTables(): return .expression(try parseQueryExpression())
    case .insert where isNext(.into): return .insert(try parseInsert())
    case .update where isNextTable(): return .update(try parseUpdate())
    case .delete where isNext(.from) || isNextTable(): return .delete(try parseDelete())
    case .create where peek(1).kind == .identifier: return try parseCreate()
    case .alter where isNext(.table) || isNext(.stable): return .alterTable(try parseAlter())
    case .drop where startsDrop(): return .drop(try parseDrop())
    case .show where startsShow(): return .show(try parseShow())
    case .describe where isNextTable(): return .describe(try parseDescribe())
    case .desc where isNextTable() && endsNamePath(1): return .describe(try parseDescribe())
    case .pause where isNext(.stream): return .pauseStream(try parseStreamControl())
    case .resume where isNext(.stream): return .resumeStream(try parseStreamControl())
    case .use where isNextTable() && endsLine(peek(2)): return .use(try parseUse())
    default: return nil
    }
  }

  /// A query or data statement inside metacode; nil if its word is a name here.
  mutating func parseQueryStatementHere() throws(SyntaxError) -> Statement? {
    let start = current.start
    let saved = mode
    defer { mode = saved }
    mode.isMetacode = true
    guard let kind = try parseTableStatement() else { return nil }
    return Statement(kind, span: span(from: start))
  }

  /// A name of a table follows: a word or quotes, on this line.
  func isNextTable() -> Bool {
    let next = peek(1)
    if endsLine(next) { return false }
    switch next.kind {
    case .identifier: return isName(next) && !isOperatorWord(1)
    case .closedWord, .doubleQuoted, .macro: return true
    default: return false
    }
  }

  /// Whether the statement ends behind the dotted name that begins `distance` ahead.
  private func endsNamePath(_ distance: Int) -> Bool {
    var end = distance + 1
    while peek(end).kind == .dot { end += 2 }
    return endsLine(peek(end))
  }

  /// An expression or an assignment.
  ///
  /// grammar: simpleStatement
  private mutating func parseSimpleStatement() throws(SyntaxError) -> Statement.Kind {
    let first = try parseExpression()
    guard !endsLine(current) else { return .expression(first) }
    if isAt(.comma) { return try parseMultipleAssignment(first) }
    if isAt(.assign) || BinaryOperator(assignment: current.kind) != nil { return try parseAssignment([first]) }
    return .expression(first)
  }

  /// `x, y = e`
  private mutating func parseMultipleAssignment(_ first: Expression) throws(SyntaxError) -> Statement.Kind {
    var targets = [first]
    while take(.comma) { targets.append(try parseExpression()) }
    guard isAt(.assign) else { throw expected("`=` after the names") }
    return try parseAssignment(targets)
  }

  /// `x = e`, `x += e`; that the targets can be assigned is checked first.
  ///
  /// grammar: assignment
  private mutating func parseAssignment(_ targets: [Expression]) throws(SyntaxError) -> Statement.Kind {
    for target in targets where !isAssignable(target) {
      throw SyntaxError(Self.equalsMessage, at: span(current), hint: "only a variable, an index or a member can be assigned to")
    }
    let operation = BinaryOperator(assignment: advance().kind)
    let value = try parseAssignedValue(targets.count)
    for target in targets {
      if case .name(let name) = target.kind { defineName(name.text, value) }
    }
    return .assignment(Assignment(targets: targets, operation: operation, value: value))
  }

  /// A variable that holds a lambda can be called like a function.
  private mutating func defineName(_ name: String, _ value: Expression) {
    switch value.kind {
    case .lambda, .partial, .template: names.defineFunction(name)
    default: names.defineVariable(name)
    }
  }

  /// `x, y = 1, 2` gives a tuple.
  private mutating func parseAssignedValue(_ targets: Int) throws(SyntaxError) -> Expression {
    let value = try parseExpression()
    if isAt(.assign), !endsLine(current) { throw SyntaxError(Self.equalsMessage, at: span(current)) }
    guard targets > 1, isAt(.comma), !endsLine(current) else { return value }
    var values: [Expression?] = [value]
    while take(.comma) { values.append(try parseExpression()) }
    return Expression(.tuple(values), span: span(from: value.span.start))
  }

  private func isAssignable(_ target: Expression) -> Bool {
    switch target.kind {
    case .name, .index, .member, .quotedColumn, .arrayType: true
    default: false
    }
  }

  /// `&x = y`
  ///
  /// grammar: alias
  private mutating func parseAlias() throws(SyntaxError) -> Statement.Kind {
    advance()
    let name = try parseIdentifier("a name")
    try expect(.assign)
    names.defineVariable(name.text)
    return .alias(name, try parseExpression())
  }

  /// `{ … }`
  ///
  /// grammar: block
  mutating func parseBlock() throws(SyntaxError) -> [Statement] {
    try enter()
    defer { nesting -= 1 }
    let opening = try expect(.leftBrace)
    let saved = mode
    mode = .script
    defer { mode = saved }
    var statements: [Statement] = []
    while true {
      while take(.semicolon) {}
      if take(.rightBrace) { return statements }
      if isAt(.endOfText) { try expectClosing(.rightBrace, for: opening) }
      statements.append(try parseStatement())
      try expectStatementEnd()
    }
  }

  /// A `;`, a newline, what closes the surroundings, or a reserved word that begins the next statement.
  mutating func expectStatementEnd() throws(SyntaxError) {
    if isAtStatementEnd || index > 0 && tokens[index - 1].kind == .rightBrace { return }
    if isAt(.assign) { throw SyntaxError(Self.equalsMessage, at: span(current)) }
    if isReserved(current), current.keyword != .else { return }
    throw SyntaxError("\(describe(current)) does not belong to this statement", at: span(current), hint: endHint)
  }

  private var endHint: String? {
    isAt(.identifier) ? "statements end at a newline or `;`" : nil
  }
}
