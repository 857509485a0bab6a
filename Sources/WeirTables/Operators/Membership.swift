/// Which values occur among others: the operator `in`.
package enum Membership {
  /// BOOL in the form of `values`; null and NULL as `keys` contain nothing.
  ///
  /// - Parameter keys: a scalar, vector, set or matrix, the keys of a dictionary or of a keyed or indexed table, the only column of another table.
  /// - Throws: `.type` when values and keys have nothing in common, `.shape` for a table of several columns without a key.
  package static func contains(_ values: borrowing Cell, in keys: borrowing Cell) throws -> Cell {
    if let table = keys.table, table.kind.overwrites, table.snapshot.key != nil { return try contains(values, inKeysOf: table) }
    if keys.isScalar, keys.isNull { return try OperatorKernel.mapElements(values, "in") { try Vector.repeating(.bool(false), count: $0.count) } }
    let keys = try keyVector(keys)
    if let tuple = keys as? AnyVector { return try contains(values, inTuple: tuple) }
    return try OperatorKernel.mapElements(try plain(values), "in") { try contains($0, in: keys) }
  }

  private static func keyVector(_ keys: borrowing Cell) throws -> Vector {
    switch keys.heapKind {
    case .set: return keys.unsafeObject(as: SetObject.self).elements
    case .dictionary: return try keys.unsafeObject(as: DictionaryObject.self).keys
    case .matrix: return keys.unsafeObject(as: MatrixObject.self).values
    case .pair: return keys.unsafeObject(as: PairObject.self).elements
    case .vector:
      let vector = keys.unsafeObject(as: Vector.self)
      return (vector as? ArrayVector)?.values ?? vector
    case .table:
      let columns = keys.unsafeObject(as: Table.self).snapshot.columns
      guard columns.count == 1 else { throw KernelError.shape("`in` needs a table of one column, got \(columns.count) columns") }
      return columns[0]
    case .function, .code, .instance, .resource: throw KernelError.type("`in` is not defined for a \(keys.elementType.name)")
    case nil, .string, .wide: return try Vector.repeating(keys, count: 1)
    }
  }

  /// - Parameter values: for several key columns a tuple with the values of each; for one column they can be a scalar or vector.
  private static func contains(_ values: borrowing Cell, inKeysOf table: Table) throws -> Cell {
    guard let tuple = values.tuple else { return try OperatorKernel.mapElements(try plain(values), "in") { try table.holds([$0]) } }
    let answers = try table.holds(
      try (0..<tuple.count).map { place in
        let key = tuple.cell(at: place)
        return try key.vector ?? Vector.repeating(key, count: 1)
      })
    let isOneKey = (0..<tuple.count).allSatisfy { tuple.cell(at: $0).isScalar }
    return isOneKey ? answers.cell(at: 0) : .vector(answers)
  }

  /// A set as the vector of its members.
  private static func plain(_ values: borrowing Cell) throws -> Cell {
    if let set = values.set { return .vector(set.elements) }
    return values.copy()
  }

  private static func contains(_ values: borrowing Cell, inTuple keys: AnyVector) throws -> Cell {
    if values.isScalar {
      let found = try (0..<keys.count).contains { index in try keys.withCell(index) { try ObjectEquality.equals($0, values, tolerance: 0, ignoringType: true) } }
      return .bool(found)
    }
    let vector = try FlatOrTuple.elements(values)
    let result = try FixedVector(.bool, count: vector.count)
    for row in 0..<vector.count { result.pointer(Int8.self)[row] = Int8(truncatingIfNeeded: try contains(vector.cell(at: row), inTuple: keys).rawInteger) }
    return .vector(result)
  }

  /// One answer per element of a flat vector.
  static func contains(_ values: Vector, in keys: Vector) throws -> Vector {
    if values.type == .void || keys.type == .void || keys.count == 0 { return try Vector.repeating(.bool(false), count: values.count) }
    let (values, keys) = try aligned(values, keys)
    let result = try FixedVector(.bool, count: values.count)
    let target = result.pointer(Int8.self)
    switch values.storage {
    case .int8: try search(values.pointer(Int8.self), values.count, keys.pointer(Int8.self), keys.count, target)
    case .int16: try search(values.pointer(Int16.self), values.count, keys.pointer(Int16.self), keys.count, target)
    case .int32: try search(values.pointer(Int32.self), values.count, keys.pointer(Int32.self), keys.count, target)
    case .int64: try search(values.pointer(Int64.self), values.count, keys.pointer(Int64.self), keys.count, target)
    case .symbol: searchSymbols(values, keys, target)
    default: try searchCells(values, keys, target)
    }
    return result
  }

  private static func search<Element: FixedWidthInteger>(
    _ values: UnsafeMutablePointer<Element>, _ count: Int, _ keys: UnsafeMutablePointer<Element>, _ keyCount: Int,
    _ result: UnsafeMutablePointer<Int8>
  ) throws {
    let members = IntegerMembers(keyCount) { Int64(truncatingIfNeeded: keys[$0]) }
    var row = 0
    while row < count {
      try Interruption.check(atRow: row)
      result[row] = members.contains(Int64(truncatingIfNeeded: values[row])) ? 1 : 0
      row &+= 1
    }
  }

  private static func searchSymbols(_ values: Vector, _ keys: Vector, _ result: UnsafeMutablePointer<Int8>) {
    guard let symbols = values as? SymbolVector else { return }
    var members: Set<String> = []
    for row in 0..<keys.count { members.insert(keys.text(at: row)) }
    let answers = symbols.dictionary.strings.map { members.contains($0) ? Int8(1) : 0 }
    let codes = symbols.pointer(Int32.self)
    for row in 0..<symbols.count { result[row] = answers[Int(codes[row])] }
  }

  private static func searchCells(_ values: Vector, _ keys: Vector, _ result: UnsafeMutablePointer<Int8>) throws {
    let index = try KeyIndex(over: keys)
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      result[row] = index.find(values.cell(at: row), in: keys) != nil ? 1 : 0
    }
  }

  /// Both of one type. Floats that are looked for among integers are rounded to integers first.
  private static func aligned(_ values: Vector, _ keys: Vector) throws -> (Vector, Vector) {
    let types = (values.type, keys.type)
    if types.0 == types.1, values.scale == keys.scale { return (values, keys) }
    if types.0 == .symbol, types.1.isLiteral { return (values, keys) }
    if types.0.isNumeric, types.1.isNumeric {
      let values = types.0.isFloating && types.1.isIntegerLike ? try values.cast(to: .long) : values
      let common = NumericOperators.promoted(values.type, types.1)
      return (try values.cast(to: common), try keys.cast(to: common))
    }
    if types.0.isLiteral, types.1.isLiteral { return (try values.cast(to: .string), try keys.cast(to: .string)) }
    if types.0.isLiteral, types.1.isTemporal || types.1.category == .wide { return (try values.cast(to: types.1), keys) }
    if types.1.isLiteral, types.0.isTemporal || types.0.category == .wide { return (values, try keys.cast(to: types.0)) }
    if types.0.isTemporal, types.1.isTemporal {
      guard let common = TemporalOperators.commonType(types.0, types.1) else { throw incomparable(types.0, types.1) }
      return (try TemporalAlignment.convert(values, to: common), try TemporalAlignment.convert(keys, to: common))
    }
    if types.1.isDecimal, types.0.isNumeric || types.0.isDecimal || types.0.isLiteral { return (try values.cast(to: types.1, scale: keys.scale), keys) }
    if types.0.isDecimal, types.1.isNumeric { return (try values.cast(to: .double), try keys.cast(to: .double)) }
    if types.0.isTemporal, types.1.isIntegerLike { return (try TemporalOperators.raw(values).cast(to: .long), try keys.cast(to: .long)) }
    throw incomparable(types.0, types.1)
  }

  private static func incomparable(_ left: ElementType, _ right: ElementType) -> KernelError {
    .type("`in` is not defined for \(left.name) among \(right.name)")
  }
}

