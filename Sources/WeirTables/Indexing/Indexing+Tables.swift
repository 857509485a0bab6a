extension Indexing {
  /// - Throws: `.unsupported` where columns are for queries alone: writers would change them behind the reader's back.
  static func requireDirectAccess(_ table: Table) throws {
    if table.kind == .multiVersion {
      throw KernelError.unsupported(
        "Direct access using column names is not supported to retrieve data from an MVCC table. Please use a SQL query instead. RefId:S02007")
    }
    if table.kind.isStream {
      throw KernelError.unsupported(
        "Direct access using column names is not supported to retrieve data from a stream table. Please use a SQL query instead. RefId:S02009")
    }
  }

  static func readTable(_ table: Table, _ index: borrowing Cell) throws -> Cell {
    if isNames(index) { try requireDirectAccess(table) }
    return try readTable(table.snapshot, index)
  }

  static func readTable(_ table: Table, _ row: borrowing Cell, _ column: borrowing Cell) throws -> Cell {
    if isNames(row) || isNames(column) { try requireDirectAccess(table) }
    return try readTable(table.snapshot, row, column)
  }

  /// A column by name, or a tuple of columns by names; else rows: one row as a dictionary, several as a table.
  static func readTable(_ table: TableSnapshot, _ index: borrowing Cell) throws -> Cell {
    if let name = index.stringValue { return .vector(try column(table, name).sharingHeader()) }
    if let names = index.vector, names.type.isLiteral {
      return .vector(AnyVector(vectors: try (0..<names.count).map { try column(table, names.text(at: $0)).sharingHeader() }))
    }
    let selection = try Selection(index, extent: table.rowCount)
    if case .position(let row) = selection { return .dictionary(try rowDictionary(table, row)) }
    return .table(try rows(table, selection))
  }

  /// Rows and columns; the columns by number or name. Names may come first, as in ``t[`x, t.x < 2]``.
  static func readTable(_ table: TableSnapshot, _ row: borrowing Cell, _ column: borrowing Cell) throws -> Cell {
    if isNames(row) {
      guard !isNames(column) else { throw KernelError.type("a table is indexed by rows and columns, got names for both") }
      return try readTable(table, column, row)
    }
    let selected = try columns(table, column)
    let selection = try Selection(row, extent: table.rowCount)
    if case .position(let position) = selection, selected.isOne {
      return selected.indexes.first.map { table.columns[$0].element(position) } ?? .void
    }
    if selected.isOne, isNames(column), let first = selected.indexes.first { return .vector(try table.columns[first].selected(selection)) }
    return .table(try Table(names: selected.indexes.map { table.names[$0] }, columns: try selected.indexes.map { try table.columns[$0].selected(selection) }))
  }

  private static func isNames(_ index: borrowing Cell) -> Bool { !index.isMissing && index.elementType.isLiteral }

  /// The columns that an index names, and whether it is a single one.
  /// - Throws: `.name` or `.range` when there is no such column.
  static func columns(_ table: TableSnapshot, _ index: borrowing Cell) throws -> (indexes: [Int], isOne: Bool) {
    if let name = index.stringValue { return ([try columnIndex(table, name)], true) }
    if let names = index.vector, names.type.isLiteral { return (try (0..<names.count).map { try columnIndex(table, names.text(at: $0)) }, false) }
    let selection = try Selection(index, extent: table.columns.count)
    guard selection.count <= table.columns.count || index.vector != nil else {
      throw KernelError.range("there are no \(selection.count) columns: the table has \(table.columns.count)")
    }
    let indexes = (0..<selection.count).map { selection[$0] }
    for index in indexes where index < 0 || index >= table.columns.count {
      throw KernelError.range("there is no column \(index): the table has \(table.columns.count)")
    }
    return (indexes, selection.isPosition)
  }

  static func columnIndex(_ table: TableSnapshot, _ name: String) throws -> Int {
    guard let index = table.columnIndex(name) else { throw KernelError(.name, "the table has no column `\(name)`") }
    return index
  }

  static func column(_ table: TableSnapshot, _ name: String) throws -> Vector { table.columns[try columnIndex(table, name)] }

  /// One row as an ordered dictionary from column name to value.
  private static func rowDictionary(_ table: TableSnapshot, _ row: Int) throws -> DictionaryObject {
    let values = AnyVector(capacity: table.columns.count)
    for column in table.columns { values.push(column.element(row)) }
    return try DictionaryObject(keys: try StringVector(table.names), values: values, isOrdered: true)
  }

  static func rows(_ table: TableSnapshot, _ selection: Selection) throws -> Table {
    try Table(names: table.names, columns: try table.columns.map { try $0.selected(selection) })
  }
}

