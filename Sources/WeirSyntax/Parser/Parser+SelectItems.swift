extension Parser {
  /// grammar: selectItems
  mutating func parseSelectItems() throws(SyntaxError) -> [SelectItem] {
    var items = [try parseSelectItem(bareAlias: true)]
    while take(.comma) { items.append(try parseSelectItem(bareAlias: true)) }
    return items
  }

  /// An expression with its alias, if any; `as` may be left out before a bare word on the same line.
  ///
  /// grammar: selectItem
  mutating func parseSelectItem(bareAlias: Bool) throws(SyntaxError) -> SelectItem {
    let start = current.start
    let saved = mode.bareAliases
    mode.bareAliases = bareAlias
    defer { mode.bareAliases = saved }
    let expression = isStarItem() ? star() : try parseExpression()
    var item = SelectItem(expression: expression)
    if isAt(.as) {
      advance()
      (item.aliases, item.aliasRange, item.aliasMacro) = try parseAliases()
    } else if bareAlias, !endsLine(current), let alias = bareAliasHere() {
      advance()
      item.aliases = [alias]
      if case .name = expression.kind { item.isBareAlias = !alias.isQuoted }
    }
    item.span = span(from: start)
    return item
  }

  private func isStarItem() -> Bool { isAt(.multiply) && endsItem(1) }

  private mutating func star() -> Expression {
    let token = advance()
    return Expression(.star, span: span(token))
  }

  private func bareAliasHere() -> Identifier? { isBareAlias() && !isClauseWord() ? identifierHere() : nil }

  /// What follows `as`: a name, several backquoted words, `p1...p5`, or a macro.
  ///
  /// grammar: aliases
  mutating func parseAliases() throws(SyntaxError) -> (
    aliases: [Identifier], range: (first: Identifier, last: Identifier)?, macro: Expression?
  ) {
    switch current.kind {
    case .macro, .macroList: return ([], nil, try parsePrimary())
    case .word, .closedWord: return (parseWordAliases(), nil, nil)
    case .leftParenthesis: return (try parseIdentifierList("an alias"), nil, nil)
    default: break
    }
    let first = try parseAlias()
    guard isAt(.ellipsis) else { return ([first], nil, nil) }
    advance()
    let last = try parseAlias()
    return ([], (first, last), nil)
  }

  /// Any word can be an alias, also a keyword.
  private mutating func parseAlias() throws(SyntaxError) -> Identifier {
    if let identifier = identifierHere() {
      advance()
      return identifier
    }
    guard isAt(.identifier) else { throw expected("an alias") }
    let token = advance()
    return Identifier(text(token), span: span(token))
  }

  /// `` `a`b ``; an empty word drops a column.
  private mutating func parseWordAliases() -> [Identifier] {
    var words: [Identifier] = []
    while isAt(.word) || isAt(.closedWord), words.isEmpty || !endsLine(current) {
      let token = advance()
      words.append(Identifier(content(token), span: span(token), isQuoted: true))
    }
    return words
  }
}
