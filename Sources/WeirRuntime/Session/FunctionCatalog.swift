import WeirTables

/// The built-in functions by name. The evaluator knows none of them; whoever makes a session hands it this.
package final class FunctionCatalog: @unchecked Sendable {
  // Unchecked: filled when it is made and never changed.
  private let functions: [String: BuiltinFunction]
  /// Every declaration, in the order of the families.
  package let declarations: [Builtin]

  package init(_ declarations: [Builtin]) {
    self.declarations = declarations
    var functions: [String: BuiltinFunction] = [:]
    functions.reserveCapacity(declarations.count * 2)
    for declaration in declarations {
      let function = BuiltinFunction(declaration)
      functions[declaration.name] = function
      for alias in declaration.aliases { functions[alias] = function }
    }
    self.functions = functions
  }

  package func function(_ name: String) -> BuiltinFunction? { functions[name] }

  package var names: [String] { Array(functions.keys) }
}
