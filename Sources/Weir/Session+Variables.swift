import WeirRuntime
import WeirTables

extension Session {
  /// A variable of the session, nil when there is none. Setting it to nil removes it.
  ///
  /// What is handed over either way is a value of its own, as after `x = y` in a script: columns are shared until one side writes.
  public subscript(variable: String) -> Value? {
    get {
      guard let value = context.globals.value(variable) else { return nil }
      return Value(value.copiedForAssignment())
    }
    set {
      guard let newValue else { return context.globals.remove(variable) }
      context.globals.set(variable, newValue.cell.copiedForAssignment())
    }
  }

  /// The names of the variables that have values, in the order of their first use.
  public var variables: [String] { context.globals.definedNames }
}
