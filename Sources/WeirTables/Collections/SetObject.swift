/// Distinct scalars of one type.
package final class SetObject: HeapObject, @unchecked Sendable {
  // Unchecked: as `Vector`.
  /// The members in order of insertion; erased ones leave at once.
  package private(set) var elements: Vector
  private var index: KeyIndex

  /// The distinct elements of `vector`.
  /// - Throws: `.type` for tuples and array vectors.
  package init(_ vector: Vector) throws {
    guard vector.storage != .any, vector.storage != .array else { throw KernelError.type("a set holds scalars of one type") }
    elements = try vector.emptyLike(capacity: vector.count)
    index = KeyIndex()
    try insert(contentsOf: vector)
  }

  private init(elements: Vector, index: KeyIndex) {
    self.elements = elements
    self.index = index
  }

  package var count: Int { elements.count }

  package func copiedForAssignment() -> Cell { .set(SetObject(elements: elements.sharingHeader(), index: index)) }

  /// - Precondition: `value` is a scalar of the set's type.
  package func contains(_ value: borrowing Cell) -> Bool { index.find(value, in: elements) != nil }

  package func insert(_ value: borrowing Cell) throws {
    let key = try value.convertedForStorage(elements.type, scale: elements.scale)
    guard index.find(key, in: elements) == nil else { return }
    try elements.append(key)
    _ = index.insert(elements.count - 1, elements)
  }

  package func insert(contentsOf vector: Vector) throws {
    let larger = SetObject(elements: elements.sharingHeader(), index: index)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      try larger.insert(vector.cell(at: row))
    }
    (elements, index) = (larger.elements, larger.index)
  }

  /// Keeps the members that `isKept` says.
  package func filter(_ isKept: (borrowing Cell) throws -> Bool) throws {
    let rows = try (0..<elements.count).filterRows { try isKept(elements.cell(at: $0)) }
    let kept = try elements.gather(rows)
    (elements, index) = (kept, try KeyIndex(over: kept))
  }
}
