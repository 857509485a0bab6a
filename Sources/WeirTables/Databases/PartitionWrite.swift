import Glibc
import WeirHost

/// The new partitions of one write. Their files are there when they are published, and go again when they are not.
struct PartitionWrite {
  private let table: DatabaseTable
  private let before: DatabaseTableVersion
  private let levels: [DatabaseLevel]
  /// By path; nil for a partition that is left without rows.
  private var changed: [String: DatabasePartition?] = [:]
  private var files: [String] = []
  /// Those in which something is new.
  private var directories: Set<String> = []
  /// Those that are known to be there.
  private var made: Set<String> = []
  private var hasNewShape = false

  init(_ table: DatabaseTable, _ before: DatabaseTableVersion) {
    (self.table, self.before) = (table, before)
    levels = table.database.levels
  }

  var definition: TableDefinition { before.definition }

  /// - Throws: `.value` when the columns are no longer those that rows were made for.
  func requireColumns(of earlier: TableDefinition) throws {
    guard earlier.columns.map(\.number) == definition.columns.map(\.number) else { throw KernelError.value("the columns of the table were changed meanwhile") }
  }

  /// Rows of all columns were added: from now on nobody may leave out those that are new.
  mutating func noteNewShape() { hasNewShape = true }

  /// Adds rows to one partition.
  ///
  /// Segments that are no longer than what comes behind them are merged, so that their lengths always fall by half or more: a partition of n rows has at most log2(n) of them,
  /// and a row is written that often.
  ///
  /// - Parameter given: how many of the columns the rows came with; the others are nulls. Nil for all.
  /// - Throws: `.shape` when the partition has rows with more columns, unless those are newer than the rows.
  mutating func append(_ columns: [Vector], to labels: [String], given: Int? = nil) throws {
    let path = labels.joined(separator: "/")
    let present = before.partitions[path]
    let given = given ?? columns.count
    if given < columns.count, definition.olderCount == nil, present?.segments.contains(where: { self.width(of: $0) > given }) == true { throw TableDefinition.fewerColumns }
    var width = given
    var segments = present?.segments ?? []
    var absorbed: [DatabaseSegment] = []
    var count = columns.first?.count ?? 0
    let mergesAll = !definition.sortColumns.isEmpty && definition.duplicates != .all
    while let last = segments.last, mergesAll || last.rowCount <= count {
      absorbed.insert(last, at: 0)
      width = max(width, self.width(of: last))
      segments.removeLast()
      count += last.rowCount
    }
    var rows = columns
    if !absorbed.isEmpty {
      let older = DatabaseRows(DatabasePartition(labels: labels, segments: absorbed, version: 0), definition, levels)
      rows = try columns.indices.map { index in
        let all = try definition.columns[index].nulls(0)
        try all.reserve(count)
        try all.append(contentsOf: try older.column(index))
        try all.append(contentsOf: columns[index])
        return all
      }
    }
    segments.append(try segment(of: try sorted(rows), labels, width: width))
    changed[path] = DatabasePartition(labels: labels, segments: segments, version: (present?.version ?? 0) + 1)
  }

  /// How many columns the rows of a segment came with.
  private func width(of segment: DatabaseSegment) -> Int {
    (definition.columns.indices.last { segment.files[definition.columns[$0].number] != nil } ?? -1) + 1
  }

  /// Leaves some of the rows.
  mutating func keep(_ rows: [Int], of view: DatabaseTableView, _ place: Int) throws {
    let partition = view.partitions[place]
    guard rows.count < partition.rowCount else { return }
    guard !rows.isEmpty else { return removeRows(of: partition) }
    let source = view.rows(of: place)
    try replace(partition, try definition.columns.indices.map { try source.column($0).gather(rows) })
  }

  mutating func removeRows(of partition: DatabasePartition) { changed[partition.path] = .some(nil) }

