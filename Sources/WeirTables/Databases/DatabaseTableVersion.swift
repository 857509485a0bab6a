import WeirHost

/// A table on disk at one moment. Who holds it keeps the files.
struct DatabaseTableVersion: Sendable {
  /// Of the manifest; each write adds one.
  var number = 0
  var definition: TableDefinition
  /// By path; only those that have rows.
  var partitions: [String: DatabasePartition] = [:]
  var nextFile = 0

  private static let kind: StaticString = "weirtbl1"

  var files: [DatabaseFile] { partitions.values.flatMap { $0.files } }

  /// The files that this version has and `earlier` has not, and the other way round.
  func difference(from earlier: DatabaseTableVersion) -> (added: [DatabaseFile], removed: [DatabaseFile]) {
    var (mine, others): ([DatabaseFile], [DatabaseFile]) = ([], [])
    for path in Set(partitions.keys).union(earlier.partitions.keys) where partitions[path] !== earlier.partitions[path] {
      mine += partitions[path]?.files ?? []
      others += earlier.partitions[path]?.files ?? []
    }
    let (own, old) = (Set(mine.map { ObjectIdentifier($0) }), Set(others.map { ObjectIdentifier($0) }))
    return (mine.filter { !old.contains(ObjectIdentifier($0)) }, others.filter { !own.contains(ObjectIdentifier($0)) })
  }

  func write(to path: String, on disk: any Disk) throws {
    var encoder = ByteEncoder()
    encoder.add(UInt64(number))
    encoder.add(UInt64(nextFile))
    definition.encode(into: &encoder)
    encoder.add(UInt32(partitions.count))
    for path in partitions.keys.sorted() {
      guard let partition = partitions[path] else { continue }
      encoder.add(partition.labels)
      encoder.add(UInt64(partition.version))
      encoder.add(UInt32(partition.segments.count))
      for segment in partition.segments { DatabaseTableVersion.encode(segment, into: &encoder) }
    }
    try ManifestFile.replace(path, kind: DatabaseTableVersion.kind, with: encoder.bytes, on: disk)
  }

  private static func encode(_ segment: DatabaseSegment, into encoder: inout ByteEncoder) {
    encoder.add(UInt64(segment.rowCount))
    encoder.add(UInt32(segment.files.count))
    for (column, file) in segment.files.sorted(by: { $0.key < $1.key }) {
      encoder.add(UInt32(column))
      encoder.add(UInt64(file.number))
      encoder.add(file.identity)
    }
  }

  init(_ definition: TableDefinition) { self.definition = definition }

  /// - Parameter place: where a file of a partition is, by its labels, the column and its number.
  /// - Throws: `.io` for a manifest that is missing or damaged.
  init(reading path: String, on disk: any Disk, place: (_ labels: [String], _ column: Int, _ number: Int) -> String) throws {
    self = try ManifestFile.read(path, kind: DatabaseTableVersion.kind, on: disk) { decoder in
      let number = try decoder.count()
      let nextFile = try decoder.count()
      var version = DatabaseTableVersion(try TableDefinition(&decoder))
      (version.number, version.nextFile) = (number, nextFile)
      for _ in 0..<(try decoder.number(UInt32.self)) {
        let labels = try decoder.names()
        let writes = try decoder.count()
        var segments: [DatabaseSegment] = []
        for _ in 0..<(try decoder.number(UInt32.self)) {
          segments.append(try DatabaseTableVersion.segment(&decoder) { DatabaseFile(number: $1, identity: $2, path: place(labels, $0, $1), on: disk) })
        }
        let partition = DatabasePartition(labels: labels, segments: segments, version: writes)
        version.partitions[partition.path] = partition
      }
      return version
    }
  }

  private static func segment(_ decoder: inout ByteDecoder, _ file: (_ column: Int, _ number: Int, ColumnFile.Identity) -> DatabaseFile) throws -> DatabaseSegment {
    let rowCount = try decoder.count()
    var files: [Int: DatabaseFile] = [:]
    for _ in 0..<(try decoder.number(UInt32.self)) {
      let column = Int(try decoder.number(UInt32.self))
      let number = try decoder.count()
      files[column] = file(column, number, try decoder.number(UInt32.self))
    }
    return DatabaseSegment(rowCount: rowCount, files: files)
  }
}
