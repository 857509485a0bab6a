import WeirHost

/// Where the sections of a column are.
package struct ColumnSections {
  /// One for each length of the layout.
  package var runs: [UnsafeRawBufferPointer]
  /// Where each section begins in its file, for errors.
  package var places: [FilePlace]
  /// The file that the runs are parts of, when the column is to stay over its memory; nil when it is to have memory of its own.
  package var file: MappedFile?
}

extension ColumnLayout {
  /// The column whose bytes these are.
  ///
  /// - Parameter symbols: the dictionary that codes are of, where the layout says that it is kept elsewhere.
  /// - Throws: `.io` for bytes that are no such column.
  package func decode(_ sections: ColumnSections, symbols: SymbolDictionary? = nil) throws -> Vector {
    guard let valueCount else { return try flat(sections, first: 0, count: count, symbols) }
    let values = try flat(sections, first: 1, count: valueCount, symbols)
    return ArrayVector(offsets: try offsets(sections, to: valueCount), values: values)
  }

  private func flat(_ sections: ColumnSections, first: Int, count: Int, _ symbols: SymbolDictionary?) throws -> Vector {
    switch type.storage {
    case .symbol:
      let codes = try sections.fixed(first, .int, count: count)
      let dictionary = try outer(symbols, sections) ?? SymbolDictionary()
      if !hasOuterSymbols { try SymbolStrings.decode(sections.runs[first + 1], at: sections.places[first + 1], into: dictionary) }
      try requireCodes(codes, below: dictionary.count, sections.places[first])
      return SymbolVector(codes: codes, dictionary: dictionary)
    case .string:
      let references = try sections.fixed(first, .long, count: count)
      try requireReferences(references, within: lengths[first + 1], sections.places[first])
      return StringVector(type, references: references, arena: sections.arena(first + 1))
    default: return try sections.fixed(first, type, count: count, scale: scale)
    }
  }

  private func outer(_ symbols: SymbolDictionary?, _ sections: ColumnSections) throws -> SymbolDictionary? {
    guard hasOuterSymbols else { return nil }
    guard let symbols else { throw sections.places[0].damaged("its symbols are kept in another file, and there is none") }
    return symbols
  }

  // A checksum says that the bytes are those that were written. That they make sense is looked at all the same: a wrong code would end the process.

  private func requireCodes(_ codes: FixedVector, below bound: Int, _ place: FilePlace) throws {
    try withExtendedLifetime(codes) {
      let values = codes.pointer(UInt32.self)
      try Interruption.inChunks(codes.count) { start, end in
        var largest: UInt32 = 0
        for row in start..<end { largest = max(largest, values[row]) }
        guard largest < bound else { throw place.damaged("there is no symbol \(largest)") }
      }
    }
  }

  private func requireReferences(_ references: FixedVector, within bytes: Int, _ place: FilePlace) throws {
    try withExtendedLifetime(references) {
      let values = references.pointer(UInt64.self)
      try Interruption.inChunks(references.count) { start, end in
        var farthest = 0
        for row in start..<end {
          let reference = StringReference(bits: values[row])
          farthest = max(farthest, reference.offset + reference.length)
        }
        guard farthest <= bytes else { throw place.damaged("a string lies beyond the bytes of strings") }
      }
    }
  }

  private func offsets(_ sections: ColumnSections, to end: Int) throws -> [Int] {
    let run = sections.runs[0]
    let offsets = (0...count).map { run.loadUnaligned(fromByteOffset: $0 * 8, as: Int.self) }
    guard offsets[0] == 0, offsets[count] == end, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw sections.places[0].damaged("the offsets of lists do not ascend")
    }
    return offsets
  }
}

extension ColumnSections {
  fileprivate func fixed(_ section: Int, _ type: ElementType, count: Int, scale: Int = 0) throws -> FixedVector {
    let run = runs[section]
    guard let file, let start = run.baseAddress, run.count > 0 else {
      let vector = try FixedVector(type, count: count, scale: scale)
      if let start = run.baseAddress { vector.raw.copyMemory(from: start, byteCount: run.count) }
      return vector
    }
    let buffer = Buffer(file, run)
    buffer.used = count
    return FixedVector(type, buffer: buffer, raw: UnsafeMutableRawPointer(mutating: start), count: count, scale: scale)
  }

  fileprivate func arena(_ section: Int) -> StringArena {
    let run = runs[section]
    guard run.count > 0 else { return StringArena() }
    if let file { return StringArena(file, run) }
    let copy = MappedFile(copying: run)
    return StringArena(copy, copy.bytes)
  }
}
