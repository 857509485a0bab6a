import WeirSyntax
import WeirTables

/// A value of the runtime inside a syntax tree: what `sql`, `expr` and `makeCall` splice into metacode, and what a local variable held when metacode was made.
package final class EmbeddedValue: @unchecked Sendable {
  // Unchecked: metacode belongs to one session.
  package let cell: Cell
  /// What the value is called in the script: a table that was given by its variable prints by that name, and its columns can be named through it.
  package let name: String?

  package init(_ cell: consuming Cell, name: String? = nil) {
    self.cell = cell
    self.name = name
  }

  /// As it stands in the text of metacode.
  package var text: String {
    if let name { return name }
    if cell.heapKind == .table { return "<table>" }
    if let script = cell.function as? ScriptFunction, script.definition.name == nil { return "{\(script.name)}" }
    return ArgumentText.describe(cell)
  }

  /// Whether both are the same scalar or the same object.
  func isSame(as other: EmbeddedValue) -> Bool { cell.tag == other.cell.tag && cell.bits == other.cell.bits }
}

/// The values of a function's variables that metacode written inside of it names.
package typealias CapturedVariables = [String: EmbeddedValue]

extension Expression {
  /// The word that an expression is in the text: a name, or the name that an embedded value goes by.
  var plainName: String? {
    switch kind {
    case .name(let name): name.text
    case .embedded(let object): (object as? EmbeddedValue)?.name
    default: nil
    }
  }

  /// The function that was embedded in the place of a callee.
  var embeddedFunction: Function? {
    guard case .embedded(let object) = kind, let value = object as? EmbeddedValue else { return nil }
    return value.cell.function
  }
}

/// An embedded value that a script can change in place, such as a table: itself, not a copy.
final class EmbeddedNode: Node {
  let value: EmbeddedValue

  init(_ value: EmbeddedValue, span: SourceSpan) {
    self.value = value
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell { value.cell.copy() }
}
