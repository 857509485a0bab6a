// Changes of what a table is, not of its rows: a new manifest, and no file is written.
extension DatabaseTable {
  /// Adds columns of nulls behind the others.
  package func addColumns(_ names: [String], like columns: [Vector]) throws {
    try changeDefinition(.addColumn) { definition in
      if definition.olderCount == nil || !definition.acceptsOlderRows { definition.olderCount = definition.columns.count }
      definition.acceptsOlderRows = true
      for (name, column) in zip(names, columns) {
        guard !definition.columns.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
          throw KernelError(.name, "A column with name <\(name)> already exists in table. RefId:S01014")
        }
        definition.columns.append(try DatabaseColumn(number: definition.nextColumn, name: name, like: column))
        definition.nextColumn += 1
      }
    }
  }

  package func dropColumns(_ names: [String], by function: String) throws {
    try changeDefinition(.drop(function)) { definition in
      for name in names {
        let name = try definition.require(name)
        if definition.partitionColumns.contains(name) { throw KernelError.value("Can't drop a partitioning column.") }
        if definition.sortColumns.contains(name) { throw KernelError.value("Can't drop a sort column.") }
        definition.columns.removeAll { $0.name == name }
      }
      definition.olderCount = nil
      guard !definition.columns.isEmpty else { throw KernelError.value("A table must have at least one column.") }
    }
  }

  package func rename(_ changes: [(old: String, new: String)]) throws {
    try changeDefinition(.rename("rename!")) { definition in
      var renamed: [String: String] = [:]
      for (old, new) in changes { renamed[try definition.require(old)] = new }
      let apply = { (names: [String]) in names.map { renamed[$0] ?? $0 } }
      for index in definition.columns.indices { definition.columns[index].name = renamed[definition.columns[index].name] ?? definition.columns[index].name }
      definition.partitionColumns = apply(definition.partitionColumns)
      definition.sortColumns = apply(definition.sortColumns)
      // Checks the names.
      _ = try definition.shape()
    }
  }

  /// While nobody writes: rows that are being written have the old columns.
  private func changeDefinition(_ operation: TableOperation, _ change: (inout TableDefinition) throws -> Void) throws {
    try check(operation)
    try locks.holdAll(in: database.chunkPath) {
      try publish { version in
        try change(&version.definition)
        let numbers = Set(version.definition.columns.map(\.number))
        for (path, partition) in version.partitions where partition.files.count > 0 {
          let segments = partition.segments.map { DatabaseSegment(rowCount: $0.rowCount, files: $0.files.filter { numbers.contains($0.key) }) }
          version.partitions[path] = DatabasePartition(labels: partition.labels, segments: segments, version: partition.version)
        }
      }
    }
  }

  /// Removes all rows.
  package func truncate() throws {
    try check(.delete)
    try locks.holdAll(in: database.chunkPath) { try publish { $0.partitions = [:] } }
  }

  /// Removes the rows of some partitions.
  /// - Parameter paths: of partitions, as `20180801/Key0`.
  package func dropPartitions(_ paths: [String]) throws {
    try check(.delete)
    let present = current.partitions
    let touched = paths.filter { present[$0] != nil }
    guard !touched.isEmpty else { return }
    try locks.hold(touched, waits: database.waitsForWriters, in: database.chunkPath) {
      try publish { version in for path in touched { version.partitions[path] = nil } }
    }
  }
}

extension TableDefinition {
  /// The name of a column as it is written in the table.
  func require(_ name: String) throws -> String {
    if columns.contains(where: { $0.name == name }) { return name }
    guard let column = columns.first(where: { $0.name.lowercased() == name.lowercased() }) else { throw KernelError(.name, "The column <\(name)> does not exist.") }
    return column.name
  }
}
