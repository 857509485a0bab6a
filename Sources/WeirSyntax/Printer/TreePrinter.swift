/// Writes trees as text, in the canonical form of metacode: `< select price + 1 as p from t where sym == "A" >`.
///
/// Constants are written by their values (`[1,2,3]` for `1 2 3`), `=` as `==`, parentheses where precedence needs them, the items
/// of queries without a blank behind the comma, arguments with one.
package struct TreePrinter: Sendable {
  /// How a value spliced into metacode is written.
  package var embedded: @Sendable (any AnyObject & Sendable) -> String
  /// Parentheses around every operation: shows the shape of a tree.
  package var showsShape: Bool

  package init(
    showsShape: Bool = false, embedded: @escaping @Sendable (any AnyObject & Sendable) -> String = { _ in "<value>" }
  ) {
    self.showsShape = showsShape
    self.embedded = embedded
  }

  /// The whole of a metacode value, with its `< >`.
  package func text(_ metacode: Metacode) -> String { "< \(content(metacode)) >" }

  /// Metacode without its `< >`.
  package func content(_ metacode: Metacode) -> String {
    switch metacode {
    case .expression(let expression): text(expression)
    case .item(let item): text(item)
    case .list(let items): "[" + items.map(text).joined(separator: ",") + "]"
    case .statement(let statement): text(statement)
    }
  }

  package func text(_ expression: Expression) -> String { text(expression, above: .prefixCall) }

  /// The text of an operand whose surroundings bind as tightly as `level`; in parentheses when it binds less tightly itself.
  func text(_ expression: Expression, above level: OperatorLevel) -> String {
    let own = self.level(of: expression)
    let plain = plainText(expression)
    guard let own else { return plain }
    return showsShape || own < level ? "(\(plain))" : plain
  }

  func level(after level: OperatorLevel) -> OperatorLevel {
    OperatorLevel.allCases.first { $0 > level } ?? .postfix
  }

  /// Nil for what needs no parentheses anywhere.
  private func level(of expression: Expression) -> OperatorLevel? {
    switch expression.kind {
    case .unary: .unary
    case .binary(let operation, _, _): operation.level
    case .comparisons, .isNull: .comparison
    case .between: .multiplicative
    case .infix: .multiplicative
    case .conditional, .prefix, .select: .prefixCall
    case .lambda: .prefixCall
    default: nil
    }
  }

  func list(_ expressions: [Expression], separator: String = ",") -> String {
    expressions.map(text).joined(separator: separator)
  }

  func list(_ expressions: [Expression?], separator: String) -> String {
    expressions.map { $0.map(text) ?? "" }.joined(separator: separator)
  }
}
