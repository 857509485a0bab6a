import WeirTables

/// Values as the console shows them.
package enum ConsoleDisplay {
  package static func text(_ value: borrowing Cell, options: DisplayOptions = .standard) -> String {
    switch value.heapKind {
    case .vector: list(value.unsafeObject(as: Vector.self), options)
    case .pair: pair(value.unsafeObject(as: PairObject.self))
    case .matrix: matrix(value.unsafeObject(as: MatrixObject.self), options)
    case .set: "set(" + elements(value.unsafeObject(as: SetObject.self).elements, options, isNested: true) + ")"
    case .dictionary: dictionary(value.unsafeObject(as: DictionaryObject.self), options)
    case .table: table(value.unsafeObject(as: Table.self), options)
    case .function, .code, .instance, .resource: objectText(value)
    case nil, .string, .wide: scalar(value)
    }
  }

  /// The text of a function or of an object that knows its own.
  static func objectText(_ value: borrowing Cell) -> String {
    if let function = value.function { return function.name }
    return (value.object as? any TextRepresentable)?.displayText ?? ""
  }
}
