import WeirHost

/// The columns while the pieces are parsed: every piece writes its rows where they belong, into memory for as many rows as there are lines.
final class TextAssembly {
  private let columns: [TextColumn]
  private let pieces: [TextPiece]
  private let cellCount: Int
  /// One per column; nil where the cells come one by one.
  private var buffers: [FixedVector?] = []
  /// `cellCount` for every piece.
  private let sinks: UnsafeMutablePointer<ColumnSink>
  private let sinkCount: Int
  private var rows: [Int]
  /// The first row of every piece.
  private let starts: [Int]

  init(_ columns: [TextColumn], _ pieces: [TextPiece], cellCount: Int) throws {
    self.columns = columns
    self.pieces = pieces
    self.cellCount = cellCount
    var start = 0
    var starts: [Int] = []
    for piece in pieces {
      starts.append(start)
      start += piece.rowsMax
    }
    self.starts = starts
    rows = Array(repeating: 0, count: pieces.count)
    sinkCount = pieces.count * cellCount
    let buffers = try columns.map { try TextAssembly.storage(of: $0).map { try FixedVector($0, count: start) } }
    self.buffers = buffers
    var made: [ColumnSink] = []
    let nowhere = UnsafeMutableRawPointer(mutating: UnsafeRawPointer(pieces[0].start))
    for piece in pieces.indices {
      for cell in 0..<cellCount {
        guard let position = columns.firstIndex(where: { $0.index == cell }) else {
          made.append(try ColumnSink(nil, target: nowhere))
          continue
        }
        let target = buffers[position].map { $0.raw + starts[piece] * $0.storage.width }
        made.append(try ColumnSink(columns[position], target: target ?? nowhere))
      }
    }
    sinks = .allocate(capacity: max(sinkCount, 1))
    sinks.initialize(from: made, count: sinkCount)
  }

  deinit {
    for index in 0..<sinkCount { sinks[index].deallocate() }
    sinks.deinitialize(count: sinkCount)
    sinks.deallocate()
  }

  /// What the rows of a column are written as: codes of a symbol, references of a string; nil for what is stored cell by cell.
  private static func storage(of column: TextColumn) -> ElementType? {
    switch ColumnSink.kind(column) {
    case .symbol: .int
    case .string: .long
    case .other, .skipped: nil
    default: column.type
    }
  }

  /// Parses all pieces; answers the first record in the order of the text that cannot be read.
  func parse(_ format: TextFormat, _ threads: any Threads) -> (piece: Int, failure: PieceParser.Failure)? {
    let failures = UnsafeMutablePointer<PieceParser.Failure?>.allocate(capacity: pieces.count)
    failures.initialize(repeating: nil, count: pieces.count)
    defer {
      failures.deinitialize(count: pieces.count)
      failures.deallocate()
    }
    rows.withUnsafeMutableBufferPointer { rows in
      NumberScan.powersOfTen.withUnsafeBufferPointer { powers in
        guard let rows = rows.baseAddress, let powers = powers.baseAddress else { return }
        WorkProgress.counting(to: pieces.reduce(0) { $0 + ($1.end - $1.start) }) {
          threads.perform(count: pieces.count) { piece in
            let parser = PieceParser(pieces[piece], format, sinks + piece * cellCount, cellCount: cellCount, powersOfTen: powers)
            (rows[piece], failures[piece]) = parser.run()
          }
        }
      }
    }
    for piece in pieces.indices {
      if let failure = failures[piece] { return (piece, failure) }
    }
    return nil
  }

  /// The columns with all rows.
  func vectors(_ threads: any Threads) throws -> [Vector] {
    let total = rows.reduce(0, +)
    return try columns.indices.map { position in
      let column = columns[position]
      guard let buffer = buffers[position] else { return try joinedOthers(column) }
      switch ColumnSink.kind(column) {
      case .symbol: return try symbols(column, buffer, total, threads)
      case .string: return try strings(column, buffer, total)
      default:
        closeGaps(buffer)
        return buffer.slice(0, total)
      }
    }
  }

  private func sink(_ piece: Int, _ column: TextColumn) -> UnsafeMutablePointer<ColumnSink> { sinks + piece * cellCount + column.index }

