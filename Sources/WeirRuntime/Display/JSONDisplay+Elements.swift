import WeirTables

extension JSONDisplay {
  /// The elements of a vector as a JSON list; the rows of an array vector are lists, the elements of a tuple value objects.
  static func elements(_ vector: Vector, to writer: inout JSONWriter) {
    writer.raw("[")
    switch vector {
    case let tuple as AnyVector:
      writer.commaSeparated(tuple.count) { index, writer in tuple.withCell(index) { write($0, to: &writer) } }
    case let rows as ArrayVector: writer.commaSeparated(rows.count) { elements(rows.row($0), to: &$1) }
    case let symbols as SymbolVector: writer.commaSeparated(symbols.count) { $1.string(symbols.symbol(at: $0)) }
    case let strings as StringVector: writer.commaSeparated(strings.count) { $1.string(strings.bytes(at: $0)) }
    default: writer.commaSeparated(vector.count) { element(vector.cell(at: $0), to: &$1) }
    }
    writer.raw("]")
  }

  /// A scalar as an element.
  static func element(_ value: borrowing Cell, to writer: inout JSONWriter) {
    if let text = value.stringValue {
      writer.string(text)
      return
    }
    if value.isNull {
      writer.raw("null")
      return
    }
    let type = value.elementType
    switch type.category {
    case .logical: writer.raw(value.rawInteger != 0 ? "true" : "false")
    case .integral: writer.integer(value.rawInteger)
    case .floating: number(value.rawDouble, isFloat: type == .float, to: &writer)
    case .wide where type == .complex || type == .point: coordinates(value, to: &writer)
    default: writer.string(value.text)
    }
  }

  private static func number(_ value: Double, isFloat: Bool, to writer: inout JSONWriter) {
    if value.isNaN || value.isNull {
      writer.raw("null")
    } else if value.isInfinite {
      writer.raw(value < 0 ? "\"-inf\"" : "\"inf\"")
    } else {
      writer.raw(isFloat ? NumberText.shortest(Float(value)) : NumberText.shortest(value))
    }
  }

  private static func coordinates(_ value: borrowing Cell, to writer: inout JSONWriter) {
    guard let wide = value.wideValue else { return }
    writer.raw("[")
    number(WideText.first(wide), isFloat: false, to: &writer)
    writer.raw(",")
    number(WideText.second(wide), isFloat: false, to: &writer)
    writer.raw("]")
  }
}
