/// One side of an operation on numbers, as plain words: where its elements are and how they are stored. Whoever makes one keeps what holds the elements.
struct NumericSide {
  let type: ElementType
  let storage: Storage
  private let raw: UnsafeMutableRawPointer
  /// The one element stands for every row.
  let isScalar: Bool
  let count: Int

  init(_ operand: FlatOperand) {
    type = operand.vector.type
    storage = operand.vector.storage
    raw = operand.vector.raw
    isScalar = operand.isScalar
    count = operand.vector.count
  }

  /// A vector of numbers, or a number that is written into `slot`; nil for anything else.
  init?(_ cell: borrowing Cell, _ slot: UnsafeMutablePointer<Int64>) {
    if cell.kindByte == HeapKind.vector.rawValue {
      let vector = cell.unsafeObject(as: Vector.self)
      guard vector.type.isNumeric, vector.storage.isFixedWidth else { return nil }
      type = vector.type
      storage = vector.storage
      raw = vector.raw
      isScalar = false
      count = vector.count
      return
    }
    guard !cell.isHeap, cell.elementType.isNumeric else { return nil }
    type = cell.elementType
    storage = type.storage
    raw = UnsafeMutableRawPointer(slot)
    isScalar = true
    count = 1
    switch storage {
    case .float: raw.storeBytes(of: cell.isNull ? .null : Float(cell.rawDouble), as: Float.self)
    // The lowest bytes of an integer are the integer in a narrower type.
    default: slot.pointee = cell.rawInteger
    }
  }

  @inline(__always)
  func pointer<Element: BitwiseCopyable>(_ element: Element.Type) -> UnsafeMutablePointer<Element> { raw.assumingMemoryBound(to: Element.self) }
}