  /// Blank lines leave room behind a piece's rows: the next piece moves up.
  private func closeGaps(_ buffer: FixedVector) {
    let width = buffer.storage.width
    var end = 0
    for piece in pieces.indices {
      if end < starts[piece], rows[piece] > 0 {
        (buffer.raw + end * width).copyMemory(from: buffer.raw + starts[piece] * width, byteCount: rows[piece] * width)
      }
      end += rows[piece]
    }
  }

  private func joinedOthers(_ column: TextColumn) throws -> Vector {
    let joined = column.isArray ? try ArrayVector(column.type, scale: column.scale) : try Vector.empty(column.type, scale: column.scale)
    for piece in pieces.indices {
      if let others = sink(piece, column).pointee.others { try joined.append(contentsOf: others) }
    }
    return joined
  }

  /// Every piece has counted its strings from 0 on.
  private func strings(_ column: TextColumn, _ buffer: FixedVector, _ total: Int) throws -> Vector {
    let arena = StringArena(capacity: pieces.indices.reduce(16) { $0 + sink($1, column).pointee.strings.count })
    for piece in pieces.indices {
      let shift = UInt64(arena.used) << 28
      let texts = sink(piece, column).pointee.strings
      try TextAssembly.add(UnsafeBufferPointer(start: texts.base, count: texts.count), to: arena)
      let references = buffer.pointer(UInt64.self) + starts[piece]
      var row = 0
      while row < rows[piece] {
        if references[row] != 0 { references[row] &+= shift }
        row &+= 1
      }
    }
    closeGaps(buffer)
    return StringVector(.string, references: buffer.slice(0, total), arena: arena)
  }

  /// An arena takes a string, not a gigabyte, at a time.
  private static func add(_ bytes: UnsafeBufferPointer<UInt8>, to arena: StringArena) throws {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + StringReference.lengthMax)
      _ = try arena.add(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }

  /// More different texts than this are strings, whatever the sample said: a dictionary would cost more than it saves.
  private static let symbolsMax = 1 << 21

  private func symbols(_ column: TextColumn, _ buffer: FixedVector, _ total: Int, _ threads: any Threads) throws -> Vector {
    guard pieces.indices.allSatisfy({ sink($0, column).pointee.symbols.count <= TextAssembly.symbolsMax }) else {
      return try manySymbols(column, buffer, total)
    }
    let dictionary = SymbolDictionary()
    let translations = pieces.indices.map { piece -> [Int32] in
      var codes: [Int32] = []
      codes.reserveCapacity(sink(piece, column).pointee.symbols.count)
      sink(piece, column).pointee.symbols.forEach { codes.append(dictionary.code(adding: String(decoding: $0, as: UTF8.self))) }
      return codes
    }
    threads.perform(count: pieces.count) { piece in
      let codes = buffer.pointer(Int32.self) + starts[piece]
      let count = rows[piece]
      // The codes of the first piece are those of the dictionary, unless two texts were repaired to the same one.
      if translations[piece].indices.allSatisfy({ translations[piece][$0] == Int32($0) }) { return }
      translations[piece].withUnsafeBufferPointer { translation in
        guard let translation = translation.baseAddress else { return }
        var row = 0
        while row < count {
          codes[row] = translation[Int(codes[row])]
          row &+= 1
        }
      }
    }
    closeGaps(buffer)
    return SymbolVector(codes: buffer.slice(0, total), dictionary: dictionary)
  }

  /// A STRING column out of codes.
  private func manySymbols(_ column: TextColumn, _ buffer: FixedVector, _ total: Int) throws -> Vector {
    let references = try FixedVector(.long, count: total)
    let arena = StringArena()
    var end = 0
    for piece in pieces.indices {
      var texts: [UInt64] = []
      try sink(piece, column).pointee.symbols.forEach { texts.append(try arena.add($0).bits) }
      let codes = buffer.pointer(Int32.self) + starts[piece]
      for row in 0..<rows[piece] { references.pointer(UInt64.self)[end + row] = texts[Int(codes[row])] }
      end += rows[piece]
    }
    return StringVector(.string, references: references, arena: arena)
  }
}
