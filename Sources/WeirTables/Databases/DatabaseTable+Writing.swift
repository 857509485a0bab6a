// Every write: new files first, each on disk for good before the manifest that names it replaces the old one.
extension DatabaseTable: SegmentedTable {
  package var typeName: String { definition.partitionColumns.isEmpty ? "DIMENSIONAL DFS TABLE" : "SEGMENTED DFS TABLE" }
  package func partitions() throws -> any PartitionView { try view() }
  package func columnShape() throws -> TableSnapshot { try view().shape }

  package func check(_ operation: TableOperation) throws {
    try database.requireWritable()
    try requireThere()
    switch operation {
    case .insert, .update, .delete, .erase, .addColumn, .drop, .rename, .upsert: break
    case .moveRows:
      guard definition.duplicates == .all else { throw KernelError.unsupported("Can't update a partitioning column of a table that keeps no duplicates: `keepDuplicates` is not ALL") }
    case .addColumnByUpdate:
      throw KernelError.unsupported("`update` adds no columns to a table on disk: use addColumn")
    case .replace, .reorder: throw KernelError.unsupported("The function \(operation.name) is not supported for a table on disk.")
    }
  }

  /// Adds rows to the partitions that their values say, all or none; rows that belong to no partition are left out.
  /// - Returns: how many rows came in.
  @discardableResult
  package func append(_ columns: [Vector]) throws -> Int {
    try check(.insert)
    let definition = definition
    let rows = try Table.converted(try definition.completed(columns), for: try definition.shape(), kind)
    let routed = try route(rows)
    guard !routed.pieces.isEmpty else { return 0 }
    try write(routed.pieces.map(\.labels)) { write in
      try write.requireColumns(of: definition)
      if definition.acceptsOlderRows, columns.count == definition.columns.count { write.noteNewShape() }
      for piece in routed.pieces {
        let isAll = piece.rows.count == rows.first?.count ?? 0
        try write.append(isAll ? rows : try rows.map { try $0.gather(piece.rows) }, to: piece.labels, given: columns.count)
      }
    }
    return routed.rowCount
  }

  package func update(
    _ operation: TableOperation, choosing choose: (any PartitionView) throws -> [Int], _ change: (inout TableSnapshot) throws -> [Int]?
  ) throws {
    try check(operation)
    if case .moveRows = operation { return try moveRows(choosing: choose, change) }
    let before = try view()
    let chosen = try choose(before).map { before.partitions[$0].labels }
    guard !chosen.isEmpty else { return }
    try write(chosen) { write in
      let view = try view()
      let paths = Set(chosen.map { $0.joined(separator: "/") })
      let touched = view.partitions.indices.filter { paths.contains(view.partitions[$0].path) }
      let all = try DatabaseTable.joined(try touched.map { try view.snapshot(of: $0) }, view.shape)
      var next = all
      let kept = try change(&next)
      try Interruption.check()
      var start = 0
      for partition in touched {
        let rows = start..<start + view.rowCount(of: partition)
        start = rows.upperBound
        if let kept {
          try write.keep(kept.filter { rows.contains($0) }.map { $0 - rows.lowerBound }, of: view, partition)
        } else {
          try write.replaceColumns(of: view, partition) { column in
            all.columns[column] === next.columns[column] ? nil : next.columns[column].slice(rows.lowerBound, rows.count)
          }
        }
      }
    }
  }

  static func joined(_ snapshots: [TableSnapshot], _ shape: TableSnapshot) throws -> TableSnapshot {
    if snapshots.count == 1 { return snapshots[0] }
    var all = shape
    all.columns = try shape.columns.map { try $0.emptyLike(capacity: 0) }
    for snapshot in snapshots { for (column, rows) in zip(all.columns, snapshot.columns) { try column.append(contentsOf: rows) } }
    all.rowCount = snapshots.reduce(0) { $0 + $1.rowCount }
    return all
  }

  /// Collects what a write does to some partitions while nobody else writes to them, and publishes it.
  func write(_ partitions: [[String]], _ body: (inout PartitionWrite) throws -> Void) throws {
    try locks.hold(partitions.map { $0.joined(separator: "/") }, waits: database.waitsForWriters, in: database.chunkPath) {
      var write = PartitionWrite(self, current)
      try body(&write)
      try write.publish()
    }
  }
}
