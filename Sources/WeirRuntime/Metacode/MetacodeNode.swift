import WeirSyntax
import WeirTables

/// `< … >`: makes the code, with the present values of the local variables that it names and with the columns that its macros stand for.
final class MetacodeNode: Node {
  let content: Metacode
  /// The local variables of the function around, or the attributes of the class, that are named inside.
  let captured: [(name: String, place: Place)]
  /// The variables behind `_$x` and `_$$x`.
  let macros: [(name: String, node: Node)]

  init(_ content: Metacode, captured: [(name: String, place: Place)], macros: [(name: String, node: Node)], span: SourceSpan) {
    self.content = content
    self.captured = captured
    self.macros = macros
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    var variables: CapturedVariables = [:]
    for (name, place) in captured where !place.cell(frame).pointee.isMissing { variables[name] = EmbeddedValue(place.cell(frame).pointee.copy()) }
    return .code(CodeObject(try expanded(frame), variables: variables))
  }

  private func expanded(_ frame: Frame) throws -> Metacode {
    guard !macros.isEmpty else { return content }
    var values: [String: [String]] = [:]
    for (name, node) in macros {
      let value = try node.eval(frame)
      guard let names = columnNames(value) else {
        throw ScriptError(.type, "`_$\(name)` needs a string or strings in `\(name)`, got \(ValueDescription.short(value))", at: node.span)
      }
      values[name] = names
    }
    do { return try MacroExpansion(values: values).expand(content) } catch { throw placed(error) }
  }

  private func columnNames(_ value: borrowing Cell) -> [String]? {
    if let text = value.stringValue { return [text] }
    guard let vector = value.vector, vector.type.isLiteral || vector.count == 0 else { return nil }
    return (0..<vector.count).map { vector.text(at: $0) }
  }
}

extension NameCollector {
  /// The names that stand anywhere in metacode.
  mutating func visit(_ metacode: Metacode) {
    switch metacode {
    case .expression(let expression): visit(expression)
    case .item(let item): visit(item.expression)
    case .list(let items): for item in items { visit(item.expression) }
    case .statement(let statement): visit(statement)
    }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression): visit(expression)
    case .update(let update):
      visit(update.table)
      visit(update.source)
      for expression in update.settings.map(\.value) + update.conditions { visit(expression) }
      visit(update.having)
      for item in update.grouping?.keys ?? [] { visit(item.expression) }
    case .delete(let delete):
      visit(delete.table)
      visit(delete.source)
      for expression in delete.conditions { visit(expression) }
    default: return
    }
  }
}
