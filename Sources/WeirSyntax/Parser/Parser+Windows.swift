extension Parser {
  /// `partition by e [[as] alias], …`
  ///
  /// grammar: partition
  mutating func parsePartition() throws(SyntaxError) -> [SelectItem] {
    advance()
    try expect(.by)
    return try parseSelectItems()
  }

  /// The clauses of time-series queries that look like calls.
  ///
  /// grammar: windowClause
  mutating func parseWindowClause(_ query: inout SelectStatement) throws(SyntaxError) {
    let word = current
    switch word.keyword {
    case .interval: query.window = try parseInterval()
    case .sliding: try parseSliding(&query)
    case .session: query.window = try parseSession()
    case .stateWindow: query.window = .state(try parseOneArgument())
    case .eventWindow: query.window = try parseEventWindow()
    case .countWindow: query.window = try parseCountWindow()
    case .fill: query.fill = try parseFill()
    case .range: query.range = try parseClauseArguments(1...2)
    case .every: query.every = try parseOneArgument()
    default: throw expected("a clause")
    }
  }

  /// The arguments behind a clause word; their number is checked here.
  private mutating func parseClauseArguments(_ counts: ClosedRange<Int>) throws(SyntaxError) -> [Expression] {
    let word = advance()
    let elements = try parseElements(closing: .rightParenthesis)
    var result: [Expression] = []
    for element in elements {
      guard let element else { throw SyntaxError("an argument is missing", at: span(from: word.start)) }
      result.append(element)
    }
    guard counts.contains(result.count) else {
      let wanted = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      throw SyntaxError("`\(text(word))` takes \(wanted) arguments, got \(result.count)", at: span(from: word.start))
    }
    return result
  }

  private mutating func parseOneArgument() throws(SyntaxError) -> Expression {
    try parseClauseArguments(1...1)[0]
  }

  /// `interval(length [, offset])`
  ///
  /// grammar: interval
  private mutating func parseInterval() throws(SyntaxError) -> WindowClause {
    let arguments = try parseClauseArguments(1...2)
    return .interval(length: arguments[0], offset: arguments.count > 1 ? arguments[1] : nil, sliding: nil)
  }

  /// `sliding(step)`, behind `interval`.
  ///
  /// grammar: sliding
  private mutating func parseSliding(_ query: inout SelectStatement) throws(SyntaxError) {
    let place = span(current)
    guard case .interval(let length, let offset, nil) = query.window else {
      throw SyntaxError("`sliding` belongs behind `interval(…)`", at: place)
    }
    query.window = .interval(length: length, offset: offset, sliding: try parseOneArgument())
  }

  /// grammar: session
  private mutating func parseSession() throws(SyntaxError) -> WindowClause {
    let arguments = try parseClauseArguments(2...2)
    return .session(arguments[0], tolerance: arguments[1])
  }

  /// `event_window start with a end with b`
  ///
  /// grammar: eventWindow
  private mutating func parseEventWindow() throws(SyntaxError) -> WindowClause {
    advance()
    try expect(.start, "after `event_window`")
    try expect(.with, "after `start`")
    let saved = mode
    mode.isCase = true
    defer { mode = saved }
    let start = try parseExpression()
    try expect(.end, "and when the window ends")
    try expect(.with, "after `end`")
    mode = saved
    return .event(start: start, end: try parseExpression())
  }

  /// grammar: countWindow
  private mutating func parseCountWindow() throws(SyntaxError) -> WindowClause {
    let arguments = try parseClauseArguments(1...2)
    return .count(arguments[0], sliding: arguments.count > 1 ? arguments[1] : nil)
  }

  /// `fill(prev)`, `fill(value, 1, 2)`
  ///
  /// grammar: fill
  private mutating func parseFill() throws(SyntaxError) -> FillClause {
    advance()
    let opening = try expect(.leftParenthesis)
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let word = current
    guard word.kind == .identifier, let fill = FillClause.Mode(rawValue: text(word).lowercased()) else {
      let modes = FillClause.Mode.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw expected("how to fill: \(modes)")
    }
    advance()
    var values: [Expression] = []
    while take(.comma) { values.append(try parseExpression()) }
    try expectClosing(.rightParenthesis, for: opening)
    return FillClause(mode: fill, values: values)
  }
}
