extension Vector {
  /// `count` times the value that a fresh element of `type` has: zero, the start of the epoch, false; null for strings and tuples.
  package static func zeros(_ type: ElementType, count: Int, scale: Int = 0) throws -> Vector {
    let vector = try make(type, count: count, scale: scale)
    if let fixed = vector as? FixedVector { fixed.raw.initializeMemory(as: UInt8.self, repeating: 0, count: count * fixed.storage.width) }
    return vector
  }

  /// One vector of the common type of all `parts`, which follow each other; of STRING when there are texts and other values among them.
  /// - Throws: `.type` when they have none.
  package static func joined(_ parts: [Vector]) throws -> Vector {
    var type = ElementType.void
    for part in parts {
      let common = ElementType.promoted(type, part.type) ?? (type.isLiteral || part.type.isLiteral ? .string : nil)
      guard part.storage != .any, let wider = common else {
        throw KernelError.type("values of \(type.name) and \(part.type.name) do not go into one vector")
      }
      type = wider
    }
    let result = try Vector.empty(type, capacity: parts.reduce(0) { $0 + $1.count }, scale: parts.map(\.scale).max() ?? 0)
    for part in parts { try result.append(contentsOf: part) }
    return result
  }
}
