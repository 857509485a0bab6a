import WeirRuntime
import WeirTables

// Tables in memory: making them, adding rows, looking at their columns.
extension StandardCatalog {
  static let tables: [Builtin] = tablesOfColumns + tablesWithKeys + tablesOfOtherKinds + tablesInPartitions + [
    Builtin(
      "table(args...)",
      summary: "A table of vectors, tuples and matrices, named after the variables or aliases they were given as; with `capacity:size`, names and types a table of "
        + "that many rows of zeros.",
      example: Example("table(`a`b as sym, 1 2 as id)", gives: "sym id\n--- --\na   1 \nb   2 "), wantsArgumentNames: true
    ) { call in .table(try makeTable(call, from: 0)) },
    Builtin(
      "tableInsert(mutable table, args...)", summary: "Adds rows to a table, or to the one of that name: another table, a tuple of columns or a row, a dictionary, or one "
        + "argument per column; answers how many are new.",
      example: Example("tableInsert(table(1 2 as id), 3 4 5)", gives: "3")
    ) { call in
      guard let name = call[0].stringValue else { return .int(try insert(call, into: call[0])) }
      guard let named = call.session.globals.value(name) ?? call.session.shared.value(name), named.isAnyTable else {
        throw KernelError(.name, "tableInsert: there is no table `\(name)`")
      }
      return .int(try insert(call, into: named))
    },
    Builtin(
      "schema(table)", summary: "The structure of a table: a dictionary whose `colDefs` is a table of names and types; of a partitioned table or a database also its scheme.",
      example: Example("exec typeString from schema(table(1 2 as id))[`colDefs]", gives: "[\"INT\"]")
    ) { call in
      if let partitioned = call[0].partitionedTable { return .dictionary(try partitionedSchema(partitioned)) }
      if let stored = call[0].databaseTable { return .dictionary(try DatabaseSchema.dictionary(stored)) }
      if let handle = call[0].databaseHandle {
        switch handle.content {
        case .memory(let scheme): return .dictionary(try schemeEntries(scheme).dictionary())
        case .stored(let database): return .dictionary(try DatabaseSchema.dictionary(database))
        }
      }
      let table = try call.table(0)
      let keys = try StringVector(["chunkPath", "colDefs", "partitionColumnIndex"] + (table.key == nil ? [] : ["keyColumn"]))
      let values = AnyVector(capacity: 4)
      values.push(.string(""))
      values.push(.table(try columnDefinitions(table.snapshot)))
      values.push(.int(-1))
      if let key = table.key { values.push(.vector(try StringVector(key.columns))) }
      return .dictionary(try DictionaryObject(keys: keys, values: values))
    },
  ]

  // MARK: table

  /// A table out of the arguments from `first` on: `capacity:size`, names and types, or columns.
  static func makeTable(_ call: borrowing Call, from first: Int) throws -> Table {
    if call.count >= first + 2, call[first].pair != nil { return try typedTable(call, first) }
    return try columnsTable(call, first)
  }

  /// `table(capacity:size, names, types)`.
  private static func typedTable(_ call: borrowing Call, _ first: Int) throws -> Table {
    guard call.has(first + 2) else { throw KernelError.arguments("\(call.name): the types of the columns are missing") }
    let size = try call[first].pair.map { try $0.elements.cell(at: 1).asInt64() } ?? 0
    guard size >= 0 else { throw call.invalid(first, "must not have a negative size") }
    guard size <= Int64(Table.rowsMax) else { throw Table.tooManyRows }
    let names = try call.strings(first + 1)
    let types = try call.vectorOrScalar(first + 2)
    guard types.count == names.count else { throw KernelError.shape("\(call.name): \(names.count) names and \(types.count) types") }
    let columns = try (0..<names.count).map { try emptyColumn(types.cell(at: $0), rows: Int(size), call) }
    return try Table(names: names, columns: columns)
  }

  /// A column of zeros of the type that a cell names.
  static func emptyColumn(_ designator: borrowing Cell, rows: Int, _ call: borrowing Call) throws -> Vector {
    guard let (type, scale) = TypeDesignator.read(designator) else {
      throw KernelError.type("\(call.name): \(ValueDescription.short(designator)) is no data type")
    }
    guard TypeDesignator.isArray(designator) else { return try Vector.zeros(type, count: rows, scale: scale) }
    guard rows == 0 else { throw KernelError.value("\(call.name): the initial size must be 0 for a table with a column of array vectors") }
    return try ArrayVector(type, scale: scale)
  }

