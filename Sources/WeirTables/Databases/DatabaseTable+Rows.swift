extension DatabaseTable {
  /// All rows of some partitions, behind each other; of all for nil.
  package func rows(in paths: [String]?) throws -> TableSnapshot {
    let wanted = paths.map { Set($0) }
    return try KernelError.rereading { ($0 as? KernelError)?.isPassing ?? false } _: {
      let view = try view()
      let chosen = view.partitions.indices.filter { wanted?.contains(view.partitions[$0].path) ?? true }
      return try DatabaseTable.joined(try chosen.map { try view.snapshot(of: $0) }, view.shape)
    }
  }

  /// Rows of a table whose partitions follow the order of the rows: as many parts as the database has.
  package func append(_ columns: [Vector], inParts count: Int) throws {
    try check(.insert)
    let rows = try Table.converted(columns, for: try definition.shape(), kind)
    let total = rows.first?.count ?? 0
    let parts = (0..<count).map { part in (labels: ["Part\(part)"], rows: total * part / count..<total * (part + 1) / count) }.filter { !$0.rows.isEmpty }
    guard !parts.isEmpty else { return }
    try write(parts.map(\.labels)) { write in
      for part in parts { try write.append(rows.map { $0.slice(part.rows.lowerBound, part.rows.count) }, to: part.labels) }
    }
  }

  /// Other rows in the place of all that there are, in a table without partitions.
  func replaceRows(with columns: [Vector]) throws {
    try check(.insert)
    let rows = try Table.converted(columns, for: try definition.shape(), kind)
    guard (rows.first?.count ?? 0) > 0 else { return try truncate() }
    try write([[]]) { try $0.replace([], rows) }
  }
}

extension DatabaseCatalog {
  /// A table without partitions with these rows: behind those that there are, or in their place.
  package func save(_ rows: TableSnapshot, as name: String, in database: Database, appends: Bool) throws {
    guard database.tableNames.contains(name) else {
      let table = try makeTable(name, try TableDefinition(shape: rows, partitionColumns: []), in: database)
      try table.append(rows.columns)
      return
    }
    let table = try table(name, in: database)
    guard table.definition.partitionColumns.isEmpty else { throw KernelError.value("saveTable: the table \(name) of \(database.directory) is partitioned, use append!") }
    if appends {
      try table.append(rows.columns)
      return
    }
    let shape = try table.columnShape()
    let isSame = shape.names == rows.names && zip(shape.columns, rows.columns).allSatisfy { $0.type == $1.type && $0.storage == $1.storage && $0.scale == $1.scale }
    if isSame { return try table.replaceRows(with: rows.columns) }
    try dropTable(name, in: database)
    try makeTable(name, try TableDefinition(shape: rows, partitionColumns: []), in: database).append(rows.columns)
  }
}
