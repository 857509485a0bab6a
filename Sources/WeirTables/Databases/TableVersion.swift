import WeirHost

/// A table on disk at one moment. Who holds it keeps the files.
struct TableVersion: Sendable {
  /// Of the manifest; each write adds one.
  var number = 0
  var definition: TableDefinition
  /// By path; only those that have rows.
  var partitions: [String: StoredPartition] = [:]
  var nextFile = 0

  private static let kind: StaticString = "weirtbl1"

  var files: [StoredFile] { partitions.values.flatMap { $0.files } }

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
      for segment in partition.segments { TableVersion.encode(segment, into: &encoder) }
    }
    try ManifestFile.replace(path, kind: TableVersion.kind, with: encoder.bytes, on: disk)
  }

  private static func encode(_ segment: StoredSegment, into encoder: inout ByteEncoder) {
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
    self = try ManifestFile.read(path, kind: TableVersion.kind, on: disk) { decoder in
      let number = try decoder.count()
      let nextFile = try decoder.count()
      var version = TableVersion(try TableDefinition(&decoder))
      (version.number, version.nextFile) = (number, nextFile)
      for _ in 0..<(try decoder.number(UInt32.self)) {
        let labels = try decoder.names()
        let writes = try decoder.count()
        var segments: [StoredSegment] = []
        for _ in 0..<(try decoder.number(UInt32.self)) {
          segments.append(try TableVersion.segment(&decoder) { StoredFile(number: $1, identity: $2, path: place(labels, $0, $1), on: disk) })
        }
        let partition = StoredPartition(labels: labels, segments: segments, version: writes)
        version.partitions[partition.path] = partition
      }
      return version
    }
  }

  private static func segment(_ decoder: inout ByteDecoder, _ file: (_ column: Int, _ number: Int, ColumnFile.Identity) -> StoredFile) throws -> StoredSegment {
    let rowCount = try decoder.count()
    var files: [Int: StoredFile] = [:]
    for _ in 0..<(try decoder.number(UInt32.self)) {
      let column = Int(try decoder.number(UInt32.self))
      let number = try decoder.count()
      files[column] = file(column, number, try decoder.number(UInt32.self))
    }
    return StoredSegment(rowCount: rowCount, files: files)
  }
}
