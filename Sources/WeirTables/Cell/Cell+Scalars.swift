extension Cell {
  // The tags of the scalars that hot paths ask for, spelled out: the raw value of an enum is a call in other modules.
  @inlinable @inline(__always) package static var boolTag: UInt64 { 1 }
  @inlinable @inline(__always) package static var intTag: UInt64 { 4 }
  @inlinable @inline(__always) package static var longTag: UInt64 { 5 }
  @inlinable @inline(__always) package static var doubleTag: UInt64 { 16 }
}

extension Cell {
  /// The untyped null, `NULL`.
  @inlinable @inline(__always) package static var void: Cell { Cell(tag: 0, bits: 0) }

  @inlinable @inline(__always) package var isVoid: Bool { tag == 0 }

  /// A scalar of a type that is stored in at most 64 bits, from its raw integer (`0` of DATE is 1970.01.01).
  @inlinable @inline(__always)
  package static func integer(_ value: Int64, _ type: ElementType) -> Cell {
    Cell(tag: UInt64(type.rawValue), bits: UInt64(bitPattern: value))
  }

  @inlinable @inline(__always) package static func bool(_ value: Bool) -> Cell { Cell(tag: boolTag, bits: value ? 1 : 0) }
  @inlinable @inline(__always) package static func int(_ value: Int32) -> Cell { Cell(tag: intTag, bits: UInt64(bitPattern: Int64(value))) }
  @inlinable @inline(__always) package static func int(_ value: Int) -> Cell { Cell(tag: intTag, bits: UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value)))) }
  @inlinable @inline(__always) package static func long(_ value: Int64) -> Cell { Cell(tag: longTag, bits: UInt64(bitPattern: value)) }
  @inlinable @inline(__always) package static func long(_ value: Int) -> Cell { Cell(tag: longTag, bits: UInt64(bitPattern: Int64(value))) }
  @inlinable @inline(__always) package static func char(_ value: Int8) -> Cell { integer(Int64(value), .char) }
  @inlinable @inline(__always) package static func short(_ value: Int16) -> Cell { integer(Int64(value), .short) }

  @inlinable @inline(__always)
  package static func double(_ value: Double) -> Cell {
    Cell(tag: doubleTag, bits: value.bitPattern)
  }

  /// A FLOAT is kept widened; its null is the null of DOUBLE.
  @inlinable @inline(__always)
  package static func float(_ value: Float) -> Cell {
    Cell(tag: UInt64(ElementType.float.rawValue), bits: (value.isNull ? Double.null : Double(value)).bitPattern)
  }

  package static func string(_ value: String) -> Cell { Cell(object: StringObject(value), kind: .string, type: .string) }

  /// STRING, SYMBOL or BLOB.
  package static func literal(_ value: String, _ type: ElementType) -> Cell { Cell(object: StringObject(value), kind: .string, type: type) }

  package static func wide(_ value: Wide, _ type: ElementType, scale: Int = 0) -> Cell {
    Cell(object: WideObject(value, type, scale: scale), kind: .wide, type: type)
  }

  /// DECIMAL32 or DECIMAL64 of the unscaled integer `value`.
  package static func decimal(_ value: Int64, _ type: ElementType, scale: Int) -> Cell {
    Cell(tag: UInt64(type.rawValue) | UInt64(scale) << 8, bits: UInt64(bitPattern: value))
  }

  /// `count` units, packed as a DURATION is stored in a vector.
  package static func duration(_ value: Duration) -> Cell { Cell(tag: UInt64(ElementType.duration.rawValue), bits: UInt64(bitPattern: value.packed)) }

  /// The null of `type` as a scalar.
  package static func null(_ type: ElementType, scale: Int = 0) -> Cell {
    switch type.storage {
    case .int8, .int16, .int32, .int64:
      guard type != .void else { return .void }
      return Cell(tag: UInt64(type.rawValue) | UInt64(scale) << 8, bits: UInt64(bitPattern: Cell.nullBits(type)))
    case .float, .double: return Cell(tag: UInt64(type.rawValue), bits: Double.null.bitPattern)
    case .wide: return .wide(type.nullWide, type, scale: scale)
    case .symbol, .string: return .literal("", type)
    case .any, .array: return .void
    }
  }

  /// The sentinel of an integer-stored type, sign-extended to 64 bits as a scalar cell keeps it.
  @inlinable @inline(__always)
  package static func nullBits(_ type: ElementType) -> Int64 {
    switch type.storage {
    case .int8: Int64(Int8.min)
    case .int16: Int64(Int16.min)
    case .int32: Int64(Int32.min)
    default: Int64.min
    }
  }
}

