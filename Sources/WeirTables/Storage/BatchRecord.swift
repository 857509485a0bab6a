/// A change of several tables, by the one that decides it: the coordinator, which has the decision in its own files, as a part of its own change.
struct BatchReference: Equatable {
  /// Tells the coordinator from another table of its name.
  let identity: UInt64
  let name: String
  /// Where it is, from the directory of the table that has this.
  let relativeDirectory: String
  /// Where it was.
  let directory: String
  /// The version that the coordinator gets by the change.
  let version: Int
}

/// What the log of a table has of a change that the table has in common with others, before that is decided.
///
/// Whatever stands behind it in the log says that the change took place; as the last record it leaves that to the coordinator.
struct PreparedRecord {
  enum Change {
    /// A record that could stand in the log by itself.
    case record([UInt8])
    /// The manifest that is to take the place of the present one. The files that it names are there.
    case manifest([UInt8])
  }

  let batch: BatchReference
  let change: Change

  /// In the place of the first row of a `RowRecord`.
  private static let mark = UInt64.max - 1

  init(_ batch: BatchReference, _ change: Change) { (self.batch, self.change) = (batch, change) }

  func encoded() -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(PreparedRecord.mark)
    encoder.add(batch.identity)
    for text in [batch.name, batch.relativeDirectory, batch.directory] { encoder.add(text) }
    encoder.add(UInt64(batch.version))
    switch change {
    case .record(let bytes):
      encoder.add(UInt8(0))
      encoder.add(bytes)
    case .manifest(let bytes):
      encoder.add(UInt8(1))
      encoder.add(bytes)
    }
    return encoder.bytes
  }

  /// Nil for another kind of record.
  /// - Throws: `.io` for bytes that are no prepared change.
  init?(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    var decoder = ByteDecoder(bytes, at: place)
    guard try decoder.number(UInt64.self) == PreparedRecord.mark else { return nil }
    let identity = try decoder.number(UInt64.self)
    let (name, relative, directory) = (try decoder.text(), try decoder.text(), try decoder.text())
    batch = BatchReference(identity: identity, name: name, relativeDirectory: relative, directory: directory, version: try decoder.count())
    switch try decoder.number(UInt8.self) {
    case 0: change = .record(Array(try decoder.rest()))
    case 1: change = .manifest(Array(try decoder.rest()))
    default: throw place.damaged("it is no change that is prepared")
    }
  }
}

/// A change of the coordinator that decides one of several tables.
struct DecisionRecord {
  let version: Int
  /// The other tables (`TableFiles.participant`).
  let participants: [UInt64]
  /// A record that could stand in the log by itself.
  let change: [UInt8]

  /// In the place of the first row of a `RowRecord`.
  private static let mark = UInt64.max - 2

  init(version: Int, participants: [UInt64], change: [UInt8]) { (self.version, self.participants, self.change) = (version, participants, change) }

  func encoded() -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(DecisionRecord.mark)
    encoder.add(UInt64(version))
    encoder.add(UInt32(participants.count))
    for participant in participants { encoder.add(participant) }
    encoder.add(change)
    return encoder.bytes
  }

  /// Nil for another kind of record.
  /// - Throws: `.io` for bytes that are no decision.
  init?(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    guard bytes.count >= MemoryLayout<UInt64>.size else { return nil }
    var decoder = ByteDecoder(bytes, at: place)
    guard try decoder.number(UInt64.self) == DecisionRecord.mark else { return nil }
    version = try decoder.count()
    var participants: [UInt64] = []
    for _ in 0..<(try decoder.number(UInt32.self)) { participants.append(try decoder.number()) }
    self.participants = participants
    change = Array(try decoder.rest())
  }

  /// Notes the decision as the last one of each participant.
  func add(to decisions: inout [UInt64: Int]) { for participant in participants { decisions[participant] = max(version, decisions[participant] ?? 0) } }
}
