import WeirRuntime
import WeirTables

/// Values as JSON that any program reads, and back: what `toStdJson` and `fromStdJson` do.
enum StandardJSON {
  /// - Throws: `.type` for a form that JSON has nothing for.
  static func text(_ value: borrowing Cell) throws -> String {
    switch value.heapKind {
    case .vector: return try list(value.unsafeObject(as: Vector.self))
    case .set: return try list(value.unsafeObject(as: SetObject.self).elements)
    case .table: return try records(value.unsafeObject(as: Table.self).snapshot)
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      return try object(try dictionary.keys, try dictionary.values, try members(try dictionary.values))
    case nil, .string, .wide: return try scalar(value)
    default: throw KernelError.type("\(ValueDescription.short(value)) has no JSON form")
    }
  }

  private static func list(_ vector: Vector) throws -> String {
    let isPlain = vector.type.category == .integral || vector.type.category == .floating || vector.type.category == .logical
    return "[" + (try members(vector)).joined(separator: isPlain && vector.type != .char ? ", " : ",") + "]"
  }

  private static func members(_ vector: Vector) throws -> [String] {
    try (0..<vector.count).map { row in
      try Interruption.check(atRow: row)
      guard vector.storage == .any || vector.storage == .array || !vector.isNull(at: row) || vector.type.isLiteral else { return "null" }
      return try text(vector.cell(at: row))
    }
  }

  private static func object(_ keys: Vector, _ values: Vector, _ members: [String]) throws -> String {
    let pairs = try (0..<keys.count).map {
      try Interruption.check(atRow: $0)
      return JSONDisplay.string(JSONMoment.text(keys.cell(at: $0))) + ": " + members[$0]
    }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  private static func records(_ table: TableSnapshot) throws -> String {
    let names = table.names.map { JSONDisplay.string($0) + ": " }
    let columns = try table.columns.map(members)
    let rows = try (0..<table.rowCount).map { row in
      try Interruption.check(atRow: row)
      return "{" + zip(names, columns).map { $0 + $1[row] }.joined(separator: ",") + "}"
    }
    return "[" + rows.joined(separator: ",") + "]"
  }

  private static func scalar(_ value: borrowing Cell) throws -> String {
    let type = value.elementType
    if let text = value.stringValue { return JSONDisplay.string(text) }
    if value.isNull { return "null" }
    switch type.category {
    case .logical: return value.rawInteger != 0 ? "true" : "false"
    case .integral where type != .char: return String(value.rawInteger)
    case .floating: return value.rawDouble.isFinite ? (type == .float ? NumberText.shortest(Float(value.rawDouble)) : NumberText.shortest(value.rawDouble)) : "null"
    case .decimal: return value.text
    case .integral, .temporal, .duration: return JSONDisplay.string(JSONMoment.text(value))
    default: throw KernelError.type("\(ValueDescription.short(value)) has no JSON form")
    }
  }
}

/// Dates with times as JSON writes them here: a blank where the language has a `T`.
private enum JSONMoment {
  static func text(_ value: borrowing Cell) -> String {
    guard value.elementType.isTemporal, value.elementType != .month else { return value.text }
    return String(value.text.map { $0 == "T" ? " " : $0 })
  }
}

// MARK: From JSON

extension StandardJSON {
  /// Numbers are DOUBLE, texts that are dates or times such ones, lists vectors, or tuples when their elements differ, and objects dictionaries.
  static func value(_ json: JSONValue) throws -> Cell {
    switch json {
    case .null: return .void
    case .bool(let value): return .bool(value)
    case .number(let digits): return .double(Double(digits) ?? .null)
    case .string(let text): return TemporalKind.value(of: text) ?? .string(text)
    case .array(let elements): return .vector(try vector(elements))
    case .object(let members):
      // A name that occurs twice keeps its last value, as in a dictionary.
      let result = try DictionaryObject(keys: try StringVector(members.map(\.name)), values: try vector(members.map(\.value)))
      return .dictionary(result)
    }
  }

  static func vector(_ elements: [JSONValue]) throws -> Vector {
    let tuple = AnyVector(capacity: elements.count)
    var types: Set<ElementType> = []
    var isFlat = true
    for (index, element) in elements.enumerated() {
      try Interruption.check(atRow: index)
      let cell = try value(element)
      if !cell.isVoid { types.insert(cell.elementType) }
      isFlat = isFlat && cell.isScalar
      tuple.push(cell)
    }
    guard isFlat, types.count == 1, let type = types.first else { return tuple }
    let result = try Vector.empty(type, capacity: elements.count)
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      try result.append(tuple.cell(at: index))
    }
    return result
  }
}
