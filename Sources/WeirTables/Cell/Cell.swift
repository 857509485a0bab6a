/// One value of the language: a scalar in place, or a counted reference to a heap object.
///
/// 16 bytes. The lowest byte of `tag` is the kind: below 64 it is the `ElementType` of a scalar whose value is `bits`; from 64 on
/// it is a `HeapKind` and `bits` is the address of an object that this cell holds one reference to. The second byte is the element type of a heap
/// scalar or the scale of a DECIMAL; DURATION keeps its unit there.
///
/// Not copyable, so that a copy is visible in the code (`copy()`), and passing a scalar costs two registers and nothing else.
///
/// Public, with members that are not: of a `package` type the compiler inlines nothing into other modules, and the evaluator lives on these few instructions.
@frozen
public struct Cell: ~Copyable {
  @usableFromInline package let tag: UInt64
  @usableFromInline package let bits: UInt64

  @inlinable @inline(__always)
  package init(tag: UInt64, bits: UInt64) {
    self.tag = tag
    self.bits = bits
  }

  @inlinable
  deinit {
    if tag & 0xFF >= Cell.firstHeapTag { Cell.release(bits) }
  }

  @inlinable @inline(__always) package static var firstHeapTag: UInt64 { 64 }

  @usableFromInline
  static func release(_ bits: UInt64) {
    Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped).release()
  }

  @usableFromInline
  static func retain(_ bits: UInt64) {
    _ = Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped).retain()
  }
}

/// The two words of a cell, holding no reference of their own: what hot paths compute with, so that scalars need no release.
@frozen
public struct RawCell: BitwiseCopyable, Sendable {
  @usableFromInline package let tag: UInt64
  @usableFromInline package let bits: UInt64

  @inlinable @inline(__always)
  package init(tag: UInt64, bits: UInt64) {
    self.tag = tag
    self.bits = bits
  }
}

extension Cell {
  /// The words of this cell, whose reference, if it holds one, is still that of this cell.
  @inlinable @inline(__always) package var raw: RawCell { RawCell(tag: tag, bits: bits) }

  /// Gives up this cell without releasing what it refers to: the caller owns the reference in the words.
  @inlinable @inline(__always)
  package consuming func intoRaw() -> RawCell {
    let raw = RawCell(tag: tag, bits: bits)
    discard self
    return raw
  }

  /// Takes over the reference that the words hold.
  @inlinable @inline(__always)
  package init(owning raw: RawCell) { self.init(tag: raw.tag, bits: raw.bits) }
}

extension RawCell {
  @inlinable @inline(__always) package var isHeap: Bool { tag & 0xFF >= Cell.firstHeapTag }
  @inlinable @inline(__always) package var kindByte: UInt8 { UInt8(truncatingIfNeeded: tag) }

  /// Looks at the object that the words refer to, which their owner keeps.
  /// - Precondition: the kind is that of `Object`.
  @inlinable @inline(__always)
  package func withObject<Object: AnyObject, Result>(as type: Object.Type, _ body: (Object) throws -> Result) rethrows -> Result {
    try Unmanaged<Object>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped)._withUnsafeGuaranteedRef(body)
  }
}

/// The kinds of heap objects; the raw value is the lowest byte of a cell's tag.
@frozen
public enum HeapKind: UInt8, Sendable {
  case string = 64
  case wide = 65
  case vector = 66
  case pair = 67
  case matrix = 68
  case set = 69
  case dictionary = 70
  case table = 71
  case function = 72
  case code = 73
  case instance = 74
  case resource = 75

  /// The raw value without the call that `rawValue` is in other modules. The cases follow each other without a gap, and a case lies in memory as its place among
  /// them.
  @inlinable @inline(__always) package var byte: UInt8 { unsafeBitCast(self, to: UInt8.self) &+ 64 }

  @inlinable @inline(__always)
  package init?(byte: UInt8) {
    guard byte >= 64, byte <= 75 else { return nil }
    self = unsafeBitCast(byte &- 64, to: HeapKind.self)
  }
}

extension Cell {
  /// Takes a reference to `object`.
  /// - Precondition: `kind` is the kind of `object`'s class.
  package init(object: AnyObject, kind: HeapKind, type: ElementType = .void) {
    self.init(
      tag: UInt64(kind.byte) | UInt64(type.rawValue) << 8,
      bits: UInt64(UInt(bitPattern: Unmanaged.passRetained(object).toOpaque())))
  }

  @inlinable @inline(__always) package var kindByte: UInt8 { UInt8(truncatingIfNeeded: tag) }

  @inlinable @inline(__always) package var isHeap: Bool { tag & 0xFF >= Cell.firstHeapTag }

  /// Nil for a scalar in place.
  @inlinable @inline(__always) package var heapKind: HeapKind? { HeapKind(byte: kindByte) }

  /// A second holder of the same value: aliases what can change.
  @inlinable @inline(__always)
  package func copy() -> Cell {
    if isHeap { Cell.retain(bits) }
    return Cell(tag: tag, bits: bits)
  }

  /// The object behind a heap cell.
  /// - Precondition: `isHeap`.
  @inlinable @inline(__always)
  package var object: AnyObject {
    Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped).takeUnretainedValue()
  }

  /// The object, whose class the kind of this cell vouches for.
  @inlinable @inline(__always)
  package func unsafeObject<Object: AnyObject>(as type: Object.Type) -> Object {
    Unmanaged<Object>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped).takeUnretainedValue()
  }

  /// The value that `x = y` gives to `x`: shares nothing that a write could change.
  @inlinable @inline(__always)
  package func copiedForAssignment() -> Cell {
    isHeap ? copiedObject() : Cell(tag: tag, bits: bits)
  }

  @usableFromInline
  func copiedObject() -> Cell {
    switch heapKind {
    case .string, .wide, .function, .code: return copy()
    case .vector: return unsafeObject(as: Vector.self).copiedForAssignment()
    default:
      guard let object = object as? any HeapObject else { return copy() }
      return object.copiedForAssignment()
    }
  }
}

extension Cell {
  /// The scalar element type, or that of the elements of a collection; `.any` for tuples, tables and dictionaries of mixed values.
  package var elementType: ElementType {
    switch heapKind {
    case nil: return ElementType(rawValue: kindByte) ?? .void
    case .string, .wide: return ElementType(rawValue: UInt8(truncatingIfNeeded: tag >> 8)) ?? .string
    case .vector: return unsafeObject(as: Vector.self).type
    case .pair: return unsafeObject(as: PairObject.self).elements.type
    case .matrix: return unsafeObject(as: MatrixObject.self).values.type
    case .set: return unsafeObject(as: SetObject.self).elements.type
    case .dictionary: return unsafeObject(as: DictionaryObject.self).valueType
    case .table: return .any
    case .function: return .functionDefinition
    case .code: return .code
    case .instance: return .object
    case .resource: return .resource
    }
  }

  package var form: Form {
    switch heapKind {
    case nil, .string, .wide, .function, .code, .instance: .scalar
    case .vector: .vector
    case .pair: .pair
    case .matrix: .matrix
    case .set: .set
    case .dictionary: .dictionary
    case .table: .table
    case .resource: .systemObject
    }
  }

  package var isScalar: Bool { form == .scalar }
}
