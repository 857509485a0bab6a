/// One value of a key column as an index sees it, without a vector around it.
package enum PointKey {
  /// Of integers, moments and BOOLs.
  case integer(Int64)
  case text(String)
  /// An integer that the column cannot hold: no row has it.
  case absent

  /// Nil for a null, and for a value of another kind than the column, where a comparison might convert either.
  package init?(_ value: borrowing Cell, of columnType: ElementType) {
    if columnType.isLiteral {
      guard let text = value.stringValue, !text.isEmpty else { return nil }
      self = .text(text)
      return
    }
    guard !value.isHeap, value.isScalar, !value.isNull, !columnType.isFloating else { return nil }
    let type = value.elementType
    guard type == columnType || type.category == .integral && columnType.category == .integral else { return nil }
    let number = value.rawInteger
    self = PointKey.range(of: columnType.storage).contains(number) ? .integer(number) : .absent
  }

  /// What a column can hold beside its null.
  package static func range(of storage: Storage) -> ClosedRange<Int64> {
    switch storage {
    case .int8: Int64(Int8.min) + 1...Int64(Int8.max)
    case .int16: Int64(Int16.min) + 1...Int64(Int16.max)
    case .int32: Int64(Int32.min) + 1...Int64(Int32.max)
    default: Int64.min + 1...Int64.max
    }
  }

  var hash: UInt64 {
    switch self {
    case .integer(let number): return KeyHash.mix(UInt64(bitPattern: number))
    case .text(var text): return text.withUTF8 { KeyHash.hash($0) }
    case .absent: return 0
    }
  }

  func isEqual(_ column: Vector, _ row: Int) -> Bool {
    switch (self, column.storage) {
    case (.integer(let number), .int64): return column.pointer(Int64.self)[row] == number
    case (.integer(let number), .int32): return Int64(column.pointer(Int32.self)[row]) == number
    case (.integer(let number), .int16): return Int64(column.pointer(Int16.self)[row]) == number
    case (.integer(let number), .int8): return Int64(column.pointer(Int8.self)[row]) == number
    case (.text(let text), .symbol), (.text(let text), .string): return column.text(at: row) == text
    default: return false
    }
  }
}

extension Table {
  /// The row with a whole key; nil when there is none.
  /// - Precondition: `snapshot` is one of this table, whose key are the columns at `places`, and the kind of the table overwrites rows.
  package func row(withKey keys: [PointKey], at places: [Int], in snapshot: TableSnapshot) throws -> Int? {
    try indexes(of: snapshot).unique.row(withKey: keys, at: places, in: snapshot.columns, rowCount: snapshot.rowCount)
  }
}

extension RowIndex {
  /// The last of the first `rowCount` rows with a key, whose parts are of the columns at `places`; nil when there is none.
  func row(withKey keys: [PointKey], at places: [Int], in columns: [Vector], rowCount: Int) -> Int? {
    if holdsIntegers {
      guard case .integer(let number) = keys[0] else { return nil }
      return lastRow(withInteger: number, rowCount: rowCount)
    }
    var hash: UInt64 = 0
    for key in keys {
      if case .absent = key { return nil }
      hash = RowKeys.next(hash, key.hash)
    }
    return lastRow(RowKeys.finished(hash), rowCount: rowCount) { row in
      for place in keys.indices where !keys[place].isEqual(columns[places[place]], row) { return false }
      return true
    }
  }
}

extension FixedVector {
  /// Takes over one element of a vector of the same type, as the only one.
  /// - Returns: false, with nothing done, when this is no vector of one element of that type with memory of its own.
  @inline(__always)
  func becomeElement(_ index: Int, of other: Vector) -> Bool {
    guard type == other.type, scale == other.scale, storage == other.storage, storage != .wide, count == 1, isBufferUnique else { return false }
    switch storage.width {
    case 8: pointer(UInt64.self).pointee = other.pointer(UInt64.self)[index]
    case 4: pointer(UInt32.self).pointee = other.pointer(UInt32.self)[index]
    case 2: pointer(UInt16.self).pointee = other.pointer(UInt16.self)[index]
    default: pointer(UInt8.self).pointee = other.pointer(UInt8.self)[index]
    }
    return true
  }
}

extension Vector {
  /// One element as a vector with memory of its own, so that this one can still be written in place.
  package final func single(at index: Int) throws -> Vector {
    switch storage {
    case .int8, .int16, .int32, .int64, .float, .double:
      let one = try FixedVector(type, count: 1, scale: scale)
      let width = storage.width
      one.raw.copyMemory(from: raw + index * width, byteCount: width)
      return one
    case .wide, .symbol, .string, .any, .array: return try gather([index])
    }
  }
}
