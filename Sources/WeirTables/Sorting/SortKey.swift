/// One column to sort by.
package struct SortKey {
  package let vector: Vector
  package let descending: Bool
  /// Where nulls go; nil leaves them the lowest values.
  package let nullsFirst: Bool?

  package init(_ vector: Vector, descending: Bool = false, nullsFirst: Bool? = nil) {
    self.vector = vector
    self.descending = descending
    self.nullsFirst = nullsFirst
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array of `count` elements that `fill` writes.
  @inline(__always)
  static func build(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows -> [Element] {
    try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      try fill(buffer)
      initialized = count
    }
  }
}