  /// One column or several per argument; scalars fill the rows.
  private static func columnsTable(_ call: borrowing Call, _ first: Int) throws -> Table {
    guard call.has(first) else { throw KernelError.arguments("\(call.name): a column is expected") }
    let isSingle = call.count == first + 1
    if isSingle, let dictionary = call[first].dictionary { return try dictionary.asTable() }
    let rows = try rowCount(call, first)
    var names: [String] = []
    var columns: [Vector] = []
    for index in first..<call.count {
      guard call.has(index) else { throw KernelError.arguments("\(call.name): argument \(index + 1) is missing") }
      if let snapshot = call[index].table?.snapshot {
        names += snapshot.names
        columns += snapshot.columns.map { $0.sharingHeader() }
      } else if let matrix = call[index].matrix {
        for column in 0..<matrix.columns {
          names.append(matrix.columnLabels.map { $0.text(at: column) } ?? generatedName(names.count, isSingle))
          columns.append(matrix.column(column))
        }
      } else if let parts = expandedTuple(call[index], rows: rows) {
        for part in parts {
          names.append(generatedName(names.count, isSingle))
          columns.append(part.sharingHeader())
        }
      } else {
        names.append(call.argumentName(index) ?? "col\(names.count)")
        columns.append(try column(call, index, rows: rows))
      }
    }
    return try Table(names: names, columns: columns)
  }

  /// The name of a column that is one of several in its argument.
  private static func generatedName(_ index: Int, _ isSingle: Bool) -> String { isSingle ? "C\(index)" : "col\(index)" }

  /// The length of the first argument that has one; tuples count only where nothing else does.
  private static func rowCount(_ call: borrowing Call, _ first: Int) throws -> Int {
    var tupleRows: Int?
    for index in first..<call.count {
      if let matrix = call[index].matrix { return matrix.rows }
      if let snapshot = call[index].table?.snapshot { return snapshot.rowCount }
      guard let vector = call[index].vector else { continue }
      guard let tuple = vector as? AnyVector else { return vector.count }
      if tupleRows == nil { tupleRows = expandedTuple(call[index], rows: nil)?.first?.count ?? tuple.count }
    }
    return tupleRows ?? 1
  }

  /// The vectors of a tuple that are a column each: all of one type and of `rows` elements (of one length when `rows` is nil). Nil for everything else.
  private static func expandedTuple(_ value: borrowing Cell, rows: Int?) -> [Vector]? {
    guard let tuple = value.tuple, !tuple.isColumnar, tuple.count > 0 else { return nil }
    var vectors: [Vector] = []
    for index in 0..<tuple.count {
      guard let vector = tuple.cell(at: index).vector, vector.storage != .any, vector.count == rows ?? vectors.first?.count ?? vector.count else { return nil }
      vectors.append(vector)
    }
    return vectors
  }

  /// An argument as one column: a vector, a tuple of a cell per row, or a scalar repeated.
  private static func column(_ call: borrowing Call, _ index: Int, rows: Int) throws -> Vector {
    if call[index].isScalar, call[index].elementType.category != .other { return try Vector.repeating(call[index], count: rows) }
    guard let vector = call[index].vector else { throw call.expected(index, "a vector, tuple, matrix or scalar") }
    guard let tuple = vector as? AnyVector else { return vector.sharingHeader() }
    let collapsed = try tuple.collapsed()
    if collapsed !== tuple { return collapsed }
    return columnar(tuple)
  }

  /// A column of cells; columnar when its elements are vectors of one type.
  private static func columnar(_ tuple: AnyVector) -> Vector {
    guard let header = tuple.sharingHeader() as? AnyVector else { return tuple }
    let types = (0..<tuple.count).map { index in tuple.withCell(index) { $0.form == .scalar || $0.form == .vector ? $0.elementType : ElementType.any } }
    header.isColumnar = types.allSatisfy { $0 == types[0] && $0 != .any }
    return header
  }

  // MARK: tableInsert

  private static func insert(_ call: borrowing Call, into target: borrowing Cell) throws -> Int {
    if let segmented = target.segmentedTable { return try segmented.append(try call.table(1).snapshot.columns) }
    guard let table = target.table else { throw call.expected(0, "a table") }
    guard call.has(1) else { throw KernelError.arguments("tableInsert: rows are expected") }
    if call.count == 2 {
      if let other = call[1].table { return try table.appendRows(of: other.snapshot) }
      if let dictionary = call[1].dictionary { return try table.appendEntries(dictionary) }
      if let tuple = call[1].tuple, tuple.count == table.snapshot.columns.count { return try table.appendValues(tuple) }
    }
    let count = call.count - 1
    if call.hasAll, let added = try table.appendRow(UnsafePointer(call.arguments + 1), count: count) { return added }
    let values = AnyVector(capacity: count)
    for index in 1..<call.count { values.push(call.has(index) ? call[index].copy() : .void) }
    return try table.appendValues(values)
  }

  // MARK: schema

  static func columnDefinitions(_ snapshot: TableSnapshot, comments: [String]? = nil) throws -> Table {
    let types = try StringVector(snapshot.columns.map { $0.type.name + ($0.storage == .array ? "[]" : "") })
    let numbers = try Vector.empty(.int, capacity: types.count)
    let extras = try Vector.empty(.int, capacity: types.count)
    for column in snapshot.columns {
      try numbers.append(.int(TypeDesignator.constant(column.type, isArray: column.storage == .array)))
      try extras.append(column.type.isDecimal ? .int(column.scale) : .null(.int))
    }
    let comments = try comments.map { try StringVector($0) } ?? StringVector(.string, count: types.count)
    return try Table(
      names: ["name", "typeString", "typeInt", "extra", "comment"], columns: [try StringVector(snapshot.names), types, numbers, extras, comments])
  }
}
