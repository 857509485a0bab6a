import WeirTables

/// Values as machine-readable output has them: one JSON object on one line, nothing shortened.
package enum JSONDisplay {
  package static func value(_ value: borrowing Cell) -> String {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.text
  }

  /// A value as other programs expect it in their own JSON: an element, a list of elements, or for other forms the text of the console.
  package static func plain(_ value: borrowing Cell) -> String {
    var writer = JSONWriter()
    switch value.heapKind {
    case nil, .string, .wide: element(value, to: &writer)
    case .vector where value.unsafeObject(as: Vector.self).storage != .any: elements(value.unsafeObject(as: Vector.self), to: &writer)
    default: writer.string(ConsoleDisplay.text(value))
    }
    return writer.text
  }

  /// `text` as a JSON string with its quotes.
  package static func string(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return writer.text
  }

  /// A scalar as an element of a list.
  package static func element(_ value: borrowing Cell) -> String {
    var writer = JSONWriter()
    element(value, to: &writer)
    return writer.text
  }

  static func write(_ value: borrowing Cell, to writer: inout JSONWriter) {
    switch value.heapKind {
    case nil, .string, .wide: scalar(value, to: &writer)
    case .vector: vector(value.unsafeObject(as: Vector.self), to: &writer)
    case .pair: pair(value.unsafeObject(as: PairObject.self), to: &writer)
    case .matrix: matrix(value.unsafeObject(as: MatrixObject.self), to: &writer)
    case .set: set(value.unsafeObject(as: SetObject.self), to: &writer)
    case .dictionary: dictionary(value.unsafeObject(as: DictionaryObject.self), to: &writer)
    case .table: table(value.unsafeObject(as: Table.self), to: &writer)
    case .function: named("function", "FUNCTIONDEF", value, to: &writer)
    case .code: named("code", "CODE", value, to: &writer)
    case .resource: named("resource", "RESOURCE", value, to: &writer)
    case .instance: instance(value, to: &writer)
    }
  }

  private static func named(_ form: StaticString, _ type: StaticString, _ value: borrowing Cell, to writer: inout JSONWriter) {
    writer.raw("{\"form\":\"\(form)\",\"type\":\"\(type)\",\"text\":")
    writer.string(ConsoleDisplay.objectText(value))
    writer.raw("}")
  }

  private static let instanceDepthMax = 3

  private static func instance(_ value: borrowing Cell, to writer: inout JSONWriter) {
    writer.raw("{\"form\":\"object\",\"type\":\"OBJECT\",\"class\":")
    let instance = value.object as? any InstanceRepresentable
    writer.string(instance?.className ?? "")
    writer.raw(",\"text\":")
    writer.string(ConsoleDisplay.objectText(value))
    writer.raw(",\"fields\":{")
    // Instances may hold each other: beyond a few levels their fields are left out.
    let names = writer.instanceDepth < instanceDepthMax ? instance?.fieldNames ?? [] : []
    writer.instanceDepth += 1
    defer { writer.instanceDepth -= 1 }
    writer.commaSeparated(names.count) { index, writer in
      writer.string(names[index])
      writer.raw(":")
      if let field = instance?.field(at: index) { write(field, to: &writer) }
    }
    writer.raw("}}")
  }
}
