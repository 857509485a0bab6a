extension Parser {
  /// `create stream [if not exists] s [options] into t [(columns)] [tags (…)] [subtable(e)] as select …`
  ///
  /// grammar: createStream
  mutating func parseCreateStream(from start: UInt32) throws(SyntaxError) -> CreateStreamStatement {
    advance()
    let ifNotExists = takeIfNotExists()
    let name = try parseIdentifier("the stream's name")
    let options = try parseStreamOptions()
    try expect(.into, "and the stream's target")
    let target = try parseQualifiedName("the target's name")
    let columns = isAt(.leftParenthesis) ? try parseStreamColumns() : []
    var statement = CreateStreamStatement(
      ifNotExists: ifNotExists, name: name, options: options, target: target, columns: columns, tags: nil, subtable: nil,
      query: SelectStatement(), span: .none)
    try parseStreamTarget(&statement)
    try expect(.as, "and the stream's query")
    statement.query = isAt(.leftParenthesis) ? try parseSubquery() : try parseQuery()
    statement.span = span(from: start)
    return statement
  }

  /// `tags (…)` and `subtable(e)`, in any order.
  private mutating func parseStreamTarget(_ statement: inout CreateStreamStatement) throws(SyntaxError) {
    while true {
      if isAt(.tags) {
        advance()
        statement.tags = try parseStreamTags()
      } else if isAt(.subtable) {
        advance()
        guard isAt(.leftParenthesis) else { throw expected("`(` and the subtable's name") }
        statement.subtable = try parseParentheses()
      } else {
        return
      }
    }
  }

  /// grammar: streamOptions
  private mutating func parseStreamOptions() throws(SyntaxError) -> [StreamOption] {
    var options: [StreamOption] = []
    while let option = try parseStreamOption() { options.append(option) }
    return options
  }

  /// grammar: streamOption
  private mutating func parseStreamOption() throws(SyntaxError) -> StreamOption? {
    let start = current.start
    let kind: StreamOption.Kind
    switch current.keyword {
    case .trigger:
      advance()
      kind = .trigger(try parseTrigger())
    case .watermark: kind = .watermark(try parseOptionNumber())
    case .ignore where isNext(.expired):
      advance()
      kind = .ignoreExpired(try parseOptionNumber())
    case .ignore where isNext(.update):
      advance()
      kind = .ignoreUpdate(try parseOptionNumber())
    case .fillHistory: kind = .fillHistory(try parseOptionNumber())
    case .deleteMark: kind = .deleteMark(try parseOptionNumber())
    case .into: return nil
    default: throw expected("a stream option or `into`")
    }
    return StreamOption(kind, span: span(from: start))
  }

  /// The number or duration behind an option's last word.
  private mutating func parseOptionNumber() throws(SyntaxError) -> Expression {
    advance()
    guard startsConstant() else { throw expected("a number or duration") }
    let start = current.start
    return Expression(.constant(try parseConstant()), span: span(from: start))
  }

  /// grammar: trigger
  private mutating func parseTrigger() throws(SyntaxError) -> StreamTrigger {
    switch current.keyword {
    case .atOnce: advance()
      return .atOnce
    case .windowClose: advance()
      return .windowClose
    case .maxDelay: return .maxDelay(try parseOptionNumber())
    case .forceWindowClose: advance()
      return .forceWindowClose
    case .continuousWindowClose: advance()
      return .continuousWindowClose
    default:
      throw expected("`at_once`, `window_close`, `max_delay`, `force_window_close` or `continuous_window_close`")
    }
  }

  /// `(ts, a primary key, b)`
  ///
  /// grammar: streamColumns
  private mutating func parseStreamColumns() throws(SyntaxError) -> [StreamColumn] {
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var columns: [StreamColumn] = []
    repeat {
      let name = try parseIdentifier("a column's name")
      columns.append(StreamColumn(name: name, isKey: take(.primary, .key) || take(.composite, .key)))
    } while take(.comma)
    try expectClosing(.rightParenthesis, for: opening)
    return columns
  }

  /// `(tag [type [comment '…']], …)`
  ///
  /// grammar: streamTags
  private mutating func parseStreamTags() throws(SyntaxError) -> [StreamTag] {
    let opening = try expect(.leftParenthesis, "and the tags")
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var tags: [StreamTag] = []
    repeat {
      let name = try parseIdentifier("a tag's name")
      let type = isAt(.identifier) ? try parseTypeName() : nil
      let comment = take(.comment) ? try parseIdentifier("a comment in quotes").text : nil
      tags.append(StreamTag(name: name, type: type, comment: comment))
    } while take(.comma)
    try expectClosing(.rightParenthesis, for: opening)
    return tags
  }

  /// `pause stream [if exists] s`, `resume stream [if exists] [ignore untreated] s`
  ///
  /// grammar: streamControl
  mutating func parseStreamControl() throws(SyntaxError) -> StreamControl {
    advance()
    advance()
    let ifExists = take(.if, .exists)
    let ignoreUntreated = take(.ignore, .untreated)
    return StreamControl(ifExists: ifExists, ignoreUntreated: ignoreUntreated, name: try parseIdentifier("a stream's name"))
  }
}
