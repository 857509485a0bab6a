extension Parser {
  /// `x -> e`
  ///
  /// grammar: arrowLambda
  mutating func parseArrowLambda() throws(SyntaxError) -> Expression {
    let token = advance()
    advance()
    let parameter = Parameter(name: Identifier(text(token), span: span(token)))
    let body = try parseLambdaBody([parameter])
    return lambda([parameter], body, from: token.start)
  }

  /// `{x, y -> e}`, `{def(x): e}`, `{defg(x) -> e}`.
  ///
  /// grammar: lambdaBraces
  mutating func parseLambdaBraces() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let function = isAt(.def) || isAt(.defg) ? try parseAnonymousFunction() : try parseArrowParameters()
    try expectClosing(.rightBrace, for: opening)
    return Expression(function.kind, span: span(from: opening.start))
  }

  private mutating func parseArrowParameters() throws(SyntaxError) -> Expression {
    let start = current.start
    var parameters: [Parameter] = []
    repeat {
      let isMutable = isAt(.mutable) && isName(peek(1)) && take(.mutable)
      parameters.append(Parameter(name: try parseIdentifier("a parameter"), isMutable: isMutable))
    } while take(.comma)
    try expect(.arrow)
    let body = try parseLambdaBody(parameters)
    return lambda(parameters, body, from: start)
  }

  private func lambda(_ parameters: [Parameter], _ body: FunctionBody, from start: UInt32) -> Expression {
    let span = span(from: start)
    return Expression(.lambda(FunctionDefinition(name: nil, parameters: parameters, body: body, span: span)), span: span)
  }

  private mutating func parseLambdaBody(_ parameters: [Parameter]) throws(SyntaxError) -> FunctionBody {
    let savedNames = names
    defer { names = savedNames }
    for parameter in parameters { names.defineVariable(parameter.name.text) }
    if isAt(.leftBrace), !isLambdaBrace(), !isDictionaryBrace() { return .block(try parseFunctionBlock()) }
    return .expression(try parseExpression())
  }

  /// `def(x, y): e`, `def(x) -> e`, `def(x) {…}`, `defg …`; a name is accepted too.
  ///
  /// grammar: anonymousFunction
  mutating func parseAnonymousFunction() throws(SyntaxError) -> Expression {
    let start = current.start
    let isAggregate = advance().keyword == .defg
    let name = isName(current) ? try parseIdentifier("a name") : nil
    let parameters = try parseParameters()
    let body = try parseFunctionBody(parameters)
    if case .none = body { throw expected("`:`, `->` or `{` and the body of the function") }
    let span = span(from: start)
    let definition = FunctionDefinition(name: name, parameters: parameters, body: body, isAggregate: isAggregate, span: span)
    return Expression(.lambda(definition), span: span)
  }

  /// What follows the parameters: `: e`, `-> e`, a block, or nothing.
  ///
  /// grammar: functionBody
  mutating func parseFunctionBody(_ parameters: [Parameter]) throws(SyntaxError) -> FunctionBody {
    let savedNames = names
    defer { names = savedNames }
    for parameter in parameters { names.defineVariable(parameter.name.text) }
    if isAt(.leftBrace) { return .block(try parseFunctionBlock()) }
    guard isAt(.colon) || isAt(.arrow), !endsLine(current) else { return .none }
    advance()
    if isAt(.leftBrace), !isLambdaBrace(), !isDictionaryBrace() { return .block(try parseFunctionBlock()) }
    return .expression(try parseExpression())
  }

  /// A block in braces; the surroundings' mode does not reach into it.
  mutating func parseFunctionBlock() throws(SyntaxError) -> [Statement] {
    let saved = mode
    mode = .script
    defer { mode = saved }
    return try parseBlock()
  }

  /// `(a, mutable b, c = 3)`
  ///
  /// grammar: parameters
  mutating func parseParameters() throws(SyntaxError) -> [Parameter] {
    guard isAt(.leftParenthesis) else { throw expected("`(` and the parameters") }
    let opening = advance()
    let saved = mode
    mode = .script
    mode.newlinesEnd = false
    defer { mode = saved }
    var parameters: [Parameter] = []
    if !isAt(.rightParenthesis) {
      repeat { parameters.append(try parseParameter()) } while take(.comma)
    }
    try expectClosing(.rightParenthesis, for: opening)
    return parameters
  }

  /// grammar: parameter
  private mutating func parseParameter() throws(SyntaxError) -> Parameter {
    let isMutable = isAt(.mutable) && isName(peek(1)) && take(.mutable)
    if isAt(.const), isName(peek(1)) { advance() }
    guard isName(current) else { throw expected("a parameter's name") }
    let token = advance()
    var parameter = Parameter(name: Identifier(text(token), span: span(token)), isMutable: isMutable)
    if take(.doubleColon) || take(.colon) { parameter.type = try parseTypeName() }
    if take(.assign) { parameter.defaultValue = try parseExpression() }
    return parameter
  }
}
