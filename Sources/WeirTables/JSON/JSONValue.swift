/// A JSON document as a tree.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The digits as they stand in the text, so that a LONG loses none.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Members in the order of the text; a name may occur twice.
  case object([Member])

  package struct Member: Sendable {
    package let name: String
    package let value: JSONValue
  }
}

extension JSONValue {
  /// The last member called `name` of an object, or nil.
  package func member(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The member or element at `position`, from 1 on, or from -1 on backwards; nil when there is none.
  package func element(_ position: Int) -> JSONValue? {
    let values: [JSONValue]
    switch self {
    case .array(let elements): values = elements
    case .object(let members): values = members.map(\.value)
    default: return nil
    }
    let (index, overflow) = position < 0 ? position.addingReportingOverflow(values.count) : position.subtractingReportingOverflow(1)
    return !overflow && values.indices.contains(index) ? values[index] : nil
  }

  package var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  package var elements: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  package var isNull: Bool {
    if case .null = self { return true }
    return false
  }
}
