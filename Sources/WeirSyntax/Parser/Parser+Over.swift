extension Parser {
  func startsOver(_ base: Expression) -> Bool {
    guard isAt(.over), peek(1).kind == .leftParenthesis, mode.isQuery else { return false }
    if case .call = base.kind { return true }
    return false
  }

  /// `f(x) over (partition by … order by … rows between … and …)`
  ///
  /// grammar: over
  mutating func parseOver(_ base: Expression) throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    advance()
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let partition = take(.partition, .by) ? try parseExpressions() : []
    let order = take(.order, .by) ? try parseOrderItems() : []
    let frame = try parseFrame()
    try expectClosing(.rightParenthesis, for: opening)
    let clause = OverClause(partition: partition, order: order, frame: frame)
    return Expression(.over(base, clause), span: span(from: base.span.start))
  }

  /// Expressions between commas.
  mutating func parseExpressions() throws(SyntaxError) -> [Expression] {
    var result = [try parseExpression()]
    while take(.comma) { result.append(try parseExpression()) }
    return result
  }

  /// grammar: frame
  private mutating func parseFrame() throws(SyntaxError) -> WindowFrame? {
    let unit: WindowFrame.Unit
    if take(.rows) {
      unit = .rows
    } else if take(.range) {
      unit = .range
    } else {
      return nil
    }
    guard take(.between) else { return WindowFrame(unit: unit, start: try parseFrameBound(), end: .currentRow) }
    let start = try parseFrameBound()
    try expect(.and, "and the end of the frame")
    return WindowFrame(unit: unit, start: start, end: try parseFrameBound())
  }

  /// grammar: frameBound
  private mutating func parseFrameBound() throws(SyntaxError) -> WindowFrame.Bound {
    if take(.current, .row) { return .currentRow }
    if take(.unbounded, .preceding) { return .unboundedPreceding }
    if take(.unbounded, .following) { return .unboundedFollowing }
    let distance = try parsePostfix(try parsePrimary())
    if take(.preceding) { return .preceding(distance) }
    if take(.following) { return .following(distance) }
    throw expected("`preceding` or `following`")
  }
}
