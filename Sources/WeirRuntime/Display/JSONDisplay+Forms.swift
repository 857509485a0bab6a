import WeirTables

extension JSONDisplay {
  static func scalar(_ value: borrowing Cell, to writer: inout JSONWriter) {
    if value.isVoid {
      writer.raw("{\"form\":\"void\",\"type\":\"VOID\",\"data\":null}")
      return
    }
    open("scalar", value.elementType.name, to: &writer)
    writer.raw(",\"data\":")
    element(value, to: &writer)
    writer.raw("}")
  }

  static func vector(_ vector: Vector, to writer: inout JSONWriter) {
    if let tuple = vector as? AnyVector {
      open("tuple", "ANY", to: &writer)
      if tuple.isColumnar { writer.raw(",\"columnar\":true") }
    } else {
      open("vector", typeName(vector), to: &writer)
    }
    writer.raw(",\"data\":")
    elements(vector, to: &writer)
    writer.raw("}")
  }

  static func pair(_ pair: PairObject, to writer: inout JSONWriter) { flat("pair", pair.elements, to: &writer) }

  static func set(_ set: SetObject, to writer: inout JSONWriter) { flat("set", set.elements, to: &writer) }

  private static func flat(_ form: String, _ vector: Vector, to writer: inout JSONWriter) {
    open(form, vector.type.name, to: &writer)
    writer.raw(",\"data\":")
    elements(vector, to: &writer)
    writer.raw("}")
  }

  static func matrix(_ matrix: MatrixObject, to writer: inout JSONWriter) {
    open("matrix", matrix.values.type.name, to: &writer)
    writer.raw(",\"rows\":\(matrix.rows),\"cols\":\(matrix.columns),\"data\":[")
    writer.commaSeparated(matrix.columns) { elements(matrix.column($0), to: &$1) }
    writer.raw("],\"rowLabels\":")
    labels(matrix.rowLabels, to: &writer)
    writer.raw(",\"colLabels\":")
    labels(matrix.columnLabels, to: &writer)
    if matrix.isIndexed { writer.raw(",\"indexed\":true") }
    writer.raw("}")
  }

  private static func labels(_ labels: Vector?, to writer: inout JSONWriter) {
    guard let labels else {
      writer.raw("null")
      return
    }
    vector(labels, to: &writer)
  }

  static func dictionary(_ dictionary: DictionaryObject, to writer: inout JSONWriter) {
    let entries = ConsoleDisplay.entries(dictionary)
    open("dict", dictionary.valueType.name, to: &writer)
    writer.raw(",\"ordered\":\(dictionary.isOrdered),\"keys\":")
    vector(entries.keys, to: &writer)
    writer.raw(",\"values\":")
    vector(entries.values, to: &writer)
    writer.raw("}")
  }

  static func table(_ table: Table, to writer: inout JSONWriter) {
    let snapshot = table.snapshot
    open("table", "ANY", to: &writer)
    writer.raw(",\"rows\":\(snapshot.rowCount),\"columns\":[")
    writer.commaSeparated(snapshot.columns.count) { index, writer in
      writer.raw("{\"name\":")
      writer.string(snapshot.names[index])
      writer.raw(",\"type\":\"\(typeName(snapshot.columns[index]))\",\"data\":")
      elements(snapshot.columns[index], to: &writer)
      writer.raw("}")
    }
    writer.raw("],\"kind\":\"\(table.kind.rawValue)\"}")
  }

  private static func typeName(_ vector: Vector) -> String { vector.storage == .array ? vector.type.name + "[]" : vector.type.name }

  private static func open(_ form: String, _ type: String, to writer: inout JSONWriter) {
    writer.raw("{\"form\":\"\(form)\",\"type\":\"\(type)\"")
  }
}
