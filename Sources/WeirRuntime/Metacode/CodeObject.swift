import WeirSyntax
import WeirTables

/// Code as a value: a syntax tree that `eval` runs, with the local variables that its names stand for.
///
/// Immutable. Names that are not among `variables` are looked up where and when the code runs: columns first, then the variables of the session.
package final class CodeObject: HeapObject, TextRepresentable, @unchecked Sendable {
  // Unchecked: as `EmbeddedValue`.
  package let content: Metacode
  package let variables: CapturedVariables
  /// How many pieces of metacode are put together one around the other.
  let depth: Int

  package init(_ content: Metacode, variables: CapturedVariables = [:], depth: Int = 0) {
    self.content = content
    self.variables = variables
    self.depth = depth
  }

  package func copiedForAssignment() -> Cell { .code(self) }

  package var displayText: String { TreePrinter.metacode.text(content) }

  /// The items of `<[a, b as n]>`, or the one that any other metacode is.
  package var items: [SelectItem] {
    switch content {
    case .expression(let expression): [SelectItem(expression: expression, span: expression.span)]
    case .item(let item): [item]
    case .list(let items): items
    case .statement(let statement): statement.expression.map { [SelectItem(expression: $0, span: $0.span)] } ?? []
    }
  }

  /// The expression, without its alias; a list as a tuple, nil for a statement that has no value.
  package var expression: Expression? {
    switch content {
    case .expression(let expression): expression
    case .item(let item): item.expression
    case .list(let items): Expression(.tuple(items.map(\.expression)))
    case .statement(let statement): statement.expression
    }
  }
}

extension Statement {
  /// The expression that the statement is.
  fileprivate var expression: Expression? {
    if case .expression(let expression) = kind { return expression }
    return nil
  }
}

extension TreePrinter {
  /// As metacode shows itself.
  static var metacode: TreePrinter { TreePrinter(embedded: { ($0 as? EmbeddedValue)?.text ?? "<value>" }) }
}

extension Cell {
  package static func code(_ code: CodeObject) -> Cell { Cell(object: code, kind: .code) }

  package var code: CodeObject? { heapKind == .code ? unsafeObject(as: CodeObject.self) : nil }
}
