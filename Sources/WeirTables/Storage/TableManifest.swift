import WeirHost

/// A column file that holds some rows of a column.
struct ManifestPiece: Sendable, Equatable {
  /// What the file is called: `<number>.col`.
  var number: UInt64
  var identity: ColumnFile.Identity
  var rowCount: Int
}

/// A column of a table on disk: its first rows are in column files; those behind them are in the log.
struct ManifestColumn: Sendable {
  var name: String
  /// Its type, as that of a column without rows.
  var shape: ColumnLayout
  var allowsNull = true
  /// What rows that were there from the first on had; one element, or nil.
  var defaultValue: Vector?
  /// In the order of their rows.
  var pieces: [ManifestPiece] = []

  var rowCount: Int { pieces.reduce(0) { $0 + $1.rowCount } }
}

/// What a table on disk consists of. Replacing its file is what makes a new version of the table the one that is there.
struct TableManifest: Sendable {
  /// Tells this table's files from those of another one of the same name.
  var identity: UInt64
  /// Of the table, without the records of the log.
  var version: Int
  /// The number that the next file gets; none is given twice.
  var nextNumber: UInt64
  /// The log of the rows that are not in column files.
  var logNumber: UInt64
  /// How many strings the symbols of the column files need.
  var symbolCount: Int
  var columns: [ManifestColumn]
  /// Of each table that had a change in common with this one, which decided it: the last such change, by the version that this table got by it. Without those of the log.
  var decisions: [UInt64: Int] = [:]

  static let kind: StaticString = "weirtbl1"

  var logIdentity: UInt64 { identity &+ logNumber }

  /// The numbers of all files.
  var columnNumbers: Set<UInt64> { Set(columns.flatMap { $0.pieces.map(\.number) }) }
}

extension TableManifest {
  /// - Throws: `.io` when it is missing or damaged.
  static func read(_ place: TablePlace, on disk: any Disk) throws -> TableManifest { try ManifestFile.read(place.manifest, kind: kind, on: disk) { try TableManifest(&$0) } }

  func encoded() throws -> [UInt8] {
    var encoder = ByteEncoder()
    for number in [identity, UInt64(version), nextNumber, logNumber, UInt64(symbolCount)] { encoder.add(number) }
    encoder.add(UInt32(columns.count))
    for column in columns { try TableManifest.encode(column, into: &encoder) }
    if !decisions.isEmpty { encodeDecisions(into: &encoder) }
    return encoder.bytes
  }

  private func encodeDecisions(into encoder: inout ByteEncoder) {
    encoder.add(UInt32(decisions.count))
    for (participant, version) in decisions.sorted(by: { $0.key < $1.key }) {
      encoder.add(participant)
      encoder.add(UInt64(version))
    }
  }

  private static func encode(_ column: ManifestColumn, into encoder: inout ByteEncoder) throws {
    encoder.add(column.name)
    column.shape.encode(into: &encoder)
    encoder.add(UInt8(column.allowsNull ? 1 : 0))
    encoder.add(UInt8(column.defaultValue == nil ? 0 : 1))
    if let value = column.defaultValue { try EncodedColumn(value).encode(into: &encoder) }
    encoder.add(UInt32(column.pieces.count))
    for piece in column.pieces {
      encoder.add(piece.number)
      encoder.add(piece.identity)
      encoder.add(UInt64(piece.rowCount))
    }
  }

  /// - Throws: `.io` for bytes that are no manifest.
  init(_ decoder: inout ByteDecoder) throws {
    identity = try decoder.number()
    version = try decoder.count()
    nextNumber = try decoder.number()
    logNumber = try decoder.number()
    symbolCount = try decoder.count()
    columns = []
    for _ in 0..<(try decoder.number(UInt32.self)) { columns.append(try TableManifest.column(&decoder)) }
    guard !decoder.isAtEnd else { return }
    for _ in 0..<(try decoder.number(UInt32.self)) { decisions[try decoder.number()] = try decoder.count() }
  }

  private static func column(_ decoder: inout ByteDecoder) throws -> ManifestColumn {
    var column = ManifestColumn(name: try decoder.text(), shape: try ColumnLayout(&decoder))
    column.allowsNull = try decoder.number(UInt8.self) != 0
    if try decoder.number(UInt8.self) != 0 { column.defaultValue = try ColumnLayout.decodeColumn(&decoder) }
    for _ in 0..<(try decoder.number(UInt32.self)) {
      let (number, identity) = (try decoder.number(UInt64.self), try decoder.number(UInt32.self))
      column.pieces.append(ManifestPiece(number: number, identity: identity, rowCount: try decoder.count()))
    }
    return column
  }
}

extension EncodedColumn {
  /// The layout and the sections, one behind the other.
  func encode(into encoder: inout ByteEncoder) {
    layout.encode(into: &encoder)
    for section in layout.lengths.indices { withSection(section) { encoder.add($0) } }
  }
}

extension ColumnLayout {
  /// The column that `EncodedColumn.encode` wrote.
  /// - Throws: `.io` for bytes that are no column.
  static func decodeColumn(_ decoder: inout ByteDecoder) throws -> Vector {
    let layout = try ColumnLayout(&decoder)
    var sections = ColumnSections(runs: [], places: [], file: nil)
    for length in layout.lengths {
      sections.places.append(decoder.next)
      sections.runs.append(try decoder.run(length))
    }
    return try layout.decode(sections)
  }
}
