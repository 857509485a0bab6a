import WeirTables

extension ConsoleDisplay {
  /// A line `key->value` per key; what takes several lines begins on the next one, indented.
  static func dictionary(_ dictionary: DictionaryObject, _ options: DisplayOptions) -> String {
    let entries = entries(dictionary)
    return (0..<entries.keys.count).map { index in
      let key = bareScalar(entries.keys.cell(at: index))
      let value = entries.values.cell(at: index)
      switch value.heapKind {
      case nil, .string, .wide: return "\(key)->\(bareScalar(value))"
      case .vector: return "\(key)->\(list(value.unsafeObject(as: Vector.self), options))"
      case .dictionary, .table, .matrix: return "\(key)->\n\(indented(text(value, options: options)))\n"
      default: return "\(key)->\(text(value, options: options))"
      }
    }.joined(separator: "\n")
  }

  /// The keys and values, in order; none when there is no memory left to put erased keys out of the way.
  static func entries(_ dictionary: DictionaryObject) -> (keys: Vector, values: Vector) {
    do {
      return (try dictionary.keys, try dictionary.values)
    } catch {
      return (AnyVector(capacity: 0), AnyVector(capacity: 0))
    }
  }

  private static func bareScalar(_ value: borrowing Cell) -> String { value.isNull ? "" : scalar(value) }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }
}
