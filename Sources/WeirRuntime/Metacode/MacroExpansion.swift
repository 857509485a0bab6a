import WeirSyntax
import WeirTables

/// Puts the names of columns in the place of `_$x` and `_$$x`.
///
/// `_$$x` as an item of a list becomes one item per name; inside an expression it is a tuple of the columns.
struct MacroExpansion {
  /// What each macro's variable held.
  let values: [String: [String]]

  func expand(_ metacode: Metacode) throws -> Metacode {
    try TreeRewriter(replace: { try replacement($0) }, expand: { try expand($0, $1) }).rewrite(metacode)
  }

  private func replacement(_ expression: Expression) throws -> Expression? {
    guard case .macroColumn(let variable, let isList) = expression.kind else { return nil }
    guard isList else { return ColumnExpression.make(try name(of: variable, at: expression.span), span: expression.span) }
    return Expression(.tuple((values[variable] ?? []).map { ColumnExpression.make($0, span: expression.span) }), span: expression.span)
  }

  private func name(of variable: String, at span: SourceSpan) throws -> String {
    guard let names = values[variable], names.count == 1 else {
      throw ScriptError(.shape, "`_$\(variable)` needs the name of one column; `_$$\(variable)` takes several", at: span)
    }
    return names[0]
  }

  private func expand(_ item: SelectItem, _ rewriter: TreeRewriter) throws -> [SelectItem] {
    let aliases = try aliases(of: item)
    guard case .macroColumn(let variable, isList: true) = item.expression.kind else {
      var one = item
      one.aliasMacro = nil
      one.aliases = aliases ?? item.aliases
      one.expression = try rewriter.rewrite(item.expression)
      return [one]
    }
    let columns = values[variable] ?? []
    if let aliases, aliases.count != columns.count {
      throw ScriptError(.shape, "\(columns.count) columns cannot have \(aliases.count) names", at: item.span)
    }
    return columns.enumerated().map { index, column in
      SelectItem(expression: ColumnExpression.make(column, span: item.span), aliases: aliases.map { [$0[index]] } ?? [], span: item.span)
    }
  }

  /// The names behind `as`; nil when there are none.
  private func aliases(of item: SelectItem) throws -> [Identifier]? {
    guard let macro = item.aliasMacro else { return item.aliases.isEmpty ? nil : item.aliases }
    guard case .macroColumn(let variable, let isList) = macro.kind else { return nil }
    let names = isList ? values[variable] ?? [] : [try name(of: variable, at: macro.span)]
    return names.map { Identifier($0, span: macro.span) }
  }
}

/// The variables that macros in metacode name.
enum MacroNames {
  static func collect(_ metacode: Metacode) throws -> Set<String> {
    var names: Set<String> = []
    let visit: (Expression) -> Expression? = { expression in
      if case .macroColumn(let variable, _) = expression.kind { names.insert(variable) }
      return nil
    }
    let rewriter = TreeRewriter(
      replace: visit,
      expand: { item, rewriter in
        if let macro = item.aliasMacro { _ = visit(macro) }
        _ = try rewriter.rewrite(item.expression)
        return [item]
      })
    _ = try rewriter.rewrite(metacode)
    return names
  }
}

/// The expression that names a column.
package enum ColumnExpression {
  /// A plain name where the column's is a word, else `_"any text"`.
  package static func make(_ name: String, span: SourceSpan = .none) -> Expression {
    isWord(name) ? Expression(.name(Name(name)), span: span) : Expression(.quotedColumn(name), span: span)
  }

  private static func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy { isDigit($0) || $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_") || $0 >= 0x80 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
