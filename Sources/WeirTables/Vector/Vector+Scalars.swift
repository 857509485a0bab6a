/// Single elements for the evaluator's loops: words in, words out, and no reference count touched on the way.
extension Vector {
  /// The element at `position` of the vector of numbers or temporal values that `words` refer to; nil when `words` refer to none, and when there is no such element.
  package static func scalar(in words: RawCell, at position: Int64) -> RawCell? {
    guard words.kindByte == HeapKind.vector.byte else { return nil }
    return words.withObject(as: Vector.self) { vector in
      guard UInt64(bitPattern: position) < UInt64(vector.count) else { return nil }
      return vector.scalar(at: Int(position))
    }
  }

  /// Nil when elements are not kept in place in a cell.
  /// - Precondition: `index` is below `count`.
  @inline(__always)
  final func scalar(at index: Int) -> RawCell? {
    switch storage {
    case .int8: RawCell(tag: scalarTag, bits: UInt64(bitPattern: Int64(pointer(Int8.self)[index])))
    case .int16: RawCell(tag: scalarTag, bits: UInt64(bitPattern: Int64(pointer(Int16.self)[index])))
    case .int32: RawCell(tag: scalarTag, bits: UInt64(bitPattern: Int64(pointer(Int32.self)[index])))
    case .int64: RawCell(tag: scalarTag, bits: UInt64(bitPattern: pointer(Int64.self)[index]))
    case .float: Cell.float(pointer(Float.self)[index]).intoRaw()
    case .double: RawCell(tag: scalarTag, bits: pointer(Double.self)[index].bitPattern)
    case .wide, .symbol, .string, .any, .array: nil
    }
  }

  /// Writes a scalar into the vector that `words` refer to.
  /// - Returns: false when nothing was written, because this is not a scalar in place of the very type of the elements, or there is no such element.
  /// - Throws: `.memory` when the elements are shared and cannot be copied.
  package static func store(_ value: RawCell, in words: RawCell, at position: Int64) throws -> Bool {
    guard words.kindByte == HeapKind.vector.byte else { return false }
    return try words.withObject(as: Vector.self) { vector in
      guard UInt64(bitPattern: position) < UInt64(vector.count) else { return false }
      return try vector.store(value, at: Int(position))
    }
  }

  /// - Precondition: `index` is below `count`.
  @inline(__always)
  final func store(_ value: RawCell, at index: Int) throws -> Bool {
    guard value.tag == scalarTag, storage.isFixedWidth else { return false }
    // A storage of fixed width is that of one class.
    let vector = unsafeDowncast(self, to: FixedVector.self)
    if !vector.isBufferUnique { try vector.makeUnique() }
    write(value, at: index)
    return true
  }

  /// - Precondition: the storage is of fixed width, `value` of the type of the elements, and the element this vector's own to write.
  @inline(__always)
  final func write(_ value: RawCell, at index: Int) {
    switch storage {
    case .int8: pointer(Int8.self)[index] = Int8(truncatingIfNeeded: value.bits)
    case .int16: pointer(Int16.self)[index] = Int16(truncatingIfNeeded: value.bits)
    case .int32: pointer(Int32.self)[index] = Int32(truncatingIfNeeded: value.bits)
    case .int64: pointer(Int64.self)[index] = Int64(bitPattern: value.bits)
    case .float:
      let wide = Double(bitPattern: value.bits)
      pointer(Float.self)[index] = wide.isNull ? .null : Float(wide)
    case .double: pointer(Double.self)[index] = Double(bitPattern: value.bits)
    case .wide, .symbol, .string, .any, .array: preconditionFailure("a scalar in place in a vector of \(type)")
    }
  }
}
