/// Key columns as hashes and comparisons of rows see them: equal for equal values, null included. Floats compare by value.
struct RowKeys {
  private let columns: [Vector]

  /// Whether a key is one integer or one moment.
  let areIntegers: Bool

  /// - Precondition: keys that are compared come from columns of the same types, STRING and SYMBOL apart.
  init(_ columns: [Vector]) {
    self.columns = columns
    areIntegers = columns.count == 1 && columns[0].storage.isInteger
  }

  var count: Int { columns.first?.count ?? 0 }

  /// - Precondition: `areIntegers`
  func integer(_ row: Int) -> Int64 { withExtendedLifetime(columns[0]) { IntegerKeys(columns[0])[row] } }

  /// The keys for a loop over many rows.
  /// - Precondition: `areIntegers`
  func withIntegers<Result>(_ body: (IntegerKeys) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(columns) { try body(IntegerKeys(columns[0])) }
  }

  @inline(__always) static func hash(integer key: Int64) -> UInt64 { KeyHash.mix(UInt64(bitPattern: key)) }

  func hash(_ row: Int) -> UInt64 {
    if areIntegers { return RowKeys.hash(integer: integer(row)) }
    var hash: UInt64 = 0
    for column in columns { hash = RowKeys.next(hash, RowKeys.hash(column, row)) }
    return RowKeys.finished(hash)
  }

  /// The hash of the columns so far with that of one more.
  @inline(__always) static func next(_ hash: UInt64, _ column: UInt64) -> UInt64 { KeyHash.mix(hash &+ column) &* 0xD6E8_FEB8_6659_FD93 }
  @inline(__always) static func finished(_ hash: UInt64) -> UInt64 { hash ^ hash >> 32 }

  /// Calls `body` with every row and its hash.
  /// - Throws: `.interrupted`, and what `body` throws.
  func withHashes(of rows: Range<Int>, _ body: (_ row: Int, _ hash: UInt64) throws -> Void) throws {
    try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: min(rows.count, RowKeys.blockRows)) { block in
      var first = rows.lowerBound
      while first < rows.upperBound {
        try Interruption.check()
        let hashes = UnsafeMutableBufferPointer(rebasing: block[..<min(block.count, rows.upperBound - first)])
        self.hashes(from: first, into: hashes)
        for place in hashes.indices { try body(first + place, hashes[place]) }
        first += hashes.count
      }
    }
  }

  /// Their hashes stay in the processor's nearest memory.
  private static let blockRows = 2048

  /// The hashes of the rows from `first` on, as many as `target` has places; one column after the other, so that what kind it is of is asked once.
  func hashes(from first: Int, into target: UnsafeMutableBufferPointer<UInt64>) {
    for place in target.indices { target[place] = 0 }
    for column in columns { withExtendedLifetime(column) { RowKeys.add(column, from: first, to: target) } }
    if areIntegers {
      withIntegers { integers in for place in target.indices { target[place] = RowKeys.hash(integer: integers[first + place]) } }
    } else {
      for place in target.indices { target[place] = RowKeys.finished(target[place]) }
    }
  }

  private static func add(_ column: Vector, from first: Int, to target: UnsafeMutableBufferPointer<UInt64>) {
    if column.storage.isInteger {
      let integers = IntegerKeys(column)
      for place in target.indices { target[place] = next(target[place], hash(integer: integers[first + place])) }
    } else if column.storage == .symbol, unsafeDowncast(column, to: SymbolVector.self).dictionary.count <= target.count {
      // Each text once.
      let symbols = unsafeDowncast(column, to: SymbolVector.self)
      let texts = (0..<symbols.dictionary.count).map { hash(symbols.dictionary.text(of: Int32($0))) }
      let codes = symbols.pointer(Int32.self)
      for place in target.indices { target[place] = next(target[place], texts[Int(codes[first + place])]) }
    } else {
      for place in target.indices { target[place] = next(target[place], hash(column, first + place)) }
    }
  }

  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { KeyHash.hash($0) }
  }

  private static func hash(_ column: Vector, _ row: Int) -> UInt64 {
    guard column.storage == .symbol else { return KeyHash.hash(column, row) }
    return hash(unsafeDowncast(column, to: SymbolVector.self).symbol(at: row))
  }

  func areEqual(_ row: Int, _ others: RowKeys, _ other: Int) -> Bool {
    for (column, second) in zip(columns, others.columns) where !RowKeys.areEqual(column, row, second, other) { return false }
    return true
  }

  private static func areEqual(_ column: Vector, _ row: Int, _ second: Vector, _ other: Int) -> Bool {
    guard column.storage == .symbol || column.storage == .string else { return KeyHash.equals(column, row, second, other) }
    if column.storage == .symbol, second.storage == .symbol {
      let (first, second) = (unsafeDowncast(column, to: SymbolVector.self), unsafeDowncast(second, to: SymbolVector.self))
      let (code, otherCode) = (first.pointer(Int32.self)[row], second.pointer(Int32.self)[other])
      if first.dictionary === second.dictionary { return code == otherCode }
      return first.dictionary.text(of: code) == second.dictionary.text(of: otherCode)
    }
    return column.text(at: row) == second.text(at: other)
  }
}

/// A column of integers or moments as keys of one width. Good for as long as its vector is kept.
struct IntegerKeys {
  private let raw: UnsafeMutableRawPointer
  private let storage: Storage

  /// - Precondition: the vector is stored as integers.
  init(_ column: Vector) {
    raw = column.raw
    storage = column.storage
  }

  @inline(__always)
  subscript(row: Int) -> Int64 {
    switch storage {
    case .int64: raw.load(fromByteOffset: row &* 8, as: Int64.self)
    case .int32: Int64(raw.load(fromByteOffset: row &* 4, as: Int32.self))
    case .int16: Int64(raw.load(fromByteOffset: row &* 2, as: Int16.self))
    default: Int64(raw.load(fromByteOffset: row, as: Int8.self))
    }
  }
}
