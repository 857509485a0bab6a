// Changes go to the partitions that they concern. Their locks are taken in the order of the partitions, and what is new is published when all of it is there: a
// change that fails leaves every partition as it was.
extension PartitionedTable {
  /// Adds rows to the partitions that their values say; rows that belong to none are left out.
  /// - Returns: how many rows came in.
  @discardableResult
  package func append(_ columns: [Vector]) throws -> Int {
    try TableRules.check(.insert, self)
    let shape = try shape()
    let rows = try Table.converted(columns, for: shape, kind)
    let column = rows[try Table.require(columnName, in: shape)]
    var chosen: [[Int]] = Array(repeating: [], count: parts.count)
    for (row, part) in try scheme.partitions(of: column).enumerated() where part >= 0 { chosen[part].append(row) }
    let total = column.count
    let touched = parts.indices.filter { !chosen[$0].isEmpty }
    // One partition needs no rows gathered, and its own write is whole.
    if touched.count == 1, chosen[touched[0]].count == total { return try parts[touched[0]].append(rows) }
    let pieces = try touched.map { place in try rows.map { try $0.gather(chosen[place]) } }
    return try appendTogether(touched, pieces)
  }

  /// The rows are of the parts' types, so that nothing but memory can be missing.
  private func appendTogether(_ touched: [Int], _ pieces: [[Vector]]) throws -> Int {
    guard !kind.overwrites else { return try zip(touched, pieces).reduce(0) { try $0 + parts[$1.0].append($1.1) } }
    var added = 0
    try updateTogether(touched, .insert) { snapshot, place in
      let rows = pieces[place]
      let count = rows.first?.count ?? 0
      guard snapshot.rowCount + count <= Table.rowsMax else { throw Table.tooManyRows }
      snapshot.columns = try Table.grown(snapshot.columns, by: rows)
      snapshot.rowCount += count
      added += count
    }
    return added
  }

  /// Changes several partitions, all or none.
  /// - Parameter change: is given the place of the partition among `touched`.
  package func updateTogether(_ touched: [Int], _ operation: TableOperation, _ change: (inout TableSnapshot, Int) throws -> Void) throws {
    try TableRules.check(operation, self)
    var held: [Table] = []
    var next: [TableSnapshot] = []
    do {
      for (place, part) in touched.enumerated() {
        var snapshot = try parts[part].begin(operation)
        held.append(parts[part])
        try change(&snapshot, place)
        try parts[part].requireNullsAllowed(from: parts[part].snapshot, to: snapshot)
        next.append(snapshot)
        try Interruption.check()
      }
      try TableStore.commit(held, operation, to: next)
    } catch {
      for table in held { table.end(nil) }
      throw error
    }
    for (table, snapshot) in zip(held, next) { table.end(snapshot) }
  }

  /// Changes the rows of several partitions as those of one table, all or none.
  /// - Parameter change: the rows that stay, ascending, or nil for all. It may change the columns, and add some.
  package func updateJoined(_ touched: [Int], _ operation: TableOperation, _ change: (inout TableSnapshot) throws -> [Int]?) throws {
    try TableRules.check(operation, self)
    var held: [Table] = []
    do {
      var before: [TableSnapshot] = []
      for part in touched {
        before.append(try parts[part].begin(operation))
        held.append(parts[part])
      }
      let next = try split(try joined(before), before, change)
      try Interruption.check()
      for (part, snapshot) in zip(held, next) { try part.requireNullsAllowed(from: part.snapshot, to: snapshot) }
      try TableStore.commit(held, operation, to: next)
      for (part, snapshot) in zip(held, next) { part.end(snapshot) }
    } catch {
      for part in held { part.end(nil) }
      throw error
    }
  }

  private func joined(_ snapshots: [TableSnapshot]) throws -> TableSnapshot {
    if snapshots.count == 1 { return snapshots[0] }
    var all = try shape()
    for snapshot in snapshots { for (column, rows) in zip(all.columns, snapshot.columns) { try column.append(contentsOf: rows) } }
    all.rowCount = snapshots.reduce(0) { $0 + $1.rowCount }
    return all
  }

  /// What `change` makes of all rows, as the partitions' own.
  private func split(_ all: TableSnapshot, _ before: [TableSnapshot], _ change: (inout TableSnapshot) throws -> [Int]?) throws -> [TableSnapshot] {
    var all = all
    let joined = all.columns
    let kept = try change(&all)
    var start = 0
    return try before.map { snapshot in
      let rows = start..<start + snapshot.rowCount
      start = rows.upperBound
      var next = snapshot
      if let kept {
        let own = kept.filter { rows.contains($0) }
        if own.count < rows.count { try next.keep(own.map { $0 - rows.lowerBound }) }
      } else {
        next.names = all.names
        // A column that was left alone stays the one that its files, and an index over it, were made for.
        next.columns = all.columns.indices.map { place in
          let isSame = place < joined.count && all.columns[place] === joined[place]
          return isSame ? snapshot.columns[place] : all.columns[place].slice(rows.lowerBound, rows.count)
        }
      }
      return next
    }
  }

  package func dropColumns(_ names: [String], by function: String) throws {
    try TableRules.check(.drop(function), self)
    if names.contains(columnName) { throw KernelError.value("Can't drop a partitioning column.") }
    try updateTogether(Array(parts.indices), .drop(function)) { snapshot, _ in try Table.drop(names, from: &snapshot) }
  }

  package func rename(_ changes: [(old: String, new: String)]) throws {
    try updateTogether(Array(parts.indices), .rename("rename!")) { snapshot, _ in try Table.rename(changes, in: &snapshot) }
    renameColumn(changes)
  }
}