extension Indexing {
  /// ``t[`x] = values``: replaces or adds whole columns. Several names take a tuple with one member each.
  static func writeTable(_ table: Table, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    guard isNames(index) else { return try writeTable(table, index, .missing, value) }
    guard let names = index.vector else { return try writeMember(table, index.text, value) }
    let values = value.vector
    if let values, values.count != names.count { throw KernelError.shape("\(values.count) values cannot be assigned to \(names.count) columns") }
    let written = (0..<names.count).map { names.text(at: $0) }
    try table.update(assignment(to: written, table)) { snapshot in
      try Table.requireNoKey(written, in: snapshot)
      for row in 0..<names.count { try setColumn(&snapshot, names.text(at: row), values?.cell(at: row) ?? value.copy()) }
    }
  }

  /// ``pt[`x] = values``: one column of all partitions, in their order.
  static func writeSegmented(_ table: any SegmentedTable, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    guard let name = index.stringValue else { throw KernelError.segmentedAccess }
    let value = value.copy()
    let isThere = try table.columnShape().columnIndex(name) != nil
    let choose = { (view: any PartitionView) in
      if view.levels.contains(where: { $0.column == name }) { throw KernelError.value("Can't update a partitioning column.") }
      return view.all
    }
    try table.update(isThere ? .update : .addColumnByUpdate, choosing: choose) { snapshot in
      try Table.requireNoKey([name], in: snapshot)
      try setColumn(&snapshot, name, value)
      return nil
    }
  }

  static func writeMember(_ table: Table, _ name: String, _ value: borrowing Cell) throws {
    let value = value.copy()
    try table.update(assignment(to: [name], table)) { snapshot in
      try Table.requireNoKey([name], in: snapshot)
      try setColumn(&snapshot, name, value)
    }
  }

  /// Changes columns that are there, or adds some.
  private static func assignment(to names: [String], _ table: Table) -> TableOperation {
    let snapshot = table.snapshot
    return names.allSatisfy { snapshot.columnIndex($0) != nil } ? .update : .addColumnByUpdate
  }

  private static func setColumn(_ table: inout TableSnapshot, _ name: String, _ value: borrowing Cell) throws {
    guard value.isScalar || value.heapKind == .vector else { throw KernelError.type("a \(value.form) cannot be a column") }
    let given = try value.vector?.sharingHeader() ?? Vector.repeating(value, count: table.rowCount)
    if table.columns.isEmpty { table.rowCount = given.count }
    guard given.count == table.rowCount else {
      guard table.columnIndex(name) == nil else { throw KernelError.shape("column `\(name)` gets \(given.count) values where the table has \(table.rowCount) rows") }
      throw KernelError.shape("The column \(name) does not exist. To add a new column, the size of the new column must equal to the size of the table. RefId: S05014")
    }
    if let index = table.columnIndex(name) {
      let old = table.columns[index]
      table.columns[index] = try Table.converting(given, to: old, named: table.names[index]) {
        switch old.storage {
        case .any: return given
        case .array where given.storage != .array || given.type != old.type:
          let lists = try old.emptyLike(capacity: given.count)
          try lists.append(contentsOf: given)
          return lists
        case .array: return given
        default: return try given.converted(to: old.type, scale: old.scale)
        }
      }
    } else {
      guard given.type != .void else { throw KernelError.type("Not allowed to create void vector") }
      table.names.append(name)
      table.columns.append(given)
    }
  }

  /// `t[row, column] = value`: a value for every selected place, a dictionary or tuple for the columns of rows, or as many values as there are rows.
  static func writeTable(_ table: Table, _ row: borrowing Cell, _ column: borrowing Cell, _ value: borrowing Cell) throws {
    if isNames(row) { return try writeTable(table, column, row, value) }
    let row = row.copy()
    let column = column.copy()
    let value = value.copy()
    try table.update(.update) { snapshot in
      let columns = try columns(snapshot, column)
      try Table.requireNoKey(columns.indexes.map { snapshot.names[$0] }, in: snapshot)
      let rows = try Selection(row, extent: snapshot.rowCount)
      for (place, index) in columns.indexes.enumerated() {
        let copy = snapshot.columns[index].sharingHeader()
        let part = try part(value, of: columns, place, snapshot.names[index], rows)
        try Table.converting(part.vector ?? Vector.repeating(part, count: 1), to: copy, named: snapshot.names[index]) { try copy.replace(rows, with: part) }
        snapshot.columns[index] = copy
      }
    }
  }

  /// What of `value` goes into one of the columns.
  private static func part(_ value: borrowing Cell, of columns: (indexes: [Int], isOne: Bool), _ place: Int, _ name: String, _ rows: Selection) throws -> Cell {
    if let dictionary = value.dictionary { return try dictionary.value(.string(name)) ?? .void }
    guard !columns.isOne, let values = value.vector, values.count == columns.indexes.count, values.storage == .any || rows.isPosition else { return value.copy() }
    return values.cell(at: place)
  }
}
