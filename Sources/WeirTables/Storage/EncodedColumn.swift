/// A column as the bytes that a file has of it. Elements of a fixed width are the column's own memory; of strings and symbols only those go with it that the column has.
package struct EncodedColumn {
  package let layout: ColumnLayout
  /// What holds the bytes of each section.
  private let owners: [Vector]

  /// - Parameter symbols: where the strings of SYMBOL columns are kept; nil when they are to be in the column's own bytes.
  /// - Throws: `.unsupported` for a column that may hold anything.
  package init(_ column: Vector, symbols: SymbolDictionary? = nil) throws {
    var sections: [(owner: Vector, length: Int)] = []
    var values = column
    var valueCount: Int?
    if let lists = column as? ArrayVector {
      let (offsets, flat) = try EncodedColumn.flattened(lists)
      sections.append((offsets, offsets.count * 8))
      values = flat
      valueCount = flat.count
    }
    sections += try EncodedColumn.flat(values, symbols)
    layout = ColumnLayout(
      type: column.type, scale: column.scale, valueCount: valueCount, hasOuterSymbols: symbols != nil && values.storage == .symbol, count: column.count,
      lengths: sections.map(\.length))
    owners = sections.map(\.owner)
  }

  package var byteCount: Int { layout.lengths.reduce(0, +) }

  /// Calls `body` with the bytes of one section.
  package func withSection<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let owner = owners[index]
    return try withExtendedLifetime(owner) { try body(UnsafeRawBufferPointer(start: owner.raw, count: layout.lengths[index])) }
  }

  /// - Throws: `.unsupported` for a type that has no bytes of its own.
  package static func requireStorable(_ column: Vector, named name: String) throws {
    let type = (column as? ArrayVector)?.values.type ?? column.type
    guard type.storage == .any else { return }
    throw KernelError.unsupported("the column `\(name)` is of type \(type.name), which cannot be kept on disk")
  }

  private static func flat(_ column: Vector, _ symbols: SymbolDictionary?) throws -> [(owner: Vector, length: Int)] {
    switch column.storage {
    case .symbol:
      guard let column = column as? SymbolVector else { preconditionFailure("a symbol column of another class") }
      if let symbols { return [try outerCodes(column, symbols)] }
      return try ownCodes(column)
    case .string:
      guard let column = column as? StringVector else { preconditionFailure("a string column of another class") }
      return try strings(column)
    case .any, .array: throw KernelError.unsupported("a column of type \(column.type.name) cannot be kept on disk")
    default: return [(column, column.count * column.storage.width)]
    }
  }

  /// Offsets from 0 on, and the values that they are of.
  private static func flattened(_ lists: ArrayVector) throws -> (offsets: Vector, values: Vector) {
    let offsets = try FixedVector(.long, count: lists.count + 1)
    let target = offsets.pointer(Int64.self)
    for (row, offset) in lists.offsets.enumerated() { target[row] = Int64(offset) }
    return (offsets, lists.values.slice(0, lists.offsets[lists.count]))
  }

  // MARK: Symbols

  /// The codes that the strings have in another dictionary, which gets those that are new.
  private static func outerCodes(_ column: SymbolVector, _ symbols: SymbolDictionary) throws -> (owner: Vector, length: Int) {
    guard column.dictionary !== symbols else { return (column, column.count * 4) }
    let codes = try translated(column) { symbols.code(adding: column.dictionary.text(of: $0)) }
    return (codes, codes.count * 4)
  }

  /// Codes by first appearance, and the strings.
  private static func ownCodes(_ column: SymbolVector) throws -> [(owner: Vector, length: Int)] {
    var strings: [String] = []
    let codes = try translated(column) { code in
      strings.append(column.dictionary.text(of: code))
      return Int32(strings.count)
    }
    let encoded = SymbolStrings.encoded(strings)
    let bytes = try FixedVector(.char, count: encoded.count)
    encoded.withUnsafeBytes { source in if let start = source.baseAddress { bytes.raw.copyMemory(from: start, byteCount: source.count) } }
    return [(codes, codes.count * 4), (bytes, bytes.count)]
  }

  /// The codes under other numbers; 0, which is null, stays.
  /// - Parameter newCode: asked once for every code.
  private static func translated(_ column: SymbolVector, newCode: (Int32) -> Int32) throws -> FixedVector {
    var known = [Int32](repeating: 0, count: column.dictionary.count)
    let result = try FixedVector(.int, count: column.count)
    try withExtendedLifetime(column) {
      let (source, target) = (column.pointer(Int32.self), result.pointer(Int32.self))
      try Interruption.inChunks(column.count) { start, end in
        for row in start..<end {
          let code = Int(source[row])
          if code != 0, known[code] == 0 { known[code] = newCode(source[row]) }
          target[row] = known[code]
        }
      }
    }
    return result
  }

  // MARK: Strings

  /// References from offset 0 on, and the bytes one behind the other.
  private static func strings(_ column: StringVector) throws -> [(owner: Vector, length: Int)] {
    var total = 0
    for row in 0..<column.count { total += column.bytes(at: row).count }
    guard total <= StringReference.offsetMax else { throw KernelError.memory("\(total) bytes of strings are more than a column can hold") }
    let references = try FixedVector(.long, count: column.count)
    let bytes = try FixedVector(.char, count: total)
    let (target, place) = (references.pointer(UInt64.self), bytes.pointer(UInt8.self))
    var offset = 0
    for row in 0..<column.count {
      try Interruption.check(atRow: row)
      let string = column.bytes(at: row)
      guard let start = string.baseAddress, string.count > 0 else {
        target[row] = 0
        continue
      }
      (place + offset).update(from: start, count: string.count)
      target[row] = StringReference(offset: offset, length: string.count).bits
      offset += string.count
    }
    return [(references, column.count * 8), (bytes, total)]
  }
}

/// The strings of a dictionary as bytes: their number, their lengths, and what they are.
enum SymbolStrings {
  static func encoded(_ strings: [String]) -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(UInt32(strings.count))
    for string in strings { encoder.add(UInt32(string.utf8.count)) }
    for string in strings { encoder.add(Array(string.utf8)) }
    return encoder.bytes
  }

  /// Adds the strings to a dictionary in which they get the next codes.
  /// - Throws: `.io` for bytes that are no strings, and for a string that is there twice.
  static func decode(_ bytes: UnsafeRawBufferPointer, at place: FilePlace, into symbols: SymbolDictionary) throws {
    var decoder = ByteDecoder(bytes, at: place)
    let count = Int(try decoder.number(UInt32.self))
    var lengths = ByteDecoder(try decoder.run(count * 4), at: decoder.next)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let code = symbols.count
      let string = String(decoding: try decoder.run(Int(try lengths.number(UInt32.self))), as: UTF8.self)
      guard symbols.code(adding: string) == Int32(code) else { throw place.damaged("a symbol is there twice") }
    }
    guard decoder.isAtEnd else { throw decoder.next.damaged("something stands behind the symbols") }
  }
}
