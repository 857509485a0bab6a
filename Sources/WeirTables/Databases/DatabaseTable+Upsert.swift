extension DatabaseTable {
  /// Adds rows by key columns: in each partition the first row that has the key of a new one gets its values, others are added.
  ///
  /// - Parameters:
  ///   - keyColumns: with the partition columns they are the key.
  ///   - ignoresNull: a null leaves the old value.
  ///   - sortColumns: by which the rows of the partitions are sorted afterwards, unless they had none.
  /// - Returns: how many rows were added, and in how many a value was written.
  package func upsert(_ columns: [Vector], keyColumns: [String], ignoresNull: Bool, sortColumns: [String], by function: String) throws -> (inserted: Int, updated: Int) {
    try check(.upsert(function))
    let definition = definition
    guard !keyColumns.isEmpty else { throw KernelError.arguments("\(function): `keyColNames` is needed for a table on disk") }
    let rows = try Table.converted(columns, for: try definition.shape(), kind)
    let keys = try Set(keyColumns.map { try definition.require($0) }).union(definition.partitionColumns)
    let keyPlaces = definition.columns.indices.filter { keys.contains(definition.columns[$0].name) }
    let sortPlaces = try sortColumns.map { name in
      let name = try definition.require(name)
      return definition.columns.firstIndex { $0.name == name } ?? 0
    }
    let routed = try route(rows)
    guard !routed.pieces.isEmpty else { return (0, 0) }
    var (inserted, updated) = (0, 0)
    try write(routed.pieces.map(\.labels)) { write in
      try write.requireColumns(of: definition)
      let view = try view()
      for piece in routed.pieces {
        let path = piece.labels.joined(separator: "/")
        let place = view.partitions.firstIndex { $0.path == path }
        let before = try place.map { try view.snapshot(of: $0).columns } ?? view.shape.columns
        let merge = try PartitionMerge(before, try rows.map { try $0.gather(piece.rows) }, keys: keyPlaces, ignoresNull: ignoresNull)
        inserted += merge.inserted
        updated += merge.updated
        var after = merge.columns
        if before[0].count > 0, !sortPlaces.isEmpty {
          let order = try SortKernel.order(keys: sortPlaces.map { SortKey(after[$0]) })
          after = try after.map { try $0.gather(order) }
        }
        try write.replace(piece.labels, after)
      }
    }
    return (inserted, updated)
  }
}

/// The rows of a partition after others came in by their key.
private struct PartitionMerge {
  let columns: [Vector]
  let inserted: Int
  /// Rows of which a value was written.
  let updated: Int

  init(_ before: [Vector], _ new: [Vector], keys: [Int], ignoresNull: Bool) throws {
    let oldCount = before[0].count
    let newCount = new[0].count
    let all = try zip(before, new).map { old, new in
      let joined = try old.emptyLike(capacity: old.count + new.count)
      try joined.append(contentsOf: old)
      try joined.append(contentsOf: new)
      return joined
    }
    // The first row of a key: an old one, or the first new one of it.
    let batch = try BatchKeys(keys.map { all[$0] })
    var targets: [Int] = []
    var added: [Int: Int] = [:]
    for row in oldCount..<oldCount + newCount {
      try Interruption.check(atRow: row)
      let first = batch.firstRow(equalTo: row)
      if first < oldCount {
        targets.append(first)
      } else {
        if added[first] == nil { added[first] = oldCount + added.count }
        targets.append(added[first] ?? 0)
      }
    }
    var changed: Set<Int> = []
    columns = try all.indices.map { index in
      var source = Array(0..<oldCount + added.count)
      for (first, target) in added { source[target] = first }
      for (place, target) in targets.enumerated() {
        let row = oldCount + place
        if ignoresNull, all[index].isNull(at: row) { continue }
        if target < oldCount, !keys.contains(index) { changed.insert(target) }
        source[target] = row
      }
      return try all[index].gather(source)
    }
    inserted = added.count
    updated = changed.count
  }
}