/// The elements of a value that has several.
enum FlatOrTuple {
  /// - Throws: `.type` when `value` is no vector, set or matrix.
  static func elements(_ value: borrowing Cell) throws -> Vector {
    switch value.heapKind {
    case .vector: return value.unsafeObject(as: Vector.self)
    case .set: return value.unsafeObject(as: SetObject.self).elements
    case .matrix: return value.unsafeObject(as: MatrixObject.self).values
    case .pair: return value.unsafeObject(as: PairObject.self).elements
    default: throw KernelError.type("a vector is expected, got a \(value.form)")
    }
  }
}

/// A set of 64-bit integers that is built once and then asked.
struct IntegerMembers {
  private var slots: [Int64]
  private var isTaken: [Bool]
  private let mask: Int

  init(_ count: Int, _ member: (Int) -> Int64) {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: 0, count: capacity)
    isTaken = Array(repeating: false, count: capacity)
    for index in 0..<count { insert(member(index)) }
  }

  private mutating func insert(_ value: Int64) {
    var slot = Int(truncatingIfNeeded: KeyHash.mix(UInt64(bitPattern: value))) & mask
    while isTaken[slot], slots[slot] != value { slot = (slot + 1) & mask }
    slots[slot] = value
    isTaken[slot] = true
  }

  @inline(__always)
  func contains(_ value: Int64) -> Bool {
    var slot = Int(truncatingIfNeeded: KeyHash.mix(UInt64(bitPattern: value))) & mask
    while isTaken[slot] {
      if slots[slot] == value { return true }
      slot = (slot + 1) & mask
    }
    return false
  }
}
