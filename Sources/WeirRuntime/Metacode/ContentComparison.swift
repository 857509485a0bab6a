import WeirSyntax
import WeirTables

/// Code is the same when it prints the same, for the text is canonical, and when its names stand for the same values.
extension CodeObject: ContentComparable {
  package func hasSameContent(as other: AnyObject) -> Bool {
    guard let other = other as? CodeObject, variables.count == other.variables.count else { return false }
    for (name, value) in variables where other.variables[name].map({ $0.isSame(as: value) }) != true { return false }
    return CodeObject.comparison.text(content) == CodeObject.comparison.text(other.content)
  }

  /// Values inside of the code that print alike, such as tables, are told apart.
  private static let comparison = TreePrinter(embedded: { object in
    guard let value = object as? EmbeddedValue else { return "<value>" }
    return value.cell.isScalar ? value.text : "<\(ObjectIdentifier(value.cell.object))>"
  })
}

/// Functions of a script are the same when their texts are and what they captured is.
extension ScriptFunction: ContentComparable {
  package func hasSameContent(as other: AnyObject) -> Bool {
    guard let other = other as? ScriptFunction, name == other.name else { return false }
    if code !== other.code, TreePrinter.metacode.text(definition) != TreePrinter.metacode.text(other.definition) { return false }
    return hasSameCaptures(as: other)
  }
}

/// A partial application fixes the same arguments of the same function when it prints the same.
extension PartialFunction: ContentComparable {
  package func hasSameContent(as other: AnyObject) -> Bool { (other as? PartialFunction)?.name == name }
}