extension Cell {
  /// The raw integer of an integer-stored scalar.
  /// - Precondition: the type is stored as an integer.
  @inlinable @inline(__always) package var rawInteger: Int64 { Int64(bitPattern: bits) }

  /// - Precondition: the type is FLOAT or DOUBLE.
  @inlinable @inline(__always) package var rawDouble: Double { Double(bitPattern: bits) }

  /// Digits behind the point of a DECIMAL, else 0.
  package var scale: Int {
    switch heapKind {
    case nil: Int(UInt8(truncatingIfNeeded: tag >> 8))
    case .wide: unsafeObject(as: WideObject.self).scale
    case .vector: unsafeObject(as: Vector.self).scale
    case .pair: unsafeObject(as: PairObject.self).elements.scale
    case .matrix: unsafeObject(as: MatrixObject.self).values.scale
    default: 0
    }
  }

  /// The text of a STRING, SYMBOL or BLOB scalar; nil for everything else.
  package var stringValue: String? {
    guard kindByte == HeapKind.string.byte else { return nil }
    return unsafeObject(as: StringObject.self).value
  }

  package var wideValue: Wide? {
    guard kindByte == HeapKind.wide.byte else { return nil }
    return unsafeObject(as: WideObject.self).value
  }

  /// Whether this is a null scalar (of any type; the empty string is the null string). False for every collection.
  package var isNull: Bool {
    switch heapKind {
    case nil:
      guard let type = ElementType(rawValue: kindByte), type != .void else { return true }
      if type.isFloating { return rawDouble.isNull || rawDouble.isNaN }
      return rawInteger == Cell.nullBits(type)
    case .string: return unsafeObject(as: StringObject.self).value.isEmpty
    case .wide:
      let object = unsafeObject(as: WideObject.self)
      return object.value == object.type.nullWide
    default: return false
    }
  }

  package var vector: Vector? { heapKind == .vector ? unsafeObject(as: Vector.self) : nil }
  package var tuple: AnyVector? { vector as? AnyVector }
  package var pair: PairObject? { heapKind == .pair ? unsafeObject(as: PairObject.self) : nil }
  package var matrix: MatrixObject? { heapKind == .matrix ? unsafeObject(as: MatrixObject.self) : nil }
  package var set: SetObject? { heapKind == .set ? unsafeObject(as: SetObject.self) : nil }
  package var dictionary: DictionaryObject? { heapKind == .dictionary ? unsafeObject(as: DictionaryObject.self) : nil }
  package var table: Table? { heapKind == .table ? unsafeObject(as: Table.self) : nil }
  /// The same for as long as this cell is held.
  package var unretainedTable: Unmanaged<Table>? {
    guard heapKind == .table, let object = UnsafeRawPointer(bitPattern: UInt(bits)) else { return nil }
    return .fromOpaque(object)
  }

  package static func vector(_ vector: Vector) -> Cell { Cell(object: vector, kind: .vector, type: vector.type) }
  package static func pair(_ pair: PairObject) -> Cell { Cell(object: pair, kind: .pair) }
  package static func matrix(_ matrix: MatrixObject) -> Cell { Cell(object: matrix, kind: .matrix) }
  package static func set(_ set: SetObject) -> Cell { Cell(object: set, kind: .set) }
  package static func dictionary(_ dictionary: DictionaryObject) -> Cell { Cell(object: dictionary, kind: .dictionary) }
  package static func table(_ table: Table) -> Cell { Cell(object: table, kind: .table) }
}
