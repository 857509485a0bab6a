extension Indexing {
  /// `x[index] = value`, in place: a vector or tuple (one value, or as many as positions), a pair, columns of a matrix, columns of a table by name or its
  /// rows, values of a dictionary by their keys.
  /// - Throws: `.range` for a position that does not exist, `.shape`, `.type`.
  package static func write(_ target: borrowing Cell, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    switch target.heapKind {
    case .vector: try writeVector(target.unsafeObject(as: Vector.self), index, value)
    case .pair:
      let elements = target.unsafeObject(as: PairObject.self).elements
      try elements.replace(try Selection(index, extent: 2), with: value)
    case .matrix: try writeMatrix(target.unsafeObject(as: MatrixObject.self), index, value)
    case .table: try writeTable(target.unsafeObject(as: Table.self), index, value)
    case .dictionary: try writeDictionary(target.unsafeObject(as: DictionaryObject.self), index, value)
    case .resource:
      guard let table = target.segmentedTable else { fallthrough }
      try writeSegmented(table, index, value)
    default: throw KernelError.type("a \(target.form) has no elements to assign to")
    }
  }

  /// `x[row, column] = value`; either index may be `Cell.missing`.
  package static func write(_ target: borrowing Cell, _ row: borrowing Cell, _ column: borrowing Cell, _ value: borrowing Cell) throws {
    switch target.heapKind {
    case .matrix: try writeMatrix(target.unsafeObject(as: MatrixObject.self), row, column, value)
    case .table: try writeTable(target.unsafeObject(as: Table.self), row, column, value)
    case .vector:
      let vector = target.unsafeObject(as: Vector.self)
      if vector.isRowStructured { return try writeRows(vector, row, column, value) }
      try writeNested(vector, row, column, value)
    default:
      guard !row.isMissing, row.isScalar else { throw KernelError.type("a \(target.form) does not take two indexes") }
      try write(try read(target, row), column, value)
    }
  }

  /// `x[i, j, …] = value`: one index per dimension, or of a dictionary the keys of as many values.
  package static func write(_ target: borrowing Cell, indexes: UnsafePointer<Cell>, count: Int, _ value: borrowing Cell) throws {
    switch count {
    case 0: throw KernelError.arguments("an assignment to an element needs an index")
    case 1: try write(target, indexes[0], value)
    case 2 where target.heapKind != .dictionary: try write(target, indexes[0], indexes[1], value)
    default:
      if target.heapKind == .dictionary, let keys = try scalarKeys(indexes, count) { return try write(target, .vector(keys), value) }
      guard !indexes[0].isMissing, indexes[0].isScalar else { throw KernelError.arguments("all but the last of \(count) indexes must be single positions") }
      try write(try read(target, indexes[0]), indexes: indexes + 1, count: count - 1, value)
    }
  }

  /// Scalars of one type as a vector; nil when they are anything else.
  private static func scalarKeys(_ indexes: UnsafePointer<Cell>, _ count: Int) throws -> Vector? {
    var keys = ValueCollector(capacity: count)
    for index in 0..<count {
      try Interruption.check(atRow: index)
      guard !indexes[index].isMissing, indexes[index].isScalar else { return nil }
      try keys.add(indexes[index])
    }
    let vector = try keys.finish()
    return vector.storage == .any ? nil : vector
  }

  /// `x.name = value`: a column of a table, the value of a key.
  package static func writeMember(_ target: borrowing Cell, _ name: String, _ value: borrowing Cell) throws {
    switch target.heapKind {
    case .table: try writeMember(target.unsafeObject(as: Table.self), name, value)
    case .dictionary: try target.unsafeObject(as: DictionaryObject.self).set(try key(name, of: target.unsafeObject(as: DictionaryObject.self)), value.copiedForAssignment())
    default: throw KernelError(.name, "a \(target.form) has no member `\(name)`")
    }
  }

  /// `x.name`: a column of a table, the value of a key (null when there is no such key); nil when `x` has no members or no such column.
  package static func member(_ value: borrowing Cell, _ name: String) throws -> Cell? {
    switch value.heapKind {
    case .table:
      let table = value.unsafeObject(as: Table.self)
      let snapshot = table.snapshot
      if snapshot.columnIndex(name) != nil { try requireDirectAccess(table) }
      return snapshot.columnIndex(name).map { .vector(snapshot.columns[$0].sharingHeader()) }
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      return try dictionary.value(try key(name, of: dictionary)) ?? .null(dictionary.valueType)
    case .resource:
      if value.segmentedTable != nil { throw KernelError.segmentedAccess }
      return nil
    default: return nil
    }
  }

  /// A member's name as a key: the word itself, or for other keys the value it spells (`d.3`).
  private static func key(_ name: String, of dictionary: DictionaryObject) throws -> Cell {
    try Cell.string(name).castScalar(to: dictionary.keyType)
  }

  private static func writeVector(_ vector: Vector, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    if vector.storage == .any || vector.storage == .array { return try writeTuple(vector, index, value) }
    if !index.isHeap, index.elementType.category == .integral, !index.isNull { return try vector.replace(.position(Int(index.rawInteger)), with: value) }
    try vector.replace(try Selection(index, extent: vector.count), with: value)
  }

  /// Elements of a tuple hold copies, so that a later write to what was assigned does not show.
  private static func writeTuple(_ vector: Vector, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    if let dimensions = index.tuple, dimensions.count == 2 { return try write(.vector(vector), dimensions.cell(at: 0), dimensions.cell(at: 1), value) }
    if vector.isRowStructured { return try writeRows(vector, .missing, index, value) }
    try vector.replace(try Selection(index, extent: vector.count), with: value.copiedForAssignment())
  }

  /// `x[i, j] = value` where the elements of `x` are themselves indexed by `j`.
  private static func writeNested(_ vector: Vector, _ row: borrowing Cell, _ column: borrowing Cell, _ value: borrowing Cell) throws {
    let rows = try Selection(row, extent: vector.count)
    try rows.check(extent: vector.count)
    let written = AnyVector(capacity: rows.count)
    for index in 0..<rows.count {
      try Interruption.check(atRow: index)
      // A copy of the tuple shares its elements; what is written gets an element of its own.
      let element = vector.cell(at: rows[index]).copiedForAssignment()
      try write(element, column, value)
      written.push(element)
    }
    for index in 0..<rows.count { try vector.set(rows[index], written.cell(at: index)) }
  }

  private static func writeDictionary(_ dictionary: DictionaryObject, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    guard let keys = index.vector else {
      try dictionary.set(index, value.copiedForAssignment())
      return
    }
    var values = value.vector
    if let given = values {
      guard given.count == keys.count else { throw KernelError.shape("\(given.count) values for \(keys.count) keys") }
      // Converted as a whole first: a value that does not fit leaves the dictionary as it was.
      if dictionary.valueType.storage != .any, !dictionary.valueType.isDecimal { values = try given.converted(to: dictionary.valueType, scale: given.scale) }
    }
    let typedKeys = try keys.converted(to: dictionary.keyType, scale: 0)
    try dictionary.set(typedKeys) { values?.cell(at: $0) ?? value.copy() }
  }
}
