extension Parser {
  /// `<e>`, `<e as n>`, `<[a, b as n]>`, `<select …>`, `<update …>`, `<delete …>`.
  ///
  /// grammar: metacode
  mutating func parseMetacode() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let opening = current
    advanceIntoMetacode()
    let saved = mode
    mode.newlinesEnd = false
    mode.pairsAllowed = true
    mode.equalsCompares = true
    mode.isMetacode = true
    mode.bareAliases = false
    mode.isQuery = false
    mode.isCase = false
    defer { mode = saved }
    let content = try parseMetacodeContent(opening)
    try expectMetacodeEnd(opening)
    return Expression(.metacode(content), span: span(from: opening.start))
  }

  /// Takes the `<`; of `<-` the minus belongs to what is inside.
  private mutating func advanceIntoMetacode() {
    if isAt(.less) { advance() }
  }

  private mutating func parseMetacodeContent(_ opening: Token) throws(SyntaxError) -> Metacode {
    if opening.kind == .joinSign { return try parseNegatedMetacode() }
    switch current.keyword {
    case .select, .exec, .update, .delete, .insert, .with:
      if let statement = try parseQueryStatementHere() { return .statement(statement) }
    default: break
    }
    if isAt(.leftBracket), let items = try parseMetacodeList() { return .list(items) }
    let item = try parseSelectItem(bareAlias: false)
    if item.aliases.isEmpty, item.aliasMacro == nil, item.aliasRange == nil { return .expression(item.expression) }
    return .item(item)
  }

  /// `<-x>`, whose first two signs look like a join.
  private mutating func parseNegatedMetacode() throws(SyntaxError) -> Metacode {
    let token = advance()
    let operand = try parseOperators(.unary)
    let minus = SourceSpan(start: token.end - 1, end: token.end, file: source.file)
    var left = Expression(.unary(.negate, operand), span: minus.through(operand.span))
    while let rest = try parseRest(after: left) { left = rest }
    return .expression(left)
  }

  private mutating func parseRest(after left: Expression) throws(SyntaxError) -> Expression? {
    guard let operation = BinaryOperator(current.kind), !(isAt(.greater) && closesMetacode()) else { return nil }
    advance()
    let right = try parseOperators(levelAbove(operation.level))
    return Expression(.binary(operation, left, right), span: left.span.through(right.span))
  }

  /// `[a, b as n]` directly inside; nil, with nothing taken, if what stands there is a vector in an expression.
  private mutating func parseMetacodeList() throws(SyntaxError) -> [SelectItem]? {
    guard isMetacodeList() else { return nil }
    let opening = advance()
    let saved = mode
    mode.isMetacode = false
    mode.isQuery = true
    defer { mode = saved }
    var items: [SelectItem] = []
    if !isAt(.rightBracket) {
      repeat { items.append(try parseSelectItem(bareAlias: false)) } while take(.comma)
    }
    try expectClosing(.rightBracket, for: opening)
    return items
  }

  /// Whether a `>` follows the bracket that closes the one here, and none of its elements is left out.
  private func isMetacodeList() -> Bool {
    var depth = 0
    var distance = 0
    var last = TokenKind.comma
    while true {
      let token = peek(distance)
      switch token.kind {
      case .endOfText: return true
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        depth -= 1
        if depth == 0 { return last != .comma && peek(distance + 1).kind == .greater }
      case .comma where depth == 1 && (last == .comma || last == .leftBracket): return false
      default: break
      }
      last = token.kind
      distance += 1
    }
  }

  private mutating func expectMetacodeEnd(_ opening: Token) throws(SyntaxError) {
    guard isAt(.greater) else {
      let place = SourceSpan(start: opening.start, end: opening.start + 1, file: source.file)
      throw expected("`>` to close this `<`", notes: [.init(message: "opened here", span: place)])
    }
    advance()
  }

  /// Whether the `>` here closes the metacode rather than compares: no operand follows it, or no other `>` closes it later.
  func closesMetacode() -> Bool {
    let next = peek(1)
    switch next.kind {
    case .number, .temporal, .duration, .doubleQuoted, .singleQuoted, .word, .closedWord, .quotedColumn, .macro, .identifier,
      .leftParenthesis, .subtract, .leftBracket:
      return next.hasNewlineBefore && !hasLaterEnd() || isClauseWord(1) || !hasLaterEnd()
    default: return true
    }
  }

  /// Looks for another `>` before the surrounding bracket closes or the statement ends.
  private func hasLaterEnd() -> Bool {
    var depth = 0
    var distance = 1
    while distance < 4_000 {
      let token = peek(distance)
      switch token.kind {
      case .endOfText, .semicolon: return false
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        depth -= 1
        if depth < 0 { return false }
      case .less where depth == 0 && !endsOperand(peek(distance - 1)): return false
      case .greater where depth == 0: return true
      default: break
      }
      distance += 1
    }
    return false
  }

  /// Whether a `<` behind a token compares, rather than begins metacode.
  private func endsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .temporal, .duration, .doubleQuoted, .singleQuoted, .word, .closedWord, .quotedColumn, .rightParenthesis, .rightBracket: true
    case .identifier: isName(token)
    default: false
    }
  }
}
