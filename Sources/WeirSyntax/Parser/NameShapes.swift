/// Which names the text so far made variables or functions; see `ParserOptions.isFunction`.
struct NameShapes {
  private var isFunctionHere: [String: Bool] = [:]

  mutating func defineFunction(_ name: String) { isFunctionHere[name] = true }

  mutating func defineVariable(_ name: String) { isFunctionHere[name] = false }

  /// Nil for a name of which the text said nothing.
  func isFunction(_ name: String) -> Bool? { isFunctionHere[name] }
}

extension Parser {
  /// Whether a name is known to be a function here.
  func isKnownFunction(_ name: Name) -> Bool {
    guard name.modulePath.isEmpty else { return true }
    if name.isRoot || name.isFunction { return true }
    return names.isFunction(name.text) ?? options.isFunction?(name.text) ?? false
  }

  func isKnownFunction(_ expression: Expression) -> Bool {
    guard case .name(let name) = expression.kind else { return false }
    return isKnownFunction(name)
  }
}
