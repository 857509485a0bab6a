import WeirHost

/// Strings as references into an arena of UTF-8 bytes that slices, copies and gathered rows share. The arena is only ever added to.
package final class StringVector: Vector, @unchecked Sendable {
  /// The references, as a vector of LONG; `raw` is its memory.
  @exclusivity(unchecked) private var references: FixedVector
  @exclusivity(unchecked) package private(set) var arena: StringArena

  /// `count` null strings of STRING or BLOB.
  package convenience init(_ type: ElementType = .string, count: Int) throws {
    let references = try FixedVector(.long, count: count)
    references.pointer(Int64.self).update(repeating: 0, count: count)
    self.init(type, references: references, arena: StringArena())
  }

  package init(_ type: ElementType, references: FixedVector, arena: StringArena) {
    self.references = references
    self.arena = arena
    super.init(type: type, storage: .string, scale: 0, count: references.count, raw: references.raw)
  }

  package convenience init(_ strings: [String]) throws {
    try self.init(.string, count: 0)
    try reserve(strings.count)
    for string in strings { try appendText(string) }
  }

  private func adopt() {
    count = references.count
    raw = references.raw
  }

  override func become(_ other: Vector) {
    guard let other = other as? StringVector else { preconditionFailure("elements of another kind") }
    references.become(other.references)
    arena = other.arena
    adopt()
  }

  /// The bytes of one element; valid while this vector lives and is not written.
  @inline(__always)
  package func bytes(at index: Int) -> UnsafeBufferPointer<UInt8> { arena.bytes(StringReference(bits: pointer(UInt64.self)[index])) }

  package override func sharingHeader() -> Vector { StringVector(type, references: references.sharingHeader(), arena: arena) }
  package override func cell(at index: Int) -> Cell { .literal(String(decoding: bytes(at: index), as: UTF8.self), type) }
  package override func isNull(at index: Int) -> Bool { pointer(UInt64.self)[index] == 0 }

  package override func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> Vector {
    let gathered = try FixedVector(.long, count: indices.count)
    try gatherElements(indices, into: gathered, null: UInt64(0), threads)
    return StringVector(type, references: gathered, arena: arena)
  }

  package override func slice(_ start: Int, _ count: Int) -> Vector {
    StringVector(type, references: references.slice(start, count), arena: arena)
  }

  package override func emptyLike(capacity: Int) throws -> Vector {
    StringVector(type, references: try FixedVector(.long, count: 0, capacity: capacity), arena: StringArena())
  }

  package override func reserve(_ extra: Int) throws {
    try references.reserve(extra)
    adopt()
  }

  package override func removeAll() throws {
    try references.removeAll()
    adopt()
  }

  /// Adds one string as it is.
  package func appendText(_ text: String) throws {
    var text = text
    try text.withUTF8 { try appendBytes($0) }
  }

  private func add(_ bytes: UnsafeBufferPointer<UInt8>) throws -> StringReference {
    isKnownUniquelyReferenced(&arena) ? try arena.addAlone(bytes) : try arena.add(bytes)
  }

  package func appendBytes(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    // Most functions of texts end here for every row.
    try Interruption.check(atRow: count)
    let reference = try add(bytes)
    try references.extend(1).storeBytes(of: reference.bits, as: UInt64.self)
    adopt()
  }

  package override func append(_ value: borrowing Cell) throws { try appendText(try value.literalForStorage(type)) }

  package override func append(contentsOf other: Vector) throws {
    let source = try other.converted(to: .string, scale: 0)
    let longer = StringVector(type, references: references.sharingHeader(), arena: arena)
    try longer.reserve(source.count)
    if let strings = source as? StringVector {
      for row in 0..<source.count { try longer.appendBytes(strings.bytes(at: row)) }
    } else {
      for row in 0..<source.count { try longer.appendText(source.text(at: row)) }
    }
    become(longer)
  }

  /// Writes as many strings to checked positions, all of them or none.
  func scatter(_ values: Vector, _ selection: Selection) throws {
    // What is added to the arena first is there for nobody until the references are written.
    let written = StringVector(type, references: try FixedVector(.long, count: 0, capacity: values.count), arena: arena)
    try written.append(contentsOf: values)
    try references.scatter(written.references, selection)
    adopt()
  }

  package override func set(_ index: Int, _ value: borrowing Cell) throws {
    try checkIndex(index)
    var text = try value.literalForStorage(type)
    let reference = try text.withUTF8 { try add($0) }
    try references.makeUnique()
    references.pointer(UInt64.self)[index] = reference.bits
    adopt()
  }
}
