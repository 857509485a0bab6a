import WeirSyntax
import WeirTables

/// An item of the select list after `*`, `t.*` and ranges of columns have been written out.
struct ExpandedItem {
  let expression: Expression
  let aliases: [String]

  /// The names of the columns that it makes.
  func names(_ naming: ColumnNaming) -> [String] { aliases.isEmpty ? [naming.name(expression)] : aliases }
}

extension QueryExecution {
  func expandedItems() throws -> [ExpandedItem] { try expand(statement.items) }

  func expand(_ items: [SelectItem]) throws -> [ExpandedItem] {
    var expanded: [ExpandedItem] = []
    for item in items {
      switch item.expression.kind {
      case .star: expanded += names.map { column($0, item.span) }
      case .starOf(let table): expanded += try columns(of: table).map { column($0, item.span) }
      case .columnRange(let first, let last): expanded += try range(first, last, item)
      default: expanded.append(ExpandedItem(expression: item.expression, aliases: item.aliases.map(\.text)))
      }
    }
    guard !expanded.isEmpty else { throw ScriptError(.shape, "the query selects no columns", at: statement.span) }
    return expanded
  }

  private func column(_ name: String, _ span: SourceSpan) -> ExpandedItem {
    ExpandedItem(expression: Expression(.quotedColumn(name), span: span), aliases: [name])
  }

  private func columns(of table: Expression) throws -> [String] {
    guard case .name(let name) = table.kind, let columns = binder.columns.qualifiers[name.text] else {
      throw ScriptError(.name, "there is no such table in this query", at: table.span)
    }
    return columns.sorted { $0.value < $1.value }.map { names[$0.value] }
  }

  /// `col1...col5`, by the order of the columns; `as p1...p5` numbers the names.
  private func range(_ first: String, _ last: String, _ item: SelectItem) throws -> [ExpandedItem] {
    guard let start = binder.columns.index(of: first), let end = binder.columns.index(of: last), start <= end else {
      throw ScriptError(.name, "there are no columns from `\(first)` to `\(last)`", at: item.span)
    }
    let aliases = try item.aliasRange.map { try numbered($0.first.text, $0.last.text, count: end - start + 1, item.span) }
    return (start...end).map { index in
      ExpandedItem(expression: Expression(.quotedColumn(names[index]), span: item.span), aliases: [aliases?[index - start] ?? names[index]])
    }
  }

  private func numbered(_ first: String, _ last: String, count: Int, _ span: SourceSpan) throws -> [String] {
    let stem = String(first.reversed().drop { $0.isNumber }.reversed())
    guard let from = Int(first.dropFirst(stem.count)), last.hasPrefix(stem), let to = Int(last.dropFirst(stem.count)), to - from + 1 == count else {
      throw ScriptError(.shape, "the names `\(first)` to `\(last)` are not \(count) names", at: span)
    }
    return (from...to).map { "\(stem)\($0)" }
  }
}
