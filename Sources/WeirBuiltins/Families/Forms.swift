import WeirRuntime
import WeirTables

// What a value is: its type, form and size.
extension StandardCatalog {
  static let forms: [Builtin] = formsOfTypes + formsOfSizes + formsOfPredicates

  private static let formsOfTypes: [Builtin] = [
    Builtin("typestr(X)", summary: "The type and form of `X` in words.", example: Example("typestr(1 2 3)", gives: "FAST INT VECTOR")) { call in
      .string(TypeDescription.typestr(call[0]))
    },
    Builtin("type(X)", summary: "The number of the type of `X`.", example: Example("type(1.2)", gives: "16")) { call in
      let isArray = call[0].vector?.storage == .array
      return .int(Int(call[0].elementType.rawValue) + (isArray ? TypeDesignator.arrayBit : 0))
    },
    Builtin("form(X)", summary: "The number of the form of `X`: 0 scalar, 1 vector, 2 pair, 3 matrix, 4 set, 5 dictionary, 6 table.", example: Example("form(1 2 3)", gives: "1")) {
      call in .int(call[0].segmentedTable == nil ? call[0].form.rawValue : Form.table.rawValue)
    },
    Builtin(
      "category(X)", summary: "The number of the category of the type of `X`: 0 nothing, 1 logical, 2 integral, 3 floating, 4 temporal, 5 literal.",
      example: Example("category(1.2)", gives: "3")
    ) { call in .int(TypeDescription.category(call[0].elementType)) },
  ]

  private static let formsOfSizes: [Builtin] = [
    Builtin("size(X)", summary: "The number of elements of `X`, or of rows of a table.", example: Example("size(3 NULL 5)", gives: "3")) { call in
      .int(try Shape.size(call[0]))
    },
    Builtin("shape(X)", summary: "Rows and columns of `X` as a pair.", example: Example("shape(1 5 3)", gives: "3 : 1")) { call in
      let sizes = try FixedVector(.int, count: 2)
      let (rows, columns) = try Shape.of(call[0])
      sizes.pointer(Int32.self)[0] = Int32(clamping: rows)
      sizes.pointer(Int32.self)[1] = Int32(clamping: columns)
      return .pair(PairObject(sizes))
    },
    Builtin("rows(X)", summary: "The number of rows of `X`.", example: Example("rows(1 2 3)", gives: "3")) { call in .int(try Shape.of(call[0]).rows) },
    Builtin("cols(X)", aliases: ["columns"], summary: "The number of columns of `X`.", example: Example("cols(1 2 3)", gives: "1")) { call in
      .int(try Shape.of(call[0]).columns)
    },
  ]

  private static let formsOfPredicates: [Builtin] = [
    predicate("isScalar", "Whether `X` is a scalar.", Example("isScalar(1)", gives: "true")) { $0.form == .scalar },
    predicate("isVector", "Whether `X` is a vector or tuple.", Example("isVector(1 2)", gives: "true")) { $0.form == .vector },
    predicate("isPair", "Whether `X` is a pair.", Example("isPair(1:2)", gives: "true")) { $0.form == .pair },
    predicate("isMatrix", "Whether `X` is a matrix.", Example("isMatrix(1 2)", gives: "false")) { $0.form == .matrix },
    predicate("isSet", "Whether `X` is a set.", Example("isSet(set(1 2))", gives: "true")) { $0.form == .set },
    predicate("isDict", "Whether `X` is a dictionary.", Example("isDict(dict(1 2, 3 4))", gives: "true")) { $0.form == .dictionary },
    predicate("isTable", "Whether `X` is a table.", Example("isTable(1 2)", gives: "false")) { $0.form == .table },
    predicate("isTuple", "Whether `X` is a tuple.", Example("isTuple((1, `a))", gives: "true")) { $0.tuple != nil },
    predicate("isColumnarTuple", "Whether `X` is a columnar tuple.", Example("isColumnarTuple((1 2, 3 4))", gives: "false")) { $0.tuple?.isColumnar == true },
    predicate("isOrderedDict", "Whether `X` is an ordered dictionary.", Example("isOrderedDict(dict(1 2, 3 4, true))", gives: "true")) {
      $0.dictionary?.isOrdered == true
    },
    predicate("isIndexedMatrix", "Whether `X` is an indexed matrix.", Example("isIndexedMatrix(matrix(1 2, 3 4))", gives: "false")) {
      $0.matrix?.isIndexed == true
    },
    predicate("isIndexedSeries", "Whether `X` is an indexed series.", Example("isIndexedSeries(indexedSeries(1 2, 3 4))", gives: "true")) {
      $0.matrix?.isIndexed == true && $0.matrix?.columns == 1
    },
  ]

