/// Where the cells of one column of one piece go.
struct ColumnSink {
  enum Kind: UInt8 {
    case skipped, int, long, double, temporal, symbol, string, other
  }

  let kind: Kind
  let column: TextColumn
  /// The first row of the piece, for the kinds of a fixed width; codes of a symbol, references of a string.
  let target: UnsafeMutableRawPointer
  // Of a temporal column, so that no row has to look them up.
  private let nanosecondsPerUnit: Int64
  private let isWide: Bool
  let hasDate: Bool
  let isPlainTemporal: Bool
  var day = DayCache()
  var symbols: ByteDictionary
  var strings: ByteBuffer
  /// Texts that a dictionary refers to and that do not lie in the file as they are.
  private var kept: [UnsafeMutablePointer<UInt8>] = []
  /// The cells of a column of any other type.
  private(set) var others: Vector?

  /// - Parameter target: memory of a vector of `column`, where the first row of the piece goes; unused for the kind `other`.
  init(_ column: TextColumn?, target: UnsafeMutableRawPointer) throws {
    kind = column.map(ColumnSink.kind) ?? .skipped
    self.column = column ?? TextColumn(name: "", type: .void, index: 0)
    self.target = target
    nanosecondsPerUnit = self.column.type.nanosecondsPerUnit
    isWide = self.column.type.storage == .int64
    hasDate = self.column.type.hasDate
    isPlainTemporal = self.column.pattern == nil && self.column.type != .month
    symbols = ByteDictionary()
    _ = symbols.code(low: 0, high: 0, length: 0)
    strings = ByteBuffer()
    guard kind == .other, let column else { return }
    others = column.isArray ? try ArrayVector(column.type, scale: column.scale) : try Vector.empty(column.type, scale: column.scale)
  }

  func deallocate() {
    symbols.deallocate()
    strings.deallocate()
    for text in kept { text.deallocate() }
  }

  static func kind(_ column: TextColumn) -> Kind {
    if column.isArray { return .other }
    switch column.type {
    case .int: return .int
    case .long: return .long
    case .double: return .double
    case .symbol: return .symbol
    case .string: return .string
    default: return column.type.isTemporal ? .temporal : .other
    }
  }
}

// MARK: Storing a value that a parser has read

// All are `mutating`: to call one that is not, the compiler makes a copy of the whole sink first.
extension ColumnSink {
  @inline(__always)
  mutating func storeInt(_ value: Int64, _ row: Int) {
    // What no INT can hold is null.
    target.assumingMemoryBound(to: Int32.self)[row] = Int32(exactly: value) ?? .null
  }

  @inline(__always) mutating func storeLong(_ value: Int64, _ row: Int) { target.assumingMemoryBound(to: Int64.self)[row] = value }
  @inline(__always) mutating func storeDouble(_ value: Double, _ row: Int) { target.assumingMemoryBound(to: Double.self)[row] = value }
  @inline(__always) mutating func storeCode(_ code: Int32, _ row: Int) { target.assumingMemoryBound(to: Int32.self)[row] = code }

  /// A moment of nanoseconds after the beginning of a day; what the type cannot hold is null.
  @inline(__always)
  mutating func storeMoment(day: Int64, nanoseconds: Int64, _ row: Int) {
    let clock = nanosecondsPerUnit == 1 ? nanoseconds : nanoseconds / nanosecondsPerUnit
    guard hasDate else { return storeTemporal(clock, row) }
    let (days, overflow) = day.multipliedReportingOverflow(by: TemporalConversion.nanosecondsPerDay / nanosecondsPerUnit)
    storeTemporal(overflow ? .null : days &+ clock, row)
  }

  @inline(__always)
  mutating func storeTemporal(_ value: Int64, _ row: Int) {
    if isWide { storeLong(value, row) } else { storeInt(value, row) }
  }

  @inline(__always)
  mutating func storeString(_ bytes: UnsafeBufferPointer<UInt8>, _ row: Int) {
    let reference = bytes.isEmpty ? 0 : UInt64(strings.count) << 28 | UInt64(bytes.count)
    target.assumingMemoryBound(to: UInt64.self)[row] = reference
    strings.append(bytes)
  }
}

// MARK: Cells in other forms than the usual one

extension ColumnSink {
  /// Reads a cell that the fast way does not know. A cell that does not fit the type is null; an integer is what the digits at its beginning say.
  mutating func store(_ field: TextField, _ row: Int, _ format: TextFormat) throws {
    let bytes = field.trimmed
    switch kind {
    case .skipped: break
    case .int: storeInt(ScalarParser.leadingInteger(bytes) ?? .null, row)
    case .long: storeLong(ScalarParser.leadingInteger(bytes) ?? .null, row)
    case .double: storeDouble(NumberScan.slowDouble(bytes) ?? .null, row)
    case .temporal: storeTemporal(try temporal(bytes) ?? .null, row)
    case .symbol: storeCode(symbolCode(field), row)
    case .string: storeText(field, row)
    case .other: try storeOther(field, format)
    }
  }

  private func temporal(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Int64? {
    guard !bytes.isEmpty else { return nil }
    if let pattern = column.pattern {
      return try pattern.parse(bytes).map { try TemporalConversion.convert($0, from: pattern.type, to: column.type) }
    }
    if let value = TemporalParser.parse(bytes, as: column.type) { return value }
    guard hasDate, let day = LooseDate.parse(bytes) else { return nil }
    return try TemporalConversion.convert(day, from: .date, to: column.type)
  }

  private mutating func symbolCode(_ field: TextField) -> Int32 {
    guard field.hasDoubledQuotes else { return symbols.code(field.bytes) }
    let bytes = field.unquotedBytes
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    copy.initialize(from: bytes, count: bytes.count)
    let known = symbols.count
    let code = symbols.code(UnsafeBufferPointer(start: copy, count: bytes.count))
    if symbols.count > known { kept.append(copy) } else { copy.deallocate() }
    return code
  }

  private mutating func storeText(_ field: TextField, _ row: Int) {
    guard field.hasDoubledQuotes else { return storeString(field.bytes, row) }
    let bytes = field.unquotedBytes
    bytes.withUnsafeBufferPointer { storeString($0, row) }
  }

  private func storeOther(_ field: TextField, _ format: TextFormat) throws {
    guard let others else { return }
    guard column.isArray else { return try others.append(try scalar(field.text)) }
    let values = try Vector.empty(column.type, scale: column.scale)
    // An empty cell is a row of one null, as the language has it.
    for part in field.bytes.split(separator: format.arrayDelimiter, omittingEmptySubsequences: false) {
      try values.append(try scalar(String(decoding: part, as: UTF8.self)))
    }
    try others.append(.vector(values))
  }

  private func scalar(_ text: String) throws -> Cell {
    let trimmed = text.utf8.drop { $0 == 32 || $0 == 9 }
    return try ScalarParser.parse(String(Substring(trimmed)), as: column.type, scale: column.scale)
  }
}
