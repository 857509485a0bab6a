import WeirRuntime
import WeirTables

// Changes to the columns of a table, in place.
extension StandardCatalog {
  static let tablesOfColumns: [Builtin] = [
    Builtin(
      "rename!(mutable X, Y, [Z])",
      summary: "New column names from the left, or the columns `Y` as `Z`; for a matrix its column labels, or its row labels `Y` and column labels `Z`.",
      example: Example("columnNames(rename!(table(1 2 as a, 3 4 as b), `b, `c))", gives: "[\"a\",\"c\"]"), body: rename),
    Builtin(
      "addColumn(mutable table, colNames, colTypes)", summary: "Adds columns of nulls.",
      example: Example("addColumn(table(1 2 as a), `b, DOUBLE)", gives: "a b\n- -\n1  \n2  ")
    ) { call in
      let names = try call.strings(1)
      let types = try call.vectorOrScalar(2)
      guard types.count == names.count else { throw KernelError.shape("addColumn: \(names.count) names and \(types.count) types") }
      if let stored = call[0].databaseTable {
        try stored.addColumns(names, like: try names.indices.map { try emptyColumn(types.cell(at: $0), rows: 0, call) })
        return call[0].copy()
      }
      try call[0].segmentedTable?.check(.addColumn)
      let table = try call.table(0)
      try table.addColumns(names) { index, rows in
        let empty = try emptyColumn(types.cell(at: index), rows: 0, call)
        if empty.storage == .array { return try empty.gather([Int](repeating: -1, count: rows)) }
        return try Vector.nulls(empty.type, count: rows, scale: empty.scale)
      }
      return call[0].copy()
    },
    Builtin(
      "dropColumns!(mutable table, colNames)", aliases: ["drop!"], summary: "Removes columns.",
      example: Example("dropColumns!(table(1 2 as a, 3 4 as b), `a)", gives: "b\n-\n3\n4")
    ) { call in
      if let stored = call[0].databaseTable {
        try stored.dropColumns(try call.strings(1), by: call.name)
      } else if let table = call[0].partitionedTable {
        try table.dropColumns(try call.strings(1), by: call.name)
      } else {
        try call.table(0).dropColumns(try call.strings(1), by: call.name)
      }
      return call[0].copy()
    },
    Builtin(
      "replaceColumn!(mutable table, colName, newCol)", summary: "Other values, and perhaps another type, for a column; a tuple of columns for several names.",
      example: Example("replaceColumn!(table(1 2 as a), `a, `x`y)", gives: "a\n-\nx\ny")
    ) { call in
      try call[0].segmentedTable?.check(.replace(call.name))
      let names = try call.strings(1)
      let columns = try replacements(call)
      let table = try call.table(0)
      let snapshot = table.snapshot
      let replaced = names.compactMap { name in snapshot.columnIndex(name).map { snapshot.columns[$0] } }
      guard !(columns + replaced).contains(where: { $0.type.isDecimal }) else { throw KernelError.unsupported("replaceColumn!: columns of DECIMAL cannot be replaced") }
      try table.replaceColumns(names, with: columns)
      return call[0].copy()
    },
    Builtin(
      "reorderColumns!(mutable table, reorderedColNames)", summary: "Puts the named columns first, in that order; the others keep theirs.",
      example: Example("columnNames(reorderColumns!(table(1 2 as a, 3 4 as b), `b))", gives: "[\"b\",\"a\"]")
    ) { call in
      try call[0].segmentedTable?.check(.reorder(call.name))
      try call.table(0).reorderColumns(try call.strings(1))
      return call[0].copy()
    },
  ]

  /// One column for a single name, a tuple of them for several.
  private static func replacements(_ call: borrowing Call) throws -> [Vector] {
    let column = try call.vector(2)
    guard call[1].vector != nil else { return [column] }
    guard let tuple = column as? AnyVector else { throw call.expected(2, "a tuple of columns") }
    return try (0..<tuple.count).map { index in
      guard let vector = tuple.cell(at: index).vector else { throw call.expected(2, "a tuple of columns") }
      return vector
    }
  }

  private static func rename(_ call: borrowing Call) throws -> Cell {
    if let table = call[0].segmentedTable {
      let (first, second) = (try call.strings(1), call.has(2) ? try call.strings(2) : nil)
      if let second, second.count != first.count { throw KernelError.shape("\(first.count) old names and \(second.count) new ones") }
      let changes = try second.map { Array(zip(first, $0)) } ?? Table.changes(first: first, of: table.columnShape())
      if let stored = call[0].databaseTable { try stored.rename(changes) } else { try call[0].partitionedTable?.rename(changes) }
      return call[0].copy()
    }
    if let table = call[0].table {
      if call.has(2) { try table.rename(try call.strings(1), to: try call.strings(2)) } else { try table.rename(first: try call.strings(1)) }
      return call[0].copy()
    }
    // A vector has no labels: the name that it could be given is kept nowhere.
    guard let matrix = call[0].matrix else { return call[0].copy() }
    let first = call.has(1) ? try call.vectorOrScalar(1).sharingHeader() : nil
    let second = call.has(2) ? try call.vectorOrScalar(2).sharingHeader() : nil
    if call.count == 3 || second != nil || first.map({ $0.count != matrix.columns && $0.count == matrix.rows }) == true {
      try setLabels(first, count: matrix.rows, "rows", call) { matrix.rowLabels = $0 }
      try setLabels(second, count: matrix.columns, "columns", call) { matrix.columnLabels = $0 }
    } else {
      try setLabels(first, count: matrix.columns, "columns", call) { matrix.columnLabels = $0 }
    }
    return call[0].copy()
  }

  private static func setLabels(_ labels: Vector?, count: Int, _ what: String, _ call: borrowing Call, _ set: (Vector) -> Void) throws {
    guard let labels else { return }
    guard labels.count == count else { throw KernelError.shape("\(call.name): \(labels.count) labels for \(count) \(what)") }
    set(labels)
  }
}
