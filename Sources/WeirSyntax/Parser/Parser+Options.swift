extension Parser {
  /// `partitioned by a, b`, up to the first `name=value`.
  ///
  /// grammar: partitionedBy
  mutating func parsePartitionedBy() throws(SyntaxError) -> [Expression] {
    guard take(.partitioned) else { return [] }
    try expect(.by)
    var result = [try parseExpression()]
    while isAt(.comma), !isAssignedOption(1) {
      advance()
      result.append(try parseExpression())
    }
    return result
  }

  private func isAssignedOption(_ distance: Int) -> Bool {
    peek(distance).kind == .identifier && peek(distance + 1).kind == .assign
  }

  /// The options a table or database may have on a line of its own without a comma before it; anything else there is the next
  /// statement.
  static let tableOptions: Set<String> = [
    "sortColumns", "keepDuplicates", "sortKeyMappingFunction", "softDelete", "comment", "encryptMode", "indexes", "latestKeyCache",
    "compressHashSortKey", "primaryKey", "engine", "atomic", "chunkGranularity", "tableComment",
  ]

  /// `sortColumns=[…], keepDuplicates=ALL`, `precision 'ms' vgroups 2`, `on commit preserve rows`, in any order.
  ///
  /// grammar: options
  mutating func parseOptions() throws(SyntaxError) -> [Argument] {
    var options: [Argument] = []
    while true {
      if take(.on, .commit, .preserve, .rows) { continue }
      if isAt(.comma), isAssignedOption(1) { advance() }
      if isAssignedOption(0), !endsLine(current) || Self.tableOptions.contains(text(current)) {
        options.append(try parseAssignedOption())
      } else if isAt(.identifier), !endsLine(current) {
        options += try parseWordOptions()
      } else {
        return options
      }
    }
  }

  private mutating func parseAssignedOption() throws(SyntaxError) -> Argument {
    let name = advance()
    advance()
    return Argument(keyword: Identifier(text(name), span: span(name)), value: try parseExpression())
  }

  /// Words, each with the constants behind it: `vgroups 2`, `comment 'x'`, `not null`.
  ///
  /// grammar: wordOptions
  mutating func parseWordOptions() throws(SyntaxError) -> [Argument] {
    var options: [Argument] = []
    while isAt(.identifier), !endsLine(current), !isAssignedOption(0) || peek(1).kind != .assign {
      let word = advance()
      options.append(Argument(keyword: Identifier(text(word), span: span(word)), value: try parseOptionValue()))
    }
    return options
  }

  /// One constant, or several between commas: `keep 3650,3650`.
  private mutating func parseOptionValue() throws(SyntaxError) -> Expression? {
    guard startsConstant(), !endsLine(current) else { return nil }
    let start = current.start
    var values = [try parseConstant()]
    while isAt(.comma), startsConstant(1) {
      advance()
      values.append(try parseConstant())
    }
    return Expression(values.count == 1 ? .constant(values[0]) : .constants(values), span: span(from: start))
  }
}
