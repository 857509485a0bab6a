/// Hashes and equality of keys, equal for a scalar and for the element of a vector that holds the same value. Null equals null.
package enum KeyHash {
  @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var hash = value &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    return hash
  }

  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var index = 0
    while index + 8 <= bytes.count {
      hash = (hash ^ UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      index &+= 8
    }
    while index < bytes.count {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
      index &+= 1
    }
    return mix(hash)
  }

  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash($0) }
  }

  private static func hash(_ value: Double) -> UInt64 { mix((value == 0 ? 0.0 : value).bitPattern) }

  package static func hash(_ key: borrowing Cell) -> UInt64 {
    switch key.heapKind {
    case nil: key.elementType.isFloating ? hash(key.rawDouble) : mix(key.bits)
    case .string: hash(key.unsafeObject(as: StringObject.self).value)
    case .wide: hash(key.unsafeObject(as: WideObject.self).value)
    default: mix(key.bits)
    }
  }

  private static func hash(_ value: Wide) -> UInt64 { mix(value.low ^ mix(value.high)) }

  package static func hash(_ keys: Vector, _ row: Int) -> UInt64 {
    switch keys.storage {
    case .int8: mix(UInt64(bitPattern: Int64(keys.pointer(Int8.self)[row])))
    case .int16: mix(UInt64(bitPattern: Int64(keys.pointer(Int16.self)[row])))
    case .int32: mix(UInt64(bitPattern: Int64(keys.pointer(Int32.self)[row])))
    case .int64: mix(UInt64(bitPattern: keys.pointer(Int64.self)[row]))
    case .double: hash(keys.pointer(Double.self)[row])
    case .wide: hash(keys.pointer(Wide.self)[row])
    case .string: (keys as? StringVector).map { hash($0.bytes(at: row)) } ?? 0
    default: hash(keys.cell(at: row))
    }
  }

  package static func equals(_ keys: Vector, _ row: Int, _ key: borrowing Cell) -> Bool {
    switch keys.storage {
    case .int8: Int64(keys.pointer(Int8.self)[row]) == key.rawInteger
    case .int16: Int64(keys.pointer(Int16.self)[row]) == key.rawInteger
    case .int32: Int64(keys.pointer(Int32.self)[row]) == key.rawInteger
    case .int64: keys.pointer(Int64.self)[row] == key.rawInteger
    case .double: keys.pointer(Double.self)[row] == key.rawDouble
    default: equals(keys.cell(at: row), key)
    }
  }

  package static func equals(_ keys: Vector, _ row: Int, _ others: Vector, _ other: Int) -> Bool {
    switch keys.storage {
    case .int32: keys.pointer(Int32.self)[row] == others.pointer(Int32.self)[other]
    case .int64: keys.pointer(Int64.self)[row] == others.pointer(Int64.self)[other]
    default: equals(keys, row, others.cell(at: other))
    }
  }

  /// Two scalars of one type, or the same object.
  package static func equals(_ left: borrowing Cell, _ right: borrowing Cell) -> Bool {
    guard left.kindByte == right.kindByte else { return false }
    switch left.heapKind {
    case nil: return left.elementType.isFloating ? left.rawDouble == right.rawDouble : left.bits == right.bits
    case .string: return left.unsafeObject(as: StringObject.self).value == right.unsafeObject(as: StringObject.self).value
    case .wide: return left.unsafeObject(as: WideObject.self).value == right.unsafeObject(as: WideObject.self).value
    default: return left.bits == right.bits
    }
  }
}
