import WeirHost

/// Strings of which there are few different ones: `Int32` codes into a dictionary that slices, copies and gathered rows share.
package final class SymbolVector: Vector, @unchecked Sendable {
  /// The codes, as a vector of INT; `raw` is its memory.
  @exclusivity(unchecked) package private(set) var codes: FixedVector
  @exclusivity(unchecked) package private(set) var dictionary: SymbolDictionary

  /// `count` null symbols.
  package convenience init(count: Int) throws {
    let codes = try FixedVector(.int, count: count)
    codes.pointer(Int32.self).update(repeating: 0, count: count)
    self.init(codes: codes, dictionary: SymbolDictionary())
  }

  /// - Precondition: every code is below `dictionary.count`, and `codes` has no other holder.
  package init(codes: FixedVector, dictionary: SymbolDictionary) {
    self.codes = codes
    self.dictionary = dictionary
    super.init(type: .symbol, storage: .symbol, scale: 0, count: codes.count, raw: codes.raw)
  }

  /// - Precondition: `codes` is what `codes` became by an edit, with no other holder.
  private func adopt() {
    count = codes.count
    raw = codes.raw
  }

  override func become(_ other: Vector) {
    guard let other = other as? SymbolVector else { preconditionFailure("elements of another kind") }
    codes.become(other.codes)
    dictionary = other.dictionary
    adopt()
  }

  package func symbol(at index: Int) -> String { dictionary.text(of: pointer(Int32.self)[index]) }

  package override func sharingHeader() -> Vector { SymbolVector(codes: codes.sharingHeader(), dictionary: dictionary) }
  package override func cell(at index: Int) -> Cell { .string(symbol(at: index)) }
  package override func isNull(at index: Int) -> Bool { pointer(Int32.self)[index] == 0 }

  package override func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> Vector {
    let gathered = try FixedVector(.int, count: indices.count)
    try gatherElements(indices, into: gathered, null: Int32(0), threads)
    return SymbolVector(codes: gathered, dictionary: dictionary)
  }

  package override func slice(_ start: Int, _ count: Int) -> Vector {
    SymbolVector(codes: codes.slice(start, count), dictionary: dictionary)
  }

  package override func emptyLike(capacity: Int) throws -> Vector {
    SymbolVector(codes: try FixedVector(.int, count: 0, capacity: capacity), dictionary: SymbolDictionary())
  }

  package override func reserve(_ extra: Int) throws {
    try codes.reserve(extra)
    adopt()
  }

  package override func removeAll() throws {
    try codes.removeAll()
    adopt()
  }

  package override func append(_ value: borrowing Cell) throws {
    let code = dictionary.code(adding: try value.literalForStorage(.symbol))
    try codes.extend(1).storeBytes(of: code, as: Int32.self)
    adopt()
  }

  package override func append(contentsOf other: Vector) throws {
    let added = other.count
    if let other = other as? SymbolVector {
      let translated = translation(from: other.dictionary)
      let target = try codes.extend(added).assumingMemoryBound(to: Int32.self)
      let source = other === self ? codes.pointer(Int32.self) : other.pointer(Int32.self)
      for row in 0..<added { target[row] = translated.map { $0[Int(source[row])] } ?? source[row] }
    } else {
      let strings = try other.converted(to: .string, scale: 0)
      let longer = codes.sharingHeader()
      let target = try longer.extend(added).assumingMemoryBound(to: Int32.self)
      for row in 0..<added {
        try Interruption.check(atRow: row)
        target[row] = dictionary.code(adding: strings.text(at: row))
      }
      codes.become(longer)
    }
    adopt()
  }

  /// The code here of every code there; nil when the dictionary is the same one.
  private func translation(from other: SymbolDictionary) -> [Int32]? {
    other === dictionary ? nil : other.strings.map { dictionary.code(adding: $0) }
  }

  package override func set(_ index: Int, _ value: borrowing Cell) throws {
    try checkIndex(index)
    let code = dictionary.code(adding: try value.literalForStorage(.symbol))
    try codes.makeUnique()
    codes.pointer(Int32.self)[index] = code
    adopt()
  }
}
