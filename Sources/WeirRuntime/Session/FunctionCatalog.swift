import Synchronization
import WeirTables

/// The built-in functions by name. The evaluator knows none of them; whoever makes a session hands it this.
///
/// A function is made when a script first names it: reading the signatures of all of them would take most of the time that a one-line script takes.
package final class FunctionCatalog: Sendable {
  /// Every declaration, in the order of the families.
  package let declarations: [Builtin]
  /// Where the declaration of a name or alias stands.
  private let positions: [String: Int]
  /// The functions made so far, by the position of their declaration.
  private let made = Mutex<[Int: BuiltinFunction]>([:])

  package init(_ declarations: [Builtin]) {
    self.declarations = declarations
    var positions: [String: Int] = [:]
    positions.reserveCapacity(declarations.count * 2)
    for (position, declaration) in declarations.enumerated() {
      positions[declaration.name] = position
      for alias in declaration.aliases { positions[alias] = position }
    }
    self.positions = positions
  }

  package func function(_ name: String) -> BuiltinFunction? {
    guard let position = positions[name] else { return nil }
    return made.withLock { made in
      if let known = made[position] { return known }
      let function = BuiltinFunction(declarations[position])
      made[position] = function
      return function
    }
  }

  package var names: [String] { Array(positions.keys) }
}