  private static func predicate(
    _ name: String, _ summary: String, _ example: Example, _ holds: @escaping @Sendable (borrowing Cell) -> Bool
  ) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example) { call in .bool(holds(call[0])) }
  }
}

/// Types in words and numbers.
private enum TypeDescription {
  /// From this many bytes on a vector is called HUGE.
  private static let hugeBytesMin = 1 << 28

  static func typestr(_ value: borrowing Cell) -> String {
    let type = value.elementType
    switch value.form {
    case .systemObject: return value.segmentedTable?.typeName ?? type.name
    case .scalar: return type.name
    case .vector: return value.vector.map(vector) ?? type.name
    case .pair: return "\(type.name) PAIR"
    case .matrix: return fast(type, value.matrix?.values.count ?? 0) + "\(type.name) MATRIX"
    case .set: return "\(type.name) SET"
    case .dictionary: return "\(value.dictionary?.keyType.name ?? "ANY")->\(type.name) DICTIONARY"
    case .table: return value.table.map(table) ?? "IN-MEMORY TABLE"
    }
  }

  private static func table(_ table: Table) -> String {
    switch table.kind {
    case .keyed, .latestKeyed: "KEYED IN-MEMORY TABLE"
    case .indexed, .latestIndexed: "INDEXED IN-MEMORY TABLE"
    case .stream, .keyedStream, .latestKeyedStream: "STREAM TABLE"
    case .multiVersion: "MVCC TABLE"
    case .regular, .cached: "IN-MEMORY TABLE"
    }
  }

  private static func vector(_ vector: Vector) -> String {
    let brackets = vector.storage == .array ? "[]" : ""
    return fast(vector.type, vector.count) + "\(vector.type.name)\(brackets) VECTOR"
  }

  /// Vectors of a fixed width are FAST, in one piece, or HUGE; those of strings and cells are neither.
  private static func fast(_ type: ElementType, _ count: Int) -> String {
    if type.storage == .any || type.storage == .string { return "" }
    return count >= hugeBytesMin / max(type.storage.width, 1) ? "HUGE " : "FAST "
  }

  static func category(_ type: ElementType) -> Int {
    switch type.category {
    case .void: 0
    case .logical: 1
    case .integral: 2
    case .floating: 3
    case .temporal: 4
    case .literal: 5
    case .wide: 10
    case .duration: 16
    case .decimal: 17
    case .other: 6
    }
  }
}

/// How many rows and columns a value has.
private enum Shape {
  static func size(_ value: borrowing Cell) throws -> Int {
    switch value.heapKind {
    case .vector: value.vector?.count ?? 0
    case .pair: 2
    case .matrix: value.matrix?.values.count ?? 0
    case .set: value.set?.count ?? 0
    case .dictionary: value.dictionary?.count ?? 0
    case .table: value.table?.snapshot.rowCount ?? 0
    case .resource: try value.segmentedTable?.partitions().rowCount ?? 1
    default: 1
    }
  }

  static func of(_ value: borrowing Cell) throws -> (rows: Int, columns: Int) {
    if let matrix = value.matrix { return (matrix.rows, matrix.columns) }
    if let snapshot = value.table?.snapshot { return (snapshot.rowCount, snapshot.names.count) }
    if let table = value.segmentedTable { return (try table.partitions().rowCount, try table.columnShape().names.count) }
    return (try size(value), 1)
  }
}
