import WeirSyntax
import WeirTables

/// An item of the select list after `*`, `t.*` and ranges of columns have been written out.
struct ExpandedItem {
  let expression: Expression
  let aliases: [String]
  /// The column that the item is, when `*` named it: several columns may have its name.
  var column: Int?

  /// The names of the columns that it makes.
  func names(_ naming: ColumnNaming) -> [String] { aliases.isEmpty ? [naming.name(expression)] : aliases }
}

extension QueryExecution {
  func expandedItems() throws -> [ExpandedItem] { try expand(statement.items) }

  func expand(_ items: [SelectItem]) throws -> [ExpandedItem] {
    var expanded: [ExpandedItem] = []
    for item in items {
      switch item.expression.kind {
      case .star: expanded += source.visible.map { column($0, item.span) }
      case .starOf(let table): expanded += try columns(of: table).map { column($0, item.span) }
      default: expanded += try expandRanges(item)
      }
    }
    guard !expanded.isEmpty else { throw ScriptError(.shape, "the query selects no columns", at: statement.span) }
    return expanded
  }

  private func column(_ index: Int, _ span: SourceSpan) -> ExpandedItem {
    ExpandedItem(expression: Expression(.quotedColumn(source.names[index]), span: span), aliases: [source.names[index]], column: index)
  }

  private func columns(of table: Expression) throws -> [Int] {
    guard case .name(let name) = table.kind, let columns = binder.columns.qualifiers[name.text] else {
      throw ScriptError(.name, "there is no such table in this query", at: table.span)
    }
    return columns.values.sorted()
  }

  private func expandRanges(_ item: SelectItem) throws -> [ExpandedItem] {
    let plain = bareCall(item)
    let ranges = ColumnRanges(names: source.names)
    let members = try ranges.members(of: plain.expression)
    let aliases = try item.aliasRange.map { try ranges.names(from: $0.first.text, to: $0.last.text, at: item.span) }
    guard members.count > 1 || aliases != nil else {
      return [ExpandedItem(expression: members.first ?? plain.expression, aliases: plain.aliases.map(\.text))]
    }
    if let aliases, aliases.count != members.count {
      throw ScriptError(.shape, "\(aliases.count) names for \(members.count) columns", at: item.span)
    }
    return members.enumerated().map { index, member in
      ExpandedItem(expression: member, aliases: aliases.map { [$0[index]] } ?? [])
    }
  }

  /// `last price`: a call, unless the first word is a column; then the second is its alias.
  func bareCall(_ item: SelectItem) -> SelectItem {
    guard item.isBareAlias, case .name(let name) = item.expression.kind, binder.columns.index(of: name.text) == nil,
      let alias = item.aliases.first, binder.lowerer.function(named: name.text) != nil
    else { return item }
    let operand = Expression(.name(Name(alias.text)), span: alias.span)
    return SelectItem(expression: Expression(.prefix(function: item.expression, operand), span: item.span), span: item.span)
  }
}

/// `col1...col5`: columns whose names differ in a number at their end.
struct ColumnRanges {
  let names: [String]

  /// The expressions that one with ranges stands for, one per column; ranges among the arguments of a call are its arguments instead.
  func members(of expression: Expression) throws -> [Expression] {
    switch expression.kind {
    case .columnRange(let first, let last):
      return try columns(from: first, to: last, at: expression.span).map { Expression(.quotedColumn($0), span: expression.span) }
    case .unary(let operation, let operand):
      return try members(of: operand).map { Expression(.unary(operation, $0), span: expression.span) }
    case .binary(let operation, let left, let right):
      let (lefts, rights) = (try members(of: left), try members(of: right))
      guard lefts.count > 1 || rights.count > 1 else { return [expression] }
      guard lefts.count == rights.count || lefts.count == 1 || rights.count == 1 else {
        throw ScriptError(.shape, "ranges of \(lefts.count) and \(rights.count) columns", at: expression.span)
      }
      return (0..<max(lefts.count, rights.count)).map { index in
        Expression(.binary(operation, lefts[min(index, lefts.count - 1)], rights[min(index, rights.count - 1)]), span: expression.span)
      }
    case .call(let callee, let arguments): return [Expression(.call(callee, try arguments.flatMap(argumentMembers)), span: expression.span)]
    case .methodCall(let target, let method, let arguments):
      return [Expression(.methodCall(target, method: method, try arguments.flatMap(argumentMembers)), span: expression.span)]
    default: return [expression]
    }
  }

  private func argumentMembers(_ argument: Argument) throws -> [Argument] {
    guard let value = argument.value else { return [argument] }
    let members = try members(of: value)
    guard members.count > 1 else { return [Argument(keyword: argument.keyword, value: members.first, aliases: argument.aliases)] }
    return members.map { Argument(value: $0) }
  }

  private func columns(from first: String, to last: String, at span: SourceSpan) throws -> [String] {
    let wanted = try names(from: first, to: last, at: span)
    for name in wanted where !names.contains(name) {
      throw ScriptError(.name, "there is no column `\(name)`", at: span, hint: Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`?" })
    }
    return wanted
  }

  /// The names from the number of the first to that of the last, up or down; zeros in front are kept.
  func names(from first: String, to last: String, at span: SourceSpan) throws -> [String] {
    let (stem, start) = split(first)
    let (otherStem, end) = split(last)
    guard stem == otherStem, let from = Int(start), let to = Int(end), abs(to - from) <= ColumnRanges.longest else {
      throw ScriptError(.name, "`\(first)...\(last)` is no range of columns", at: span)
    }
    let width = start.first == "0" || end.first == "0" ? max(start.count, end.count) : 0
    return stride(from: from, through: to, by: to >= from ? 1 : -1).map { number in
      let digits = String(number)
      return stem + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }

  private static let longest = 32_768

  private func split(_ name: String) -> (stem: String, digits: String) {
    let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    return (String(name.dropLast(digits.count)), digits)
  }
}
