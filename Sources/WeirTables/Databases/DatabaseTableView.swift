import Synchronization

/// The partitions of a table on disk at one moment, in the order of their places.
struct DatabaseTableView: PartitionView {
  let shape: TableSnapshot
  let levels: [PartitionLevel]
  let definition: TableDefinition
  let partitions: [DatabasePartition]
  private let places: [[Int]]
  private let number: Int
  private let databaseLevels: [DatabaseLevel]

  init(_ version: DatabaseTableVersion, _ levels: [DatabaseLevel]) throws {
    shape = try version.definition.shape()
    definition = version.definition
    number = version.number
    databaseLevels = levels
    let isPartitioned = !definition.partitionColumns.isEmpty
    self.levels = isPartitioned ? zip(definition.partitionColumns, levels).map { PartitionLevel(column: $0, scheme: $1.scheme) } : []
    var placed: [(places: [Int], partition: DatabasePartition)] = []
    for partition in version.partitions.values {
      let places = zip(partition.labels, levels).map { $1.place(of: $0) }
      placed.append((places.map { $0 ?? Int.max }, partition))
    }
    placed.sort { $0.places.lexicographicallyPrecedes($1.places) }
    partitions = placed.map(\.partition)
    places = placed.map(\.places)
  }

  func isOf(_ version: DatabaseTableVersion, _ levels: [DatabaseLevel]) -> Bool { number == version.number && databaseLevels.elementsEqual(levels, by: ===) }

  var count: Int { partitions.count }
  var isExact: Bool { true }
  func place(of partition: Int, at level: Int) -> Int { places[partition][level] }
  func rowCount(of partition: Int) -> Int { partitions[partition].rowCount }
  func open(_ partition: Int) -> any PartitionRows { rows(of: partition) }
  func rows(of partition: Int) -> DatabaseRows { DatabaseRows(partitions[partition], definition, databaseLevels) }

  /// All columns of one partition.
  func snapshot(of partition: Int) throws -> TableSnapshot {
    let rows = rows(of: partition)
    var snapshot = shape
    snapshot.columns = try shape.columns.indices.map { try rows.column($0) }
    snapshot.rowCount = rows.rowCount
    return snapshot
  }
}

/// The rows of a partition, read column by column as somebody asks for them.
final class DatabaseRows: PartitionRows {
  private let partition: DatabasePartition
  private let definition: TableDefinition
  private let levels: [DatabaseLevel]
  private let columns = Mutex<[Int: Vector]>([:])
  /// How rows of several writes are sorted together; nil where they stay as they are.
  private let order = Mutex<[Int]?>(nil)

  init(_ partition: DatabasePartition, _ definition: TableDefinition, _ levels: [DatabaseLevel]) {
    (self.partition, self.definition, self.levels) = (partition, definition, levels)
  }

  var rowCount: Int { partition.rowCount }
  var keyed: KeyedRows? { nil }

  func column(_ index: Int) throws -> Vector {
    if let known = columns.withLock({ $0[index] }) { return known }
    var column = try unsorted(index)
    if isMerged { column = try column.gather(try mergedOrder()) }
    return columns.withLock { columns in
      if let known = columns[index] { return known }
      columns[index] = column
      return column
    }
  }

  private var isMerged: Bool { partition.segments.count > 1 && !definition.sortColumns.isEmpty }

  private func mergedOrder() throws -> [Int] {
    if let known = order.withLock({ $0 }) { return known }
    let keys = try definition.sortColumns.map { name in
      SortKey(try unsorted(definition.columns.firstIndex { $0.name == name } ?? 0))
    }
    let sorted = try SortKernel.order(keys: keys)
    order.withLock { $0 = sorted }
    return sorted
  }

  /// The rows of one write behind those of the one before.
  private func unsorted(_ index: Int) throws -> Vector {
    let column = definition.columns[index]
    if let value = definition.constantColumn(index, partition.labels, levels, count: rowCount) { return try value() }
    if partition.segments.count == 1 { return try read(partition.segments[0], column) }
    let all = try column.nulls(0)
    try all.reserve(rowCount)
    for segment in partition.segments { try all.append(contentsOf: try read(segment, column)) }
    return all
  }

  private func read(_ segment: DatabaseSegment, _ column: DatabaseColumn) throws -> Vector {
    guard let file = segment.files[column.number] else { return try column.nulls(segment.rowCount) }
    let values = try file.column()
    guard values.count == segment.rowCount, values.type == column.type else {
      throw KernelError(.io, "the files of the column `\(column.name)` do not belong to its table: \(values.count) rows of \(values.type.name)")
    }
    return values
  }
}

extension TableDefinition {
  /// The column whose values the partition tells, so that they are not written: that of a VALUE level of its very type. Nil for every other.
  func constantColumn(_ index: Int, _ labels: [String], _ levels: [DatabaseLevel], count: Int) -> (() throws -> Vector)? {
    guard let level = levelTelling(index, levels), let place = levels[level].place(of: labels[level]) else { return nil }
    let column = columns[index]
    let value = levels[level].scheme.given.slice(place, 1)
    return {
      let one = try column.nulls(0)
      try one.append(contentsOf: value)
      return try one.gather([Int](repeating: 0, count: count))
    }
  }

  /// - Returns: the level that says what all values of a column in a partition are.
  func levelTelling(_ index: Int, _ levels: [DatabaseLevel]) -> Int? {
    guard let level = partitionColumns.firstIndex(of: columns[index].name), level < levels.count else { return nil }
    let scheme = levels[level].scheme
    let isSame = scheme.type == columns[index].type || scheme.type.isLiteral && columns[index].type.isLiteral
    return scheme.kind == .value && isSame ? level : nil
  }
}
