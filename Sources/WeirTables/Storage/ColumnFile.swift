import WeirHost

/// A column in a file of its own: its sections as they lie in memory, each from a page on, and behind them a footer with a checksum for each MiB.
///
/// A file is written once and never changed. The elements of a long column stay where they are, in the mapped file.
package enum ColumnFile {
  /// Sections begin at pages, so that what is mapped lies as an allocation would.
  static let pageBytes = 4096
  /// Shorter files are copied: a process has some ten thousands of mappings, and a database may have more files.
  private static let mappedBytesMin = 256 << 10
  /// Bytes that are written before somebody may stop it.
  private static let writeBytes = 8 << 20
  private static let magic = "weircol1"
  private static let trailerBytes = 16

  /// What names a written file beside its path: its footer's checksum. No other file has it, by any likelihood.
  package typealias Identity = UInt32

  // MARK: Writing

  /// Writes a column, and returns when its bytes have reached the disk; its name has when the directory is synced. A file that is there is overwritten.
  /// - Parameter syncs: false for a caller that writes many files and syncs them all at the end, which costs a fraction.
  /// - Throws: `.io`, `.interrupted`, and what `EncodedColumn.init` throws.
  @discardableResult
  package static func write(_ column: Vector, to path: String, on disk: any Disk, symbols: SymbolDictionary? = nil, syncs: Bool = true) throws -> Identity {
    try write(EncodedColumn(column, symbols: symbols), to: path, on: disk, syncs: syncs)
  }

  @discardableResult
  package static func write(_ column: EncodedColumn, to path: String, on disk: any Disk, syncs: Bool = true) throws -> Identity {
    try onDisk {
      let file = try disk.open(path, .truncate)
      var footer = Footer(layout: column.layout)
      var offset = 0
      for index in column.layout.lengths.indices {
        offset = roundedUp(offset)
        try column.withSection(index) { bytes in
          footer.offsets.append(offset)
          footer.checksums.append(Checksum.ofBlocks(bytes))
          try write(bytes, to: file, at: offset)
          offset += bytes.count
        }
      }
      let (bytes, identity) = footer.encoded
      try file.write(bytes, at: roundedUp(offset))
      if syncs { try file.sync() }
      return identity
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to file: any OpenFile, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      try Interruption.check()
      let end = min(bytes.count, done + writeBytes)
      try file.write(UnsafeRawBufferPointer(rebasing: bytes[done..<end]), at: offset + done)
      done = end
    }
  }

  static func roundedUp(_ offset: Int) -> Int { (offset + pageBytes - 1) / pageBytes * pageBytes }

  // MARK: Reading

  /// Reads a column and checks that it is what was written.
  ///
  /// - Parameters:
  ///   - symbols: the dictionary that was given when it was written.
  ///   - identity: of the file that is expected; nil for any.
  /// - Throws: `.io` for a file that is missing or damaged, naming it and the place.
  package static func read(_ path: String, on disk: any Disk, symbols: SymbolDictionary? = nil, identity: Identity? = nil) throws -> Vector {
    let file = try onDisk { try disk.map(path) }
    let footer = try Footer(file.bytes, path, identity)
    try footer.verify(file.bytes, path)
    return try withExtendedLifetime(file) { try footer.layout.decode(footer.sections(file, path, stays: file.bytes.count >= mappedBytesMin), symbols: symbols) }
  }

  /// What a file says of its column, without a look at the elements.
  /// - Throws: as `read`.
  package static func layout(of path: String, on disk: any Disk) throws -> ColumnLayout {
    let file = try onDisk { try disk.map(path) }
    return try withExtendedLifetime(file) { try Footer(file.bytes, path, nil).layout }
  }
}

extension ColumnFile {
  fileprivate struct Footer {
    let layout: ColumnLayout
    /// Where each section begins.
    var offsets: [Int] = []
    /// Of each section's MiBs.
    var checksums: [[UInt32]] = []

    init(layout: ColumnLayout) { self.layout = layout }

    /// The footer, and behind it its length, its checksum and the magic word.
    var encoded: (bytes: [UInt8], identity: Identity) {
      var encoder = ByteEncoder()
      layout.encode(into: &encoder)
      for (offset, sums) in zip(offsets, checksums) {
        encoder.add(UInt64(offset))
        for sum in sums { encoder.add(sum) }
      }
      encoder.add(UInt32(encoder.bytes.count))
      let identity = Checksum.of(encoder.bytes)
      encoder.add(identity)
      encoder.add(Array(magic.utf8))
      return (encoder.bytes, identity)
    }

    init(_ bytes: UnsafeRawBufferPointer, _ path: String, _ identity: Identity?) throws {
      let end = FilePlace(path, bytes.count)
      guard bytes.count >= trailerBytes, bytes.suffix(magic.utf8.count).elementsEqual(magic.utf8) else { throw end.damaged("it does not end as a column does") }
      let trailer = bytes.count - trailerBytes
      var decoder = ByteDecoder(UnsafeRawBufferPointer(rebasing: bytes[trailer...]), at: FilePlace(path, trailer))
      let length = Int(try decoder.number(UInt32.self))
      let sum = try decoder.number(UInt32.self)
      guard length <= trailer else { throw FilePlace(path, trailer).damaged("its footer is longer than the file") }
      let start = trailer - length
      guard Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[start..<trailer + 4])) == sum else { throw FilePlace(path, start).damaged("the checksum of its footer differs") }
      if let identity, identity != sum { throw FilePlace(path, start).damaged("it is the file of another column") }
      try self.init(UnsafeRawBufferPointer(rebasing: bytes[start..<trailer]), at: FilePlace(path, start))
    }

    /// - Parameter start: where the footer begins, which is where the sections end.
    private init(_ bytes: UnsafeRawBufferPointer, at start: FilePlace) throws {
      var decoder = ByteDecoder(bytes, at: start)
      layout = try ColumnLayout(&decoder)
      var expected = 0
      for length in layout.lengths {
        let offset = try decoder.count()
        guard offset == expected, length <= start.offset - offset else { throw start.damaged("its sections are not where they belong") }
        offsets.append(offset)
        let blocks = (length + Checksum.blockBytes - 1) / Checksum.blockBytes
        var sums: [UInt32] = []
        for _ in 0..<blocks { sums.append(try decoder.number(UInt32.self)) }
        checksums.append(sums)
        expected = roundedUp(offset + length)
      }
      guard decoder.isAtEnd, start.offset == expected else { throw start.damaged("its footer is not where it belongs") }
    }

    private func run(_ section: Int, of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: bytes[offsets[section]..<offsets[section] + layout.lengths[section]])
    }

    func verify(_ bytes: UnsafeRawBufferPointer, _ path: String) throws {
      for section in offsets.indices {
        try Interruption.check()
        let found = Checksum.ofBlocks(run(section, of: bytes))
        guard let block = found.indices.first(where: { found[$0] != checksums[section][$0] }) else { continue }
        throw FilePlace(path, offsets[section] + block * Checksum.blockBytes).damaged("the checksum of the bytes from there on differs")
      }
    }

    func sections(_ file: MappedFile, _ path: String, stays: Bool) -> ColumnSections {
      ColumnSections(
        runs: offsets.indices.map { run($0, of: file.bytes) }, places: offsets.map { FilePlace(path, $0) }, file: stays ? file : nil)
    }
  }
}

/// Calls `body`, and makes what the operating system refuses an error of the script.
func onDisk<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as HostError { throw KernelError(error) }
}
