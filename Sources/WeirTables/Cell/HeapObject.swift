/// What a cell can refer to. A class per kind; the cell's tag says which, so that the common ones are reached without a dynamic cast.
package protocol HeapObject: AnyObject {
  /// A copy that a later write to either side does not show in the other: what assignment makes.
  func copiedForAssignment() -> Cell
}

/// A string; immutable, so that every holder may share it.
package final class StringObject: HeapObject, Sendable {
  package let value: String

  package init(_ value: String) { self.value = value }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .string, type: .string) }
}

/// A scalar of 16 bytes; immutable.
package final class WideObject: HeapObject, Sendable {
  package let value: Wide
  package let type: ElementType
  /// Digits behind the point of a DECIMAL128; 0 for every other type.
  package let scale: Int

  package init(_ value: Wide, _ type: ElementType, scale: Int = 0) {
    self.value = value
    self.type = type
    self.scale = scale
  }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .wide, type: type) }
}
