import WeirSyntax
import WeirTables

extension Lowerer {
  /// `< … >`: what the names in it mean is decided when the code runs, but for the local variables here, whose values go along.
  func lowerMetacode(_ content: Metacode, _ scope: Scope, at span: SourceSpan) -> Node {
    var collector = NameCollector()
    collector.visit(content)
    let captured = collector.names.sorted().compactMap { name in localPlace(name, scope, at: span).map { (name: name, place: $0) } }
    do {
      let macros = try MacroNames.collect(content).sorted().map { (name: $0, node: lowerName(Name($0), scope, at: span)) }
      return MetacodeNode(content, captured: captured, macros: macros, span: span)
    } catch { return FailingNode(ScriptError(error, at: span)) }
  }

  private func localPlace(_ name: String, _ scope: Scope, at span: SourceSpan) -> Place? {
    switch variable(name, scope, at: span) {
    case let node as LocalNode: Place(kind: .local(node.slot), name: name)
    case let node as FieldNode: Place(kind: .field(node.place), name: name)
    default: nil
    }
  }

  /// What metacode holds, ready to run.
  func lowerContent(_ content: Metacode, _ scope: Scope) -> RunnableCode {
    switch content {
    case .expression(let expression): return .value(lower(expression, scope))
    case .item(let item): return .value(lower(item.expression, scope))
    case .list(let items): return .list(items.map { lower($0.expression, scope) })
    case .statement(let statement):
      if case .expression(let expression) = statement.kind { return .value(lower(expression, scope)) }
      return .statement(lower(statement, scope))
    }
  }

  func lowerEmbedded(_ object: any AnyObject & Sendable, _ scope: Scope, at span: SourceSpan) -> Node {
    guard let value = object as? EmbeddedValue else { return failed(.type, "this metacode holds a value that cannot be run", at: span) }
    switch value.cell.heapKind {
    case .table, .dictionary, .set, .resource, .instance: return EmbeddedNode(value, span: span)
    default: return ConstantNode(value.cell.copy(), span: span)
    }
  }
}
