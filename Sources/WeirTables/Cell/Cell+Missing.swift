extension Cell {
  /// The kind of the cell that stands for what was left out.
  private static var missingTag: UInt64 { 63 }

  /// An argument, or an index, that was left out.
  package static var missing: Cell { Cell(tag: missingTag, bits: 0) }
  package var isMissing: Bool { kindByte == 63 }
}
