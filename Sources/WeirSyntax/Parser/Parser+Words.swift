extension Parser {
  /// Words that are operators between two operands.
  static let operatorWords: Set<Keyword> = [.and, .or, .in, .like, .between, .is]

  /// Clause words of one word: they end an expression inside a query wherever an operator could stand.
  static let clauseWords: Set<Keyword> = [
    .from, .where, .having, .csort, .limit, .union, .as, .asc, .desc, .nulls, .on, .join, .slimit, .soffset, .offset, .eventWindow,
    .set, .values, .using,
  ]

  /// Clause words that need a second one behind them.
  static let clauseWordPairs: [Keyword: Set<Keyword>] = [
    .group: [.by], .context: [.by], .cgroup: [.by], .pivot: [.by], .order: [.by], .partition: [.by],
    .inner: [.join], .left: [.join, .outer, .semi], .right: [.join, .outer], .full: [.join, .outer], .cross: [.join],
  ]

  /// Clause words that need a `(` behind them.
  static let clauseCalls: Set<Keyword> = [
    .interval, .sliding, .session, .stateWindow, .countWindow, .fill, .range, .every, .over, .subtable, .tags,
  ]

  static let caseWords: Set<Keyword> = [.when, .then, .else, .end]

  /// Whether the word `distance` ahead begins a clause, so that an expression before it is complete.
  func isClauseWord(_ distance: Int = 0) -> Bool {
    let token = peek(distance)
    guard token.kind == .identifier, token.keyword != .none else { return false }
    if token.keyword == .as { return true }
    if mode.isCase, Self.caseWords.contains(token.keyword) { return true }
    guard mode.isQuery else { return false }
    if Self.clauseWords.contains(token.keyword) { return true }
    if let seconds = Self.clauseWordPairs[token.keyword] { return seconds.contains(peek(distance + 1).keyword) }
    if Self.clauseCalls.contains(token.keyword), peek(distance + 1).kind == .leftParenthesis { return true }
    if token.keyword == .rows || token.keyword == .range { return isFrame(distance) }
    return token.keyword == .map && endsItem(distance + 1)
  }

  /// `rows between …`, `range unbounded …`, `rows 2 preceding`.
  private func isFrame(_ distance: Int) -> Bool {
    if [.between, .unbounded, .current].contains(peek(distance + 1).keyword) { return true }
    return peek(distance + 2).keyword == .preceding || peek(distance + 2).keyword == .following
  }

  func isOperatorWord(_ distance: Int = 0) -> Bool {
    let token = peek(distance)
    guard token.kind == .identifier, token.keyword != .none else { return false }
    if token.keyword == .not { return true }
    return Self.operatorWords.contains(token.keyword)
  }

  /// Nothing more of an item can follow: a comma, a closing bracket, a clause word, the end.
  func endsItem(_ distance: Int) -> Bool {
    let token = peek(distance)
    switch token.kind {
    case .endOfText, .semicolon, .comma, .rightParenthesis, .rightBracket, .rightBrace: return true
    case .greater: return mode.isMetacode
    case .identifier: return endsLine(token) || isClauseWord(distance)
    default: return endsLine(token)
    }
  }

  /// A word that names something; reserved words do not.
  func isName(_ token: Token) -> Bool {
    token.kind == .identifier && !isReserved(token)
  }

  func isReserved(_ token: Token) -> Bool {
    guard token.keyword != .none, Keyword.reserved.contains(token.keyword) else { return false }
    return token.flags.contains(.lowerCase) || token.keyword == .select || token.keyword == .exec
  }

  /// Whether an operand may begin with the token `distance` ahead, on this line.
  ///
  /// Signs that are operators between operands too (`<`, `&`, `*`) do not count; a `-` does when a blank stands before it and none
  /// behind.
  func startsOperand(_ distance: Int) -> Bool {
    let token = peek(distance)
    if endsLine(token) { return false }
    switch token.kind {
    case .number, .temporal, .duration, .doubleQuoted, .singleQuoted, .word, .closedWord, .quotedColumn, .macro, .macroList,
      .leftParenthesis, .leftBracket, .leftBrace, .doubleColon:
      return true
    case .bang: return isAdjacent(peek(distance + 1))
    case .subtract: return token.hasBlankBefore && isAdjacent(peek(distance + 1))
    case .identifier: return startsOperandWord(token, distance)
    default: return false
    }
  }

  private func startsOperandWord(_ token: Token, _ distance: Int) -> Bool {
    if isClauseWord(distance) || (isOperatorWord(distance) && token.keyword != .not) { return false }
    guard isReserved(token) else { return true }
    switch token.keyword {
    case .select, .exec, .def, .defg, .true, .false: return true
    default: return false
    }
  }
}
