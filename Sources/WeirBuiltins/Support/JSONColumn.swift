import WeirTables

/// A column of the table that JSON objects make.
struct JSONColumn {
  let name: String
  let values: Vector
  private let pattern: TemporalPattern?

  /// - Throws: `.type` for an unknown type.
  init(_ name: String, typeName: String, format: String = "") throws {
    guard let type = ElementType(named: typeName.uppercased()), type.category != .other, !type.isDecimal else {
      throw KernelError.type("column `\(name)` of the schema has the type '\(typeName)', which no JSON can be read as")
    }
    self.name = name
    values = try Vector.empty(type)
    pattern = format.isEmpty ? nil : try TemporalPattern(format)
    if let pattern { _ = try TemporalConversion.convert(0, from: pattern.type, to: type) }
  }

  /// The columns that a table of `name`, `type` and maybe `format` describes.
  static func read(_ schema: Table) throws -> [JSONColumn] {
    let rows = schema.snapshot
    guard let names = rows.columnIndex("name"), let types = rows.columnIndex("type") else {
      throw KernelError.value("the schema must have the columns `name` and `type`")
    }
    let formats = rows.columnIndex("format").map { rows.columns[$0] }
    return try (0..<rows.rowCount).mapRows { row in
      try JSONColumn(rows.columns[names].text(at: row), typeName: rows.columns[types].text(at: row), format: formats?.text(at: row) ?? "")
    }
  }

  /// A column for each name in `objects`, in the order in which they come: INT, LONG or DOUBLE for numbers, BOOL, else STRING.
  static func find(_ objects: ArraySlice<[JSONValue.Member]>, isExact: Bool) throws -> [JSONColumn] {
    var names: [String] = []
    var types: [String: ElementType] = [:]
    var places: [String: String] = [:]
    for member in objects.joined() {
      let key = isExact ? member.name : member.name.lowercased()
      if places.updateValue(places[key] ?? member.name, forKey: key) == nil { names.append(key) }
      guard let type = type(of: member.value) else { continue }
      types[key] = types[key].map { joined($0, type) } ?? type
    }
    return try names.map { try JSONColumn(places[$0] ?? $0, typeName: (types[$0] ?? .string).name) }
  }

  private static func type(of value: JSONValue) -> ElementType? {
    switch value {
    case .null: return nil
    case .bool: return .bool
    case .number(let digits):
      if Int32(digits) != nil { return .int }
      return Int64(digits) == nil ? .double : .long
    default: return .string
    }
  }

  private static func joined(_ left: ElementType, _ right: ElementType) -> ElementType {
    if left == right { return left }
    let numbers: [ElementType] = [.int, .long, .double]
    guard let first = numbers.firstIndex(of: left), let second = numbers.firstIndex(of: right) else { return .string }
    return numbers[max(first, second)]
  }

  /// Adds the member of that name; null when the object has none or it does not read as the type.
  func add(_ members: [JSONValue.Member], isExact: Bool) throws {
    let wanted = isExact ? name : name.lowercased()
    try values.append(try cell(members.last { (isExact ? $0.name : $0.name.lowercased()) == wanted }?.value ?? .null))
  }

  private func cell(_ value: JSONValue) throws -> Cell {
    let type = values.type
    switch value {
    case .string(let text) where pattern != nil:
      var text = text
      guard let pattern, let moment = text.withUTF8({ pattern.parse($0) }) else { return .null(type) }
      return .integer(try TemporalConversion.convert(moment, from: pattern.type, to: type), type)
    case .string(let text), .number(let text):
      return type == .char && text.utf8.count > 1 && Int8(text) == nil ? .null(type) : try ScalarParser.parse(text, as: type)
    case .bool(let flag): return type.isLiteral ? .literal(flag ? "true" : "false", type) : try Cell.bool(flag).cast(to: type)
    case .null, .array, .object: return .null(type)
    }
  }
}
