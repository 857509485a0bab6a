import WeirRuntime
import WeirTables

/// Values as JSON that says their form and type, and back without a loss: what `toJson` and `fromJson` do.
///
/// Every value is an object of `name`, `form`, `type`, `size` and `value`. A vector's `value` is a list; that of a tuple, a table (its columns), a dictionary
/// (keys, values) and a matrix (all values column after column, the labels of its rows, those of its columns) is a list of such objects.
enum TypedJSON {
  /// Elements of a vector, set, dictionary or matrix that are written; of a table its rows.
  private static let elementsMax = 300_000
  private static let rowsMax = 100_000

  static func text(_ value: borrowing Cell, name: String) throws -> String {
    switch value.heapKind {
    case .vector: return try vector(value.unsafeObject(as: Vector.self), form: "vector", name)
    case .pair: return try vector(value.unsafeObject(as: PairObject.self).elements, form: "pair", name)
    case .set: return try vector(value.unsafeObject(as: SetObject.self).elements, form: "set", name)
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      let parts = [try vector(try dictionary.keys, form: "vector", ""), try vector(try dictionary.values, form: "vector", "")]
      return record(name, "dictionary", type(dictionary.valueType), dictionary.count, list(parts))
    case .table: return try table(value.unsafeObject(as: Table.self).snapshot, name)
    case .matrix: return try matrix(value.unsafeObject(as: MatrixObject.self), name)
    case nil, .string, .wide: return record(name, "scalar", type(value.elementType), 1, JSONDisplay.element(value))
    default: throw KernelError.type("\(ValueDescription.short(value)) has no JSON form")
    }
  }

  private static func type(_ type: ElementType) -> String { type.name.lowercased() }

  private static func list(_ parts: [String]) -> String { "[" + parts.joined(separator: ",") + "]" }

  private static func record(_ name: String, _ form: String, _ type: String?, _ size: Int, _ value: String) -> String {
    let typeMember = type.map { ",\"type\":\"\($0)\"" } ?? ""
    return "{\"name\":\(JSONDisplay.string(name)),\"form\":\"\(form)\"\(typeMember),\"size\":\"\(size)\",\"value\":\(value)}"
  }

  private static func vector(_ vector: Vector, form: String, _ name: String) throws -> String {
    let elements = vector.slice(0, min(vector.count, elementsMax))
    let typeName = vector.type.isDecimal ? "\(type(vector.type))(\(vector.scale))" : type(vector.type)
    guard elements.storage == .any || elements.storage == .array else {
      return record(name, form, typeName, elements.count, list((0..<elements.count).map { JSONDisplay.element(elements.cell(at: $0)) }))
    }
    let parts = try (0..<elements.count).map { try text(elements.cell(at: $0), name: "") }
    return record(name, form, elements.storage == .array ? typeName + "[]" : typeName, elements.count, list(parts))
  }

  private static func table(_ table: TableSnapshot, _ name: String) throws -> String {
    let rows = min(table.rowCount, rowsMax)
    let columns = try zip(table.names, table.columns).map { try vector($1.slice(0, rows), form: "vector", $0) }
    return record(name, "table", nil, rows, list(columns))
  }

  private static func matrix(_ matrix: MatrixObject, _ name: String) throws -> String {
    guard matrix.values.count <= elementsMax else { throw KernelError.value("a matrix of more than \(elementsMax) elements is not written as JSON") }
    let labels = try [matrix.rowLabels, matrix.columnLabels].map { try $0.map { try vector($0, form: "vector", "") } ?? "null" }
    let rows = "\(matrix.rows)x\(matrix.columns)"
    let parts = [try vector(matrix.values, form: "vector", rows)] + labels
    return record(name, "matrix", type(matrix.values.type), matrix.values.count, list(parts))
  }
}

// MARK: From JSON

extension TypedJSON {
  private static func error(_ what: String) -> KernelError { .value("the JSON does not describe a value: \(what)") }

