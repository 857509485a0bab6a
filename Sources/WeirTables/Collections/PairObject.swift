/// Two scalars of one type, `a:b`.
package final class PairObject: HeapObject, @unchecked Sendable {
  // Unchecked: as `Vector`.
  /// Exactly two elements.
  package let elements: Vector

  package init(_ elements: Vector) {
    precondition(elements.count == 2, "a pair of \(elements.count) elements")
    self.elements = elements
  }

  package func copiedForAssignment() -> Cell { .pair(PairObject(elements.sharingHeader())) }
}
