import WeirHost

/// What the manifest of a database says.
struct DatabaseState: Sendable {
  /// As scripts name the database.
  let directory: String
  /// Each change adds one.
  var number = 0
  /// Empty for a database whose tables are not partitioned.
  var levels: [DatabaseLevel]
  var sequenceCount: Int?
  let engine: String
  let atomicity: String
  /// Numbers by name.
  var tables: [String: Int] = [:]
  var nextTable = 1

  private static let kind: StaticString = "weirdb01"

  init(_ directory: String, levels: [DatabaseLevel], sequenceCount: Int? = nil, engine: String = "OLAP", atomicity: String = "TRANS") {
    self.directory = directory
    (self.levels, self.sequenceCount, self.engine, self.atomicity) = (levels, sequenceCount, engine, atomicity)
  }

  func write(to path: String, on disk: any Disk) throws {
    var encoder = ByteEncoder()
    encoder.add(directory)
    encoder.add(UInt64(number))
    encoder.add(engine)
    encoder.add(atomicity)
    encoder.add(UInt32(sequenceCount ?? 0))
    encoder.add(UInt32(levels.count))
    for level in levels {
      encoder.add(UInt8(level.scheme.kind.rawValue))
      try encoder.add(level.scheme.given)
    }
    encoder.add(UInt32(nextTable))
    encoder.add(UInt32(tables.count))
    for (name, number) in tables.sorted(by: { $0.key < $1.key }) {
      encoder.add(name)
      encoder.add(UInt32(number))
    }
    try ManifestFile.replace(path, kind: DatabaseState.kind, with: encoder.bytes, on: disk)
  }

  /// - Throws: `.io` for a manifest that is missing or damaged.
  init(reading path: String, on disk: any Disk) throws {
    self = try ManifestFile.read(path, kind: DatabaseState.kind, on: disk) { decoder in
      let directory = try decoder.text()
      let number = try decoder.count()
      let (engine, atomicity) = (try decoder.text(), try decoder.text())
      let sequence = Int(try decoder.number(UInt32.self))
      var levels: [DatabaseLevel] = []
      for _ in 0..<(try decoder.number(UInt32.self)) {
        let place = decoder.next
        let kind = Int(try decoder.number(UInt8.self))
        guard let kind = PartitionScheme.Kind(rawValue: kind) else { throw place.damaged("there is no kind of scheme \(kind)") }
        levels.append(DatabaseLevel(try PartitionScheme(kind, try decoder.vector())))
      }
      var state = DatabaseState(directory, levels: levels, sequenceCount: sequence == 0 ? nil : sequence, engine: engine, atomicity: atomicity)
      state.number = number
      state.nextTable = Int(try decoder.number(UInt32.self))
      for _ in 0..<(try decoder.number(UInt32.self)) {
        let name = try decoder.text()
        state.tables[name] = Int(try decoder.number(UInt32.self))
      }
      return state
    }
  }
}