  /// Other values for some columns; the files of the others stay, where the partition has one of each.
  /// - Parameter values: nil for a column that stays.
  mutating func replaceColumns(of view: DatabaseTableView, _ place: Int, _ values: (Int) -> Vector?) throws {
    let partition = view.partitions[place]
    let source = view.rows(of: place)
    var replaced: [Int: Vector] = [:]
    for index in definition.columns.indices {
      guard definition.levelTelling(index, levels) == nil, let column = values(index), try !PartitionWrite.areEqual(column, source.column(index)) else { continue }
      replaced[index] = column
    }
    guard !replaced.isEmpty else { return }
    let movesRows = replaced.keys.contains { definition.sortColumns.contains(definition.columns[$0].name) }
    guard partition.segments.count == 1, !movesRows else {
      return try replace(partition, try sorted(try definition.columns.indices.map { try replaced[$0] ?? source.column($0) }))
    }
    var files = partition.segments[0].files
    for (index, column) in replaced.sorted(by: { $0.key < $1.key }) { files[definition.columns[index].number] = try write(column, index, partition.labels) }
    let segment = DatabaseSegment(rowCount: partition.rowCount, files: files)
    changed[partition.path] = DatabasePartition(labels: partition.labels, segments: [segment], version: partition.version + 1)
  }

  /// All rows of a partition anew.
  mutating func replace(_ labels: [String], _ columns: [Vector]) throws {
    let present = before.partitions[labels.joined(separator: "/")]
    try replace(present ?? DatabasePartition(labels: labels, segments: [], version: 0), try sorted(columns))
  }

  private mutating func replace(_ partition: DatabasePartition, _ columns: [Vector]) throws {
    changed[partition.path] = DatabasePartition(labels: partition.labels, segments: [try segment(of: columns, partition.labels)], version: partition.version + 1)
  }

  /// What is the same bytes is the same; of other columns than those of a fixed width nobody looks.
  private static func areEqual(_ column: Vector, _ other: Vector) -> Bool {
    guard let column = column as? FixedVector, let other = other as? FixedVector, column.count == other.count, column.storage == other.storage else { return false }
    return withExtendedLifetime((column, other)) {
      memcmp(column.raw, other.raw, column.count * column.storage.width) == 0
    }
  }

  // MARK: Files

  /// - Parameter width: how many of the columns get files; the others are nulls.
  private mutating func segment(of columns: [Vector], _ labels: [String], width: Int = .max) throws -> DatabaseSegment {
    var files: [Int: DatabaseFile] = [:]
    for index in definition.columns.indices where index < width && definition.levelTelling(index, levels) == nil {
      files[definition.columns[index].number] = try write(columns[index], index, labels)
    }
    return DatabaseSegment(rowCount: columns.first?.count ?? 0, files: files)
  }

  private mutating func write(_ column: Vector, _ index: Int, _ labels: [String]) throws -> DatabaseFile {
    try Interruption.check()
    let (database, number) = (table.database, table.takeFileNumber())
    let path = database.filePath(labels, table: table.number, column: definition.columns[index].number, file: number)
    let directory = FilePath.parent(of: path)
    try onDisk { try make(directory, on: database.disk) }
    directories.insert(directory)
    files.append(path)
    return try DatabaseFile(writing: try definition.columns[index].own(column), number: number, path: path, on: database.disk)
  }

  /// A directory and the ones above it. They outlive a crash once those that they are in are synced.
  private mutating func make(_ directory: String, on disk: any Disk) throws(HostError) {
    guard made.insert(directory).inserted, try !disk.exists(directory) else { return }
    let parent = FilePath.parent(of: directory)
    try make(parent, on: disk)
    try disk.makeDirectories(directory)
    directories.insert(parent)
  }

  /// The rows in the order of the sort columns, without those whose duplicates are to be left out.
  private func sorted(_ columns: [Vector]) throws -> [Vector] {
    guard !definition.sortColumns.isEmpty else { return columns }
    let keys = definition.sortColumns.map { name in columns[definition.columns.firstIndex { $0.name == name } ?? 0] }
    var order = try SortKernel.order(keys: keys.map { SortKey($0) })
    if definition.duplicates != .all {
      let rows = RowKeys(keys)
      let places = order.indices.filter { place in
        let neighbour = definition.duplicates == .last ? place + 1 : place - 1
        return !order.indices.contains(neighbour) || !rows.areEqual(order[place], rows, order[neighbour])
      }
      order = places.map { order[$0] }
    }
    return order.elementsEqual(0..<(columns.first?.count ?? 0)) ? columns : try columns.map { try $0.gather(order) }
  }

  // MARK: Publishing

  func publish() throws {
    guard !changed.isEmpty else { return }
    try Interruption.check()
    let disk = table.database.disk
    // All files are written before the first is synced: what one sync brings to the disk, the others do not have to.
    try onDisk { try disk.sync(files + directories.sorted()) }
    try table.publish { version in
      if hasNewShape { version.definition.acceptsOlderRows = false }
      for (path, partition) in changed { version.partitions[path] = partition }
    }
  }
}
