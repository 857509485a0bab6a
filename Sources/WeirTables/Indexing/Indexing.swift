/// `x[i]`, `x[i, j]`, `x.name`, and what stands for them on the left of `=`.
///
/// A position that does not exist gives null when it is read and an error when it is written. A function as an index or as the indexed value is not
/// seen here: calling is the runtime's.
package enum Indexing {
  /// `x[index]`.
  ///
  /// - Returns: of a vector an element or a vector; of a matrix, an array vector or a columnar tuple columns; of a table rows, or columns by name; of a
  ///   dictionary values.
  /// - Throws: `.type` for what is no index of such a value.
  package static func read(_ value: borrowing Cell, _ index: borrowing Cell) throws -> Cell {
    if let tuple = index.tuple, value.heapKind != .dictionary, !tuple.isColumnar { return try readDimensions(value, tuple) }
    switch value.heapKind {
    case .vector: return try readVector(value.unsafeObject(as: Vector.self), index)
    case .pair: return try readVector(value.unsafeObject(as: PairObject.self).elements, index)
    case .matrix: return try readMatrix(value.unsafeObject(as: MatrixObject.self), index)
    case .table: return try readTable(value.unsafeObject(as: Table.self), index)
    case .dictionary: return try readDictionary(value.unsafeObject(as: DictionaryObject.self), index)
    case nil, .string, .wide: return try readScalar(value, index)
    case .resource where value.segmentedTable != nil: throw KernelError.segmentedAccess
    default: throw KernelError.type("a \(value.form) cannot be indexed")
    }
  }

  /// `x[row, column]`; either may be `Cell.missing` (`x[, column]`, `x[row, ]`).
  ///
  /// - Returns: a scalar for two scalar indexes; else what is cut out, as a matrix, a table, an array vector or a tuple.
  package static func read(_ value: borrowing Cell, _ row: borrowing Cell, _ column: borrowing Cell) throws -> Cell {
    switch value.heapKind {
    case .matrix: return try readMatrix(value.unsafeObject(as: MatrixObject.self), row, column)
    case .table: return try readTable(value.unsafeObject(as: Table.self), row, column)
    case .vector:
      let vector = value.unsafeObject(as: Vector.self)
      if vector.isRowStructured { return try readRows(vector, row, column) }
      return try readNested(value, row) { try read($0, column) }
    default:
      return try readNested(value, row) { try read($0, column) }
    }
  }

  /// `x[i, j, k, …]`: one index per dimension.
  package static func read(_ value: borrowing Cell, indexes: UnsafePointer<Cell>, count: Int) throws -> Cell {
    switch count {
    case 0: return value.copy()
    case 1: return try read(value, indexes[0])
    case 2: return try read(value, indexes[0], indexes[1])
    default: return try readNested(value, indexes[0]) { try read($0, indexes: indexes + 1, count: count - 1) }
    }
  }

  /// Takes `first` of `value` and goes on inside of it: in every element when `first` names more than one.
  private static func readNested(_ value: borrowing Cell, _ first: borrowing Cell, _ inner: (borrowing Cell) throws -> Cell) throws -> Cell {
    let outer = first.isMissing ? value.copy() : try read(value, first)
    if outer.isVoid { return .void }
    let isOne = !first.isMissing && first.isScalar
    guard !isOne, let elements = outer.vector else { return try inner(outer) }
    let result = AnyVector(capacity: elements.count)
    for index in 0..<elements.count {
      let element = elements.cell(at: index)
      result.push(element.isVoid ? .void : try inner(element))
    }
    return .vector(result)
  }

  /// A tuple as an index: one member per dimension.
  private static func readDimensions(_ value: borrowing Cell, _ tuple: AnyVector) throws -> Cell {
    let count = tuple.count
    let indexes = UnsafeMutablePointer<Cell>.allocate(capacity: max(count, 1))
    for index in 0..<count { (indexes + index).initialize(to: tuple.cell(at: index)) }
    defer {
      indexes.deinitialize(count: count)
      indexes.deallocate()
    }
    return try read(value, indexes: UnsafePointer(indexes), count: count)
  }

  static func readVector(_ vector: Vector, _ index: borrowing Cell) throws -> Cell {
    if !index.isHeap, index.elementType.category == .integral, !vector.isRowStructured { return vector.element(index.isNull ? -1 : Int(index.rawInteger)) }
    if vector.isRowStructured { return try readRows(vector, index) }
    if let lists = index.vector as? ArrayVector { return .vector(try gather(vector, lists)) }
    let selection = try Selection(index, extent: vector.count)
    if case .position(let position) = selection { return vector.element(position) }
    return .vector(try vector.selected(selection))
  }

  /// For every list of positions the elements there, in lists of the same lengths.
  private static func gather(_ vector: Vector, _ lists: ArrayVector) throws -> Vector {
    let positions = try Selection(.vector(lists.values), extent: lists.values.count)
    return ArrayVector(offsets: lists.offsets, values: try vector.selected(positions))
  }

  /// A scalar as a vector of one element.
  private static func readScalar(_ value: borrowing Cell, _ index: borrowing Cell) throws -> Cell {
    try readVector(try Vector.repeating(value, count: 1), index)
  }

  private static func readDictionary(_ dictionary: DictionaryObject, _ index: borrowing Cell) throws -> Cell {
    guard let keys = index.vector else {
      guard index.isScalar else { throw Selection.notAnIndex(index) }
      return try dictionary.value(index) ?? .null(dictionary.valueType)
    }
    let result = try Vector.empty(dictionary.valueType, capacity: keys.count)
    for row in 0..<keys.count { try result.append(try dictionary.value(keys.cell(at: row)) ?? .null(dictionary.valueType)) }
    return .vector(result)
  }
}
