/// Operations where a side is a table: column by column.
enum TableOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    guard let shape = (left.table ?? right.table)?.snapshot else { throw KernelError.type("`\(operation.spelling)` needs a table") }
    let other = right.table?.snapshot
    if let other, left.table != nil, other.columns.count != shape.columns.count || other.rowCount != shape.rowCount {
      throw KernelError.shape(
        "`\(operation.spelling)` needs tables of one shape, got \(shape.rowCount) x \(shape.columns.count) and \(other.rowCount) x \(other.columns.count)")
    }
    var columns: [Vector] = []
    for index in 0..<shape.columns.count {
      let first = try column(left, index)
      let result = try OperatorKernel.apply(operation, first, try column(right, index))
      guard let vector = result.vector else { throw KernelError.shape("`\(operation.spelling)` gave no column") }
      columns.append(vector)
    }
    return .table(try Table(names: shape.names, columns: columns))
  }

  /// A tuple beside a table has one element per column.
  private static func column(_ cell: borrowing Cell, _ index: Int) throws -> Cell {
    if let table = cell.table { return .vector(table.snapshot.columns[index]) }
    if let tuple = cell.tuple, index < tuple.count { return tuple.cell(at: index) }
    return cell.copy()
  }
}

/// Operations where a side is a dictionary: value by value. Two dictionaries meet by key; a key that only one has keeps its value with a null beside it.
enum DictionaryOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    if let first = left.dictionary, let second = right.dictionary { return try applyToTwo(operation, first, second) }
    guard let dictionary = left.dictionary ?? right.dictionary else { throw KernelError.type("`\(operation.spelling)` needs a dictionary") }
    let values = try dictionary.values
    let result =
      left.dictionary != nil
      ? try OperatorKernel.apply(operation, .vector(values), right) : try OperatorKernel.apply(operation, left, .vector(values))
    guard let vector = result.vector, vector.count == values.count else {
      throw KernelError.shape("`\(operation.spelling)` needs one element per key of the dictionary")
    }
    return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: vector, isOrdered: dictionary.isOrdered))
  }

  private static func applyToTwo(_ operation: BinaryOperation, _ left: DictionaryObject, _ right: DictionaryObject) throws -> Cell {
    let keys = try left.keys.emptyLike(capacity: left.count)
    try keys.append(contentsOf: try left.keys)
    let others = try right.keys
    for row in 0..<others.count where try !left.contains(others.cell(at: row)) { try keys.append(others.cell(at: row)) }
    let values = AnyVector(capacity: keys.count)
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      let key = keys.cell(at: row)
      let first = try left.value(key) ?? .null(left.valueType)
      values.push(try OperatorKernel.apply(operation, first, try right.value(key) ?? .null(right.valueType)))
    }
    let result = try DictionaryObject(
      keys: keys, values: try typedValues(operation, values, left, right), isOrdered: left.isOrdered && right.isOrdered)
    return .dictionary(result)
  }

  /// Values of two typed sides have a type again.
  private static func typedValues(
    _ operation: BinaryOperation, _ values: AnyVector, _ left: DictionaryObject, _ right: DictionaryObject
  ) throws -> Vector {
    guard left.valueType != .any, right.valueType != .any, values.count > 0 else { return values }
    let first = values.cell(at: 0)
    let result = try Vector.empty(first.elementType, capacity: values.count, scale: first.scale)
    for row in 0..<values.count { try result.append(values.cell(at: row)) }
    return result
  }
}
