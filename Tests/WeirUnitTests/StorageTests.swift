import Testing
import WeirHost

import WeirTables

/// Columns, records and manifests as files.
@Suite struct StorageTests {
  // MARK: Checksums

  @Test func checksumsAreThoseOfTheStandard() {
    // The check value of CRC-32C, and of the test vectors of RFC 3720.
    #expect(Checksum.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(Checksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(Checksum.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(Checksum.of([]) == 0)
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for cut in [0, 1, 7, 8, 500, 999] { #expect(Checksum.of(Array(bytes[cut...]), start: Checksum.of(Array(bytes[..<cut]))) == Checksum.of(bytes)) }
  }

  @Test func blocksSideBySideHaveTheChecksumsOfBlocksAlone() {
    let bytes = (0..<(5 * Checksum.blockBytes + 3)).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 11) }
    bytes.withUnsafeBytes { all in
      let alone = stride(from: 0, to: all.count, by: Checksum.blockBytes).map {
        Checksum.of(UnsafeRawBufferPointer(rebasing: all[$0..<min(all.count, $0 + Checksum.blockBytes)]))
      }
      #expect(Checksum.ofBlocks(all) == alone)
    }
  }

  // MARK: Columns

  /// A column of every type that can be stored, with nulls, and of none and many rows.
  static func columns() throws -> [Vector] {
    var columns: [Vector] = []
    for type in ElementType.allCases where type.storage != .any {
      let scale = type.isDecimal ? 2 : 0
      for count in [0, 1, 1000] {
        let column = try Vector.nulls(type, count: count, scale: scale)
        for row in 0..<count where row % 3 != 0 {
          if let fixed = column as? FixedVector { fixed.raw.storeBytes(of: UInt8(truncatingIfNeeded: row), toByteOffset: row * type.storage.width, as: UInt8.self) }
        }
        columns.append(column)
      }
      let lists = try ArrayVector(type, scale: scale)
      for length in [2, 0, 5] { try lists.append(.vector(try Vector.nulls(type, count: length, scale: scale))) }
      columns.append(lists)
    }
    for type in [ElementType.string, .blob, .symbol] {
      let texts = try Vector.empty(type)
      for row in 0..<3000 { try texts.append(.string(row % 7 == 0 ? "" : "text \(row % 50)" + String(repeating: "é", count: row % 9))) }
      columns.append(texts)
      columns.append(texts.slice(1000, 500))
      columns.append(try texts.gather([5, 4, 3, -1, 2999]))
    }
    // Long enough to stay in the file that is mapped.
    let long = try FixedVector(.double, count: 300_000)
    for row in 0..<long.count { long.pointer(Double.self)[row] = Double(row) / 3 }
    columns.append(long)
    columns.append(long.slice(7, 250_000))
    let texts = try Vector.empty(.string)
    for row in 0..<100_000 { try texts.append(.string("row \(row)")) }
    columns.append(texts)
    return columns
  }

  static func areEqual(_ left: Vector, _ right: Vector) -> Bool {
    guard left.type == right.type, left.storage == right.storage, left.scale == right.scale, left.count == right.count else { return false }
    if let left = left as? ArrayVector, let right = right as? ArrayVector {
      return (0..<left.count).allSatisfy { areEqual(left.row($0), right.row($0)) }
    }
    if left.type.isLiteral { return (0..<left.count).allSatisfy { left.text(at: $0) == right.text(at: $0) && left.isNull(at: $0) == right.isNull(at: $0) } }
    let bytes = left.count * left.storage.width
    return UnsafeRawBufferPointer(start: left.raw, count: bytes).elementsEqual(UnsafeRawBufferPointer(start: right.raw, count: bytes))
  }

  @Test(arguments: [LocalDisk() as any Disk, MemoryDisk()]) func columnsComeBackAsTheyWere(disk: any Disk) throws {
    let directory = "/tmp/weir-columns-\(SystemEntropy().nextSeed())"
    try disk.makeDirectories(directory)
    defer { try? disk.removeTree(directory) }
    let path = directory + "/a"
    for column in try StorageTests.columns() {
      let identity = try ColumnFile.write(column, to: path, on: disk)
      let back = try ColumnFile.read(path, on: disk, identity: identity)
      #expect(StorageTests.areEqual(column, back), "\(column.type), \(column.count)")
      #expect(try ColumnFile.layout(of: path, on: disk).count == column.count)
      // What was read is a column like any other: it grows and is changed, and its file is not.
      if back.count > 0 {
        let first = column.cell(at: 0)
        try back.append(contentsOf: column)
        try back.set(0, column.cell(at: column.count - 1))
        try back.set(0, first)
        #expect(back.count == 2 * column.count)
        #expect(StorageTests.areEqual(column, back.slice(column.count, column.count)), "\(column.type), \(column.count)")
        #expect(StorageTests.areEqual(column, try ColumnFile.read(path, on: disk)), "\(column.type), \(column.count)")
      }
    }
  }

  @Test func aColumnOfAFileIsWrittenInPlaceWithoutTheFile() throws {
    let disk = LocalDisk()
    let path = "/tmp/weir-mapped-\(SystemEntropy().nextSeed())"
    defer { try? disk.remove(path) }
    let column = try Vector.repeating(.double(1), count: 100_000)
    try ColumnFile.write(column, to: path, on: disk)
    let read = try ColumnFile.read(path, on: disk)
    try read.set(5, .double(2))
    #expect(try read.cell(at: 5).asDouble() == 2)
    #expect(try ColumnFile.read(path, on: disk).cell(at: 5).asDouble() == 1)
    try disk.remove(path)
    try read.append(.double(3))
    #expect(try read.cell(at: 100_000).asDouble() == 3)
  }

  @Test func symbolsCanBeKeptElsewhere() throws {
    let disk = MemoryDisk()
    let symbols = SymbolDictionary()
    let column = try Vector.empty(.symbol)
    for text in ["b", "", "a", "b"] { try column.append(.string(text)) }
    try ColumnFile.write(column, to: "/a", on: disk, symbols: symbols)
    #expect(symbols.strings == ["", "b", "a"])
    #expect(StorageTests.areEqual(try ColumnFile.read("/a", on: disk, symbols: symbols), column))
    #expect(throws: KernelError.self) { try ColumnFile.read("/a", on: disk) }
    #expect(throws: KernelError.self) { try ColumnFile.read("/a", on: disk, symbols: SymbolDictionary()) }
  }

  @Test func aColumnOfAnythingIsRefused() throws {
    let column = AnyVector(capacity: 1)
    column.push(.long(1))
    #expect(throws: KernelError.self) { try ColumnFile.write(column, to: "/a", on: MemoryDisk()) }
    #expect(throws: KernelError.self) { try EncodedColumn.requireStorable(column, named: "a") }
  }

  @Test func aFlippedByteOfAColumnIsRefusedOrMeansNothing() throws {
    let disk = MemoryDisk()
    let column = try Vector.empty(.symbol)
    for text in ["b", "", "a", "b"] { try column.append(.string(text)) }
    try ColumnFile.write(column, to: "/a", on: disk)
    let bytes = try disk.contents(of: "/a")
    let file = try disk.open("/a", .existing)
    var refused = 0
    for place in bytes.indices {
      try file.write([bytes[place] ^ UInt8(1 << (place % 8))], at: place)
      do {
        let found = try ColumnFile.read("/a", on: disk)
        if !StorageTests.areEqual(found, column) { Issue.record("byte \(place) is wrong and was read") }
      } catch { refused += 1 }
      try file.write([bytes[place]], at: place)
    }
    #expect(refused > 100)
    for length in stride(from: 0, to: bytes.count, by: 37) {
      try disk.open("/a", .truncate).write(Array(bytes[..<length]), at: 0)
      #expect(throws: KernelError.self) { try ColumnFile.read("/a", on: disk) }
    }
  }

  // MARK: Logs

  static let records: [[UInt8]] = [[1], [], Array(repeating: 7, count: 600), [2, 3], Array(repeating: 0, count: 1100), Array("last".utf8)]

  static func read(_ path: String, _ disk: any Disk, identity: UInt64 = 9) throws -> (log: RecordLog, records: [[UInt8]]) {
    var found: [[UInt8]] = []
    let log = try RecordLog.open(path, on: disk, identity: identity) { bytes, _ in found.append(Array(bytes)) }
    return (log, found)
  }

  static func written(_ records: [[UInt8]], _ disk: any Disk) throws {
    let log = try RecordLog.create("/log", on: disk, identity: 9)
    for record in records { try log.append(record) }
  }

  @Test func recordsComeBackInOrderAndOthersFollow() throws {
    let disk = MemoryDisk()
    try StorageTests.written(StorageTests.records, disk)
    let (log, records) = try StorageTests.read("/log", disk)
    #expect(records == StorageTests.records)
    try log.append([42])
    #expect(try StorageTests.read("/log", disk).records == StorageTests.records + [[42]])
    #expect(try disk.contents(of: "/log").count % LogFragment.sectorBytes == 0)
    #expect(throws: KernelError.self) { try StorageTests.read("/log", disk, identity: 8) }
    #expect(throws: KernelError.self) { try StorageTests.read("/none", disk) }
  }

  @Test func aFlippedByteOfALogIsRefusedOrMeansNothing() throws {
    let disk = MemoryDisk()
    try StorageTests.written(StorageTests.records, disk)
    let bytes = try disk.contents(of: "/log")
    let file = try disk.open("/log", .existing)
    for place in bytes.indices {
      try file.write([bytes[place] ^ UInt8(1 << (place % 8))], at: place)
      do {
        if try StorageTests.read("/log", disk).records != StorageTests.records { Issue.record("byte \(place) is wrong and was read") }
      } catch let error as KernelError { #expect(error.text.contains("'/log'") && error.text.contains("byte")) }
      try file.write([bytes[place]], at: place)
    }
  }

  /// A file that ends within a record, or whose last sectors were never written, is that of a crash.
  @Test func aTornEndIsCut() throws {
    let disk = MemoryDisk()
    try StorageTests.written(Array(StorageTests.records.dropLast(2)), disk)
    let before = try disk.contents(of: "/log")
    try StorageTests.written(Array(StorageTests.records.dropLast()), disk)
    let after = try disk.contents(of: "/log")
    let sector = LogFragment.sectorBytes
    let sectors = after.count / sector
    var random = SeededRandom(seed: 4)
    for turn in 0..<60 {
      // Each sector as it was, which is zero beyond the old end, or as it is to be.
      var torn = before + [UInt8](repeating: 0, count: after.count - before.count)
      var isWhole = true
      for index in 0..<sectors {
        if random.next(below: 2) == 0 {
          torn.replaceSubrange(index * sector..<(index + 1) * sector, with: after[index * sector..<(index + 1) * sector])
        } else if torn[index * sector..<(index + 1) * sector] != after[index * sector..<(index + 1) * sector] { isWhole = false }
      }
      if turn % 2 == 0 {
        let length = before.count + Int(random.next(below: UInt64(torn.count - before.count)))
        torn = Array(torn[..<length])
        isWhole = false
      }
      try disk.open("/log", .truncate).write(torn, at: 0)
      let (log, records) = try StorageTests.read("/log", disk)
      // A cut behind the last fragment leaves a whole record.
      let count = StorageTests.records.count - (isWhole || records.count > StorageTests.records.count - 2 ? 1 : 2)
      #expect(records.map(\.count) == StorageTests.records.prefix(count).map(\.count))
      try log.append([5, 5])
      #expect(try StorageTests.read("/log", disk).records.count == records.count + 1)
    }
  }

  @Test func aMissingMiddleIsRefused() throws {
    let disk = MemoryDisk()
    try StorageTests.written(StorageTests.records + [Array(repeating: 1, count: 1000)], disk)
    var bytes = try disk.contents(of: "/log")
    let sector = LogFragment.sectorBytes
    bytes.replaceSubrange(sector..<3 * sector, with: [UInt8](repeating: 0, count: 2 * sector))
    try disk.write(bytes, to: "/log")
    #expect(throws: KernelError.self) { try StorageTests.read("/log", disk) }
  }

  // MARK: Manifests

  @Test func aManifestIsWhatWasWrittenOrRefused() throws {
    let disk = MemoryDisk()
    let read = { try ManifestFile.read("/m", kind: "weirtest", on: disk) { try Array($0.run(5)) } }
    try ManifestFile.replace("/m", kind: "weirtest", with: Array("abcde".utf8), on: disk)
    #expect(try read() == Array("abcde".utf8))
    #expect(throws: KernelError.self) { try ManifestFile.read("/m", kind: "weirtbl1", on: disk) { _ in } }
    #expect(throws: KernelError.self) { try ManifestFile.read("/m", kind: "weirtest", on: disk) { try $0.run(4) } }
    let bytes = try disk.contents(of: "/m")
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 4
      try disk.write(damaged, to: "/m")
      #expect(throws: KernelError.self) { try read() }
    }
  }
}
