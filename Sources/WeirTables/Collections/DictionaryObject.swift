import WeirHost

/// Keys of one scalar type, each with a value: of one type too, or of any.
///
/// Keys keep the order of their insertion, whether or not the dictionary is an ordered one: what a script sees must not depend on a hash.
package final class DictionaryObject: HeapObject, @unchecked Sendable {
  // Unchecked: as `Vector`.
  @exclusivity(unchecked) private var keyVector: Vector
  @exclusivity(unchecked) private var valueVector: Vector
  @exclusivity(unchecked) private var index: KeyIndex
  /// Positions whose key was erased; they leave when the keys are next looked at as a whole.
  @exclusivity(unchecked) private var erased: Set<Int> = []
  package let isOrdered: Bool
  /// Of a dictionary that several sessions use; nil while it is one session's.
  @exclusivity(unchecked) private var lock: RecursiveLock?

  /// From here on several sessions may use the dictionary at once. Each gets copies of what lies in it, except tables.
  /// - Precondition: the others do not know it yet.
  package func beginSharing() { lock = lock ?? RecursiveLock() }

  @inline(__always)
  private func guarded<Result: ~Copyable>(_ body: () throws -> Result) rethrows -> Result {
    guard let lock else { return try body() }
    return try lock.withLock(body)
  }

  /// An empty dictionary.
  package init(keyType: ElementType, valueType: ElementType, isOrdered: Bool = false) throws {
    keyVector = try Vector.empty(keyType)
    valueVector = try Vector.empty(valueType)
    index = KeyIndex()
    self.isOrdered = isOrdered
  }

  /// A dictionary of `keys` and as many `values`; a key that occurs twice keeps its first place and its last value.
  package convenience init(keys: Vector, values: Vector, isOrdered: Bool = false) throws {
    guard keys.count == values.count else { throw KernelError.shape("\(keys.count) keys and \(values.count) values do not make a dictionary") }
    guard keys.storage != .any, keys.storage != .array else { throw KernelError.type("the keys of a dictionary must be scalars of one type") }
    try self.init(keyType: keys.type, valueType: values.storage == .array ? .any : values.type, isOrdered: isOrdered)
    if values.type.isDecimal, values.storage != .array { valueVector = try values.emptyLike(capacity: values.count) }
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      try set(keys.cell(at: row), values.cell(at: row))
    }
  }

  private init(copying other: DictionaryObject) {
    keyVector = other.keyVector.sharingHeader()
    valueVector = other.valueVector.sharingHeader()
    index = other.index
    erased = other.erased
    isOrdered = other.isOrdered
  }

  package func copiedForAssignment() -> Cell { guarded { .dictionary(DictionaryObject(copying: self)) } }

  /// As `AnyVector.nesting`.
  var nesting: Int { (valueVector as? AnyVector)?.nesting ?? 1 }

  package var count: Int { guarded { keyVector.count - erased.count } }
  package var keyType: ElementType { keyVector.type }
  package var valueType: ElementType { valueVector.type }

  /// The keys in order of insertion.
  package var keys: Vector {
    get throws {
      try guarded {
        try compact()
        return keyVector.sharingHeader()
      }
    }
  }

  /// The values in the order of the keys.
  package var values: Vector {
    get throws {
      try guarded {
        try compact()
        return valueVector.sharingHeader()
      }
    }
  }

  private func key(_ key: borrowing Cell) throws -> Cell {
    if key.tag == keyVector.scalarTag { return key.copy() }
    guard key.isScalar else { throw KernelError.type("a \(key.form) cannot be the key of a dictionary") }
    return try key.convertedForStorage(keyVector.type, scale: keyVector.scale)
  }

  /// The value of `key`, or nil.
  /// - Throws: `.type` when `key` cannot be a key of this dictionary.
  package func value(_ key: borrowing Cell) throws -> Cell? {
    guard lock == nil else { return try sharedValue(key) }
    // The common case, without a conversion.
    if key.kindByte == keyVector.type.rawValue { return position(key).map { valueVector.cell(at: $0) } }
    return position(try self.key(key)).map { valueVector.cell(at: $0) }
  }

  private func sharedValue(_ key: borrowing Cell) throws -> Cell? {
    let key = try self.key(key)
    return guarded {
      guard let position = position(key) else { return nil }
      let value = valueVector.cell(at: position)
      return value.heapKind == .table ? value : value.copiedForAssignment()
    }
  }

  private func position(_ key: borrowing Cell) -> Int? { index.find(key, in: keyVector) }

  /// The position of a key that is an integer or temporal scalar of the very type of the keys.
  @inline(__always)
  private func position(_ key: RawCell) -> Int? {
    switch keyVector.storage {
    case .int32:
      let keys = keyVector.pointer(Int32.self)
      return index.find(bits: key.bits) { keys[$0] == Int32(truncatingIfNeeded: key.bits) }
    case .int64:
      let keys = keyVector.pointer(Int64.self)
      return index.find(bits: key.bits) { keys[$0] == Int64(bitPattern: key.bits) }
    default: return nil
    }
  }

  /// The value of `key` in the dictionary that `words` refer to, in words and without a reference count touched; nil when the key or the value is not a scalar in
  /// place of the dictionary's own type, and when there is no such key.
  package static func scalar(in words: RawCell, at key: RawCell) -> RawCell? {
    words.withObject(as: DictionaryObject.self) { dictionary in
      guard dictionary.lock == nil, key.tag == dictionary.keyVector.scalarTag, let position = dictionary.position(key) else { return nil }
      return dictionary.valueVector.scalar(at: position)
    }
  }

  /// Replaces the value of `key` by what `change` makes of it, in the dictionary that `words` refer to.
  /// - Returns: false when nothing was written, because `scalar` would answer nil or the new value is of another type.
  package static func update(in words: RawCell, at key: RawCell, _ change: (RawCell) -> RawCell) throws -> Bool {
    try words.withObject(as: DictionaryObject.self) { dictionary in
      guard dictionary.lock == nil, key.tag == dictionary.keyVector.scalarTag, let position = dictionary.position(key) else { return false }
      return try Unmanaged.passUnretained(dictionary.valueVector)._withUnsafeGuaranteedRef { values in
        guard let old = values.scalar(at: position) else { return false }
        return try values.store(change(old), at: position)
      }
    }
  }

  /// Replaces the value of `key` in the dictionary that `words` refer to.
  /// - Returns: false when nothing was written, because `scalar` would answer nil or the value is of another type.
  package static func store(_ value: RawCell, in words: RawCell, at key: RawCell) throws -> Bool {
    try words.withObject(as: DictionaryObject.self) { dictionary in
      guard dictionary.lock == nil, key.tag == dictionary.keyVector.scalarTag, let position = dictionary.position(key) else { return false }
      return try Unmanaged.passUnretained(dictionary.valueVector)._withUnsafeGuaranteedRef { try $0.store(value, at: position) }
    }
  }

  package func contains(_ key: borrowing Cell) throws -> Bool {
    let key = try self.key(key)
    return guarded { position(key) != nil }
  }

  /// Adds or replaces the value of `key`.
  /// - Throws: `.type` when the value cannot be converted to the type of the values; then nothing has changed.
  package func set(_ key: borrowing Cell, _ value: borrowing Cell) throws {
    let key = try self.key(key)
    guard let lock else { return try write(key, value) }
    let value = value.copy()
    try lock.withLock { try write(key, value) }
  }

  private func write(_ key: borrowing Cell, _ value: borrowing Cell) throws {
    if let position = position(key) {
      try valueVector.set(position, value)
      return
    }
    // Room for the key first: a value without its key would shift all that follow.
    try keyVector.reserve(1)
    try valueVector.append(value)
    try keyVector.append(key)
    _ = index.insert(keyVector.count - 1, keyVector)
  }

  /// Adds or replaces the value of each of `keys`, which are of the type of the dictionary's: all of them or none.
  package func set(_ keys: Vector, _ value: (_ row: Int) throws -> Cell) throws { try guarded { try setAll(keys, value) } }

  private func setAll(_ keys: Vector, _ value: (_ row: Int) throws -> Cell) throws {
    let before = keyVector.count
    let replaced = AnyVector(capacity: 0)
    var positions: [Int] = []
    do {
      for row in 0..<keys.count {
        try Interruption.check(atRow: row)
        let key = keys.cell(at: row)
        if let position = position(key), position < before {
          positions.append(position)
          replaced.push(valueVector.cell(at: position))
        }
        try set(key, try value(row))
      }
    } catch {
      // The old values fit, and what is shorter needs no room: nothing can go wrong here once the thread is not asked to stop.
      try StopFlag.watching(nil) { try undo(positions, replaced, before) }
      throw error
    }
  }

  private func undo(_ positions: [Int], _ replaced: AnyVector, _ before: Int) throws {
    for place in positions.indices.reversed() { try valueVector.set(positions[place], replaced.cell(at: place)) }
    for position in before..<max(keyVector.count, before) { _ = index.erase(keyVector.cell(at: position), in: keyVector) }
    (keyVector, valueVector) = (keyVector.slice(0, before), valueVector.slice(0, before))
  }

  /// Forgets each of `keys` that is there, all of them or none.
  package func erase(_ keys: Vector) throws { try guarded { try eraseAll(keys) } }

  private func eraseAll(_ keys: Vector) throws {
    let (indexBefore, erasedBefore) = (index, erased)
    do {
      for row in 0..<keys.count {
        try Interruption.check(atRow: row)
        try erase(keys.cell(at: row))
      }
    } catch {
      (index, erased) = (indexBefore, erasedBefore)
      throw error
    }
  }

  /// Forgets `key`.
  /// - Returns: whether it was there.
  @discardableResult
  package func erase(_ key: borrowing Cell) throws -> Bool {
    let key = try self.key(key)
    return guarded {
      guard let position = index.erase(key, in: keyVector) else { return false }
      erased.insert(position)
      return true
    }
  }

  package func removeAll() throws {
    try guarded {
      let (noKeys, noValues) = (try keyVector.emptyLike(capacity: 0), try valueVector.emptyLike(capacity: 0))
      (keyVector, valueVector) = (noKeys, noValues)
      index = KeyIndex()
      erased = []
    }
  }

  private func compact() throws {
    guard !erased.isEmpty else { return }
    let kept = try (0..<keyVector.count).filterRows { !erased.contains($0) }
    // All or nothing: an interrupt may come in between.
    let keys = try keyVector.gather(kept)
    let values = try valueVector.gather(kept)
    let fresh = try KeyIndex(over: keys)
    (keyVector, valueVector, index, erased) = (keys, values, fresh, [])
  }
}
