extension Cell {
  /// A scalar as `string` makes it: every digit, no quotes, empty for null. Empty for collections, which are drawn elsewhere.
  package var text: String {
    if isNull { return "" }
    switch heapKind {
    case nil: return inlineText
    case .string: return unsafeObject(as: StringObject.self).value
    case .wide:
      let object = unsafeObject(as: WideObject.self)
      return object.type == .decimal128 ? NumberText.decimal(Int128(object.value), scale: object.scale) : WideText.format(object.value, object.type)
    default: return ""
    }
  }

  private var inlineText: String {
    let type = elementType
    switch type {
    case .bool: return rawInteger != 0 ? "true" : "false"
    case .char: return String(decoding: [UInt8(truncatingIfNeeded: rawInteger)], as: UTF8.self)
    case .double: return NumberText.shortest(rawDouble)
    case .float: return NumberText.shortest(Float(rawDouble))
    case .decimal32, .decimal64: return NumberText.decimal(Int128(rawInteger), scale: scale)
    case .duration: return Duration(packed: rawInteger).description
    default: return type.isTemporal ? TemporalText.format(rawInteger, type) : String(rawInteger)
    }
  }
}