  static func value(_ json: JSONValue) throws -> Cell {
    guard let form = json.member("form")?.text, let value = json.member("value") else { throw error("`form` and `value` are expected") }
    switch form.lowercased() {
    case "scalar":
      let (type, scale, _) = try elementType(json)
      return try scalar(value, type, scale)
    case "vector": return .vector(try vector(json))
    case "pair":
      let elements = try vector(json)
      guard elements.count == 2, elements.storage != .any, elements.storage != .array else { throw error("a pair has two elements") }
      return .pair(PairObject(elements))
    case "set": return .set(try SetObject(try vector(json)))
    case "dictionary", "dict":
      let parts = try self.parts(value, 2)
      return .dictionary(try DictionaryObject(keys: try vector(parts[0]), values: try vector(parts[1])))
    case "table":
      let columns = value.elements ?? []
      return .table(try Table(names: columns.map { $0.member("name")?.text ?? "" }, columns: try columns.map(vector)))
    case "matrix": return .matrix(try matrix(try parts(value, 3)))
    default: throw error("the form `\(form)` is unknown")
    }
  }

  private static func parts(_ value: JSONValue, _ count: Int) throws -> [JSONValue] {
    guard let parts = value.elements, parts.count == count else { throw error("`value` must have \(count) parts") }
    return parts
  }

  private static func elementType(_ json: JSONValue) throws -> (type: ElementType, scale: Int, isArray: Bool) {
    guard let name = json.member("type")?.text?.uppercased() else { throw error("`type` is expected") }
    let isArray = name.hasSuffix("[]")
    let base = name.prefix { $0 != "(" && $0 != "[" }
    let digits = name.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
    guard let type = ElementType(named: String(base)) else { throw error("the type `\(name)` is unknown") }
    let scale = Int(digits) ?? 0
    guard scale >= 0, scale <= (type.isDecimal ? DecimalScale.max(type) : 0) else { throw error("the scale of `\(name)` is out of range") }
    return (type, scale, isArray)
  }

  private static func scalar(_ value: JSONValue, _ type: ElementType, _ scale: Int) throws -> Cell {
    switch value {
    case .null: return .null(type, scale: scale)
    case .bool(let flag): return try Cell.bool(flag).cast(to: type, scale: scale)
    case .number(let text) where type.category == .logical || type.category == .integral:
      return try (Int64(text).map { Cell.long($0) } ?? .double(Double(text) ?? .null)).cast(to: type)
    case .number(let text), .string(let text): return try ScalarParser.parse(text, as: type, scale: scale)
    case .array, .object: throw error("a scalar is expected")
    }
  }

  private static func vector(_ json: JSONValue) throws -> Vector {
    let (type, scale, isArray) = try elementType(json)
    guard let elements = json.member("value")?.elements else { throw error("`value` must be a list") }
    if isArray {
      let rows = try ArrayVector(type, scale: scale)
      for element in elements { try rows.append(.vector(try vector(element))) }
      return rows
    }
    let result = try Vector.empty(type, capacity: elements.count, scale: scale)
    for element in elements { try result.append(type == .any ? try value(element) : try scalar(element, type, scale)) }
    return result
  }

  private static func matrix(_ parts: [JSONValue]) throws -> MatrixObject {
    let shape = (parts[0].member("name")?.text ?? "").split(separator: "x").compactMap { Int($0) }
    let values = try vector(parts[0])
    guard shape.count == 2, shape[0] >= 0, shape[1] >= 0 else { throw error("the shape of the matrix is missing") }
    let (total, overflow) = shape[0].multipliedReportingOverflow(by: shape[1])
    guard !overflow, total == values.count else { throw error("the matrix has \(values.count) values") }
    let labels = try parts[1...].map { try $0.isNull ? nil : vector($0) }
    guard labels[0].map({ $0.count == shape[0] }) ?? true, labels[1].map({ $0.count == shape[1] }) ?? true else { throw error("a label is missing") }
    return try MatrixObject(values: values, rows: shape[0], columns: shape[1], rowLabels: labels[0], columnLabels: labels[1])
  }
}
