import WeirRuntime
import WeirTables

// JSON from and to values.
extension StandardCatalog {
  static let json: [Builtin] = [
    Builtin(
      "toStdJson(obj)", summary: "A value as standard JSON: a table as a list of objects, a dictionary as an object, a null as `null`.",
      example: Example("toStdJson(table(1 2 as id, `x`y as sym))", gives: "[{\"id\": 1,\"sym\": \"x\"},{\"id\": 2,\"sym\": \"y\"}]")
    ) { call in .string(try naming(call.name) { try StandardJSON.text(call[0]) }) },
    Builtin(
      "fromStdJson(X)",
      summary: "What standard JSON says: DOUBLEs, dates and times, vectors, dictionaries. A vector of texts gives a value for each.",
      example: Example("fromStdJson(\"[1, 2.5, null]\")", gives: "[1,2.5,]")
    ) { call in
      let texts = try call.strings(0)
      return try naming(call.name) {
        guard call[0].vector != nil else { return try StandardJSON.value(try JSONParser.document(texts[0])) }
        return .vector(try StandardJSON.vector(try texts.map(JSONParser.document)))
      }
    },
    Builtin(
      "toJson(X)", summary: "A value as JSON that keeps its name, form and type; `fromJson` reads it back.",
      example: Example("x = 1 2 3; toJson(x)", gives: "{\"name\":\"x\",\"form\":\"vector\",\"type\":\"int\",\"size\":\"3\",\"value\":[1,2,3]}"),
      wantsArgumentNames: true
    ) { call in .string(try naming(call.name) { try TypedJSON.text(call[0], name: call.argumentName(0) ?? "") }) },
    Builtin("fromJson(X)", summary: "The value that a text of `toJson` describes.", example: Example("fromJson(toJson(1 2 3))", gives: "[1,2,3]")) { call in
      let text = try call.string(0)
      return try naming(call.name) { try TypedJSON.value(try JSONParser.document(text)) }
    },
    Builtin(
      "jsonExtract(json, location, type)",
      summary: "What stands at a place of JSON texts, as \"int\", \"long\", \"double\" or \"string\". The place is a name, a position (from 1, or from -1 backwards), or several such going inwards.",
      example: Example("jsonExtract('{\"a\": 1, \"b\": [7, 8]}', [\"b\", -1], \"int\")", gives: "8"), body: jsonExtract),
    Builtin(
      "parseJsonTable(json, [schema], [keyCaseSensitive=true])",
      summary: "A table with a row for each of the JSON objects that follow each other in `json`, or for each element of it; types come from `schema` or from the first ten objects.",
      example: Example("parseJsonTable('{\"ID\":1, \"NAME\":\"cc\"}{\"NAME\":\"dd\"}')", gives: "ID NAME\n-- ----\n1  cc  \n   dd  "), body: jsonTable),
  ]

  // MARK: jsonExtract

  private enum JSONStep {
    case name(String)
    case position(Int)
  }

  private static func jsonExtract(_ call: borrowing Call) throws -> Cell {
    let types: [String: ElementType] = ["int": .int, "long": .long, "double": .double, "string": .string]
    guard let type = types[try call.string(2).lowercased()] else { throw call.invalid(2, "must be \"int\", \"long\", \"double\" or \"string\"") }
    let steps = try jsonSteps(call)
    let texts = try call.strings(0)
    let result = try Vector.empty(type, capacity: texts.count)
    for text in texts { try result.append(try extracted(text, steps, type)) }
    return call[0].vector == nil ? result.cell(at: 0) : .vector(result)
  }

  private static func jsonSteps(_ call: borrowing Call) throws -> [JSONStep] {
    guard let parts = call[1].vector else { return [try jsonStep(call, call[1])] }
    return try (0..<parts.count).map { try jsonStep(call, parts.cell(at: $0)) }
  }

  private static func jsonStep(_ call: borrowing Call, _ step: borrowing Cell) throws -> JSONStep {
    if let name = step.stringValue { return .name(name) }
    guard step.isScalar, step.elementType.category == .integral, !step.isNull, step.rawInteger != 0 else {
      throw call.expected(1, "names and positions other than 0")
    }
    return .position(Int(step.rawInteger))
  }

  /// Null for a text that is no JSON, a place that is not there, and a value that is not of the type.
  private static func extracted(_ text: String, _ steps: [JSONStep], _ type: ElementType) throws -> Cell {
    var place: JSONValue?
    do {
      place = try JSONParser.document(text)
    } catch is KernelError {
      return .null(type)
    }
    for step in steps {
      switch step {
      case .name(let name): place = place?.member(name)
      case .position(let position): place = place?.element(position)
      }
    }
    switch place {
    case .number(let digits)? where type == .string: return .string(digits)
    case .number(let digits)?: return number(digits, type)
    case .string(let text)? where type == .string: return .string(text)
    case .bool(let flag)? where type == .string: return .string(flag ? "true" : "false")
    case .bool(let flag)?: return try Cell.int(flag ? 1 : 0).cast(to: type)
    default: return .null(type)
    }
  }

  /// The number cut off at its point; null when it is beyond the type.
  private static func number(_ digits: String, _ type: ElementType) -> Cell {
    let value = Double(digits) ?? .nan
    if type == .double { return .double(value.isFinite ? value : .null) }
    guard let whole = Int64(digits) ?? Int64(exactly: value.rounded(.towardZero)) else { return .null(type) }
    guard type == .long else { return Int32(exactly: whole).map { .int($0) } ?? .null(.int) }
    return .long(whole)
  }

  // MARK: parseJsonTable

  private static func jsonTable(_ call: borrowing Call) throws -> Cell {
    let texts = try call.strings(0)
    let isExact = try call.bool(2, default: true)
    return try naming(call.name) {
      var objects: [[JSONValue.Member]] = []
      for text in texts {
        for document in try JSONParser.documents(text) {
          guard case .object(let members) = document else { throw call.invalid(0, "must hold JSON objects") }
          objects.append(members)
        }
      }
      let schema = call.has(1) && !call[1].isVoid ? try call.table(1) : nil
      let columns = try schema.map(JSONColumn.read) ?? JSONColumn.find(objects.prefix(10), isExact: isExact)
      for members in objects { for column in columns { try column.add(members, isExact: isExact) } }
      return .table(try Table(names: columns.map(\.name), columns: columns.map(\.values)))
    }
  }
}
