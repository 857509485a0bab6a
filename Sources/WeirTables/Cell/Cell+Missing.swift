extension Cell {
  /// An argument, or an index, that was left out: a kind that no value has.
  @inlinable @inline(__always) package static var missing: Cell { Cell(tag: UInt64(missingByte), bits: 0) }
  @inlinable @inline(__always) package var isMissing: Bool { kindByte == Cell.missingByte }
  @inlinable @inline(__always) package static var missingByte: UInt8 { 63 }
}

extension RawCell {
  @inlinable @inline(__always) package var isMissing: Bool { kindByte == Cell.missingByte }

  /// A scalar in place: neither a reference nor `.missing`.
  @inlinable @inline(__always) package var isPlain: Bool { kindByte < Cell.missingByte }
}

extension Cell {
  /// A fixed argument that keeps its parameter at the default: the constant `DFLT`.
  package static var useDefault: Cell { Cell(tag: 62, bits: 0) }
  package var isUseDefault: Bool { kindByte == 62 }
}

extension Cell {
  /// What a function gives that ends without `return`: an untyped null that is not shown.
  package static var nothing: Cell { Cell(tag: 0, bits: 1) }
  package var isNothing: Bool { tag == 0 && bits == 1 }
}
