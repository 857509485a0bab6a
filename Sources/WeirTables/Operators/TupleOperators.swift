/// Operations where a side is a tuple: element by element, into the elements.
enum TupleOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    let counts = (count(left), count(right))
    if let first = counts.0, let second = counts.1, first != second {
      throw KernelError.shape("`\(operation.spelling)` needs operands of equal length, got \(first) and \(second) elements")
    }
    let rows = counts.0 ?? counts.1 ?? 0
    let result = AnyVector(capacity: rows)
    for row in 0..<rows {
      try Interruption.check(atRow: row)
      let first = element(left, row)
      result.push(try OperatorKernel.apply(operation, first, element(right, row)))
    }
    result.isColumnar = left.tuple?.isColumnar == true || right.tuple?.isColumnar == true
    return .vector(result)
  }

  /// nil for what goes with every element as a whole.
  private static func count(_ cell: borrowing Cell) -> Int? { cell.vector?.count ?? cell.matrix?.columns }

  private static func element(_ cell: borrowing Cell, _ row: Int) -> Cell {
    if let vector = cell.vector { return vector.cell(at: row) }
    if let matrix = cell.matrix { return .vector(matrix.column(row)) }
    return cell.copy()
  }
}

/// Operations where a side is an array vector: with a scalar, with a vector of one element per row, with an array vector of the same row lengths.
enum ArrayOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    guard let shape = (left.vector as? ArrayVector) ?? (right.vector as? ArrayVector) else {
      throw KernelError.type("`\(operation.spelling)` needs an array vector")
    }
    let first = try operand(left, beside: shape, operation)
    let second = try operand(right, beside: shape, operation)
    return .vector(ArrayVector(offsets: shape.offsets, values: try FlatOperators.apply(operation, first, second)))
  }

  private static func operand(_ cell: borrowing Cell, beside shape: ArrayVector, _ operation: BinaryOperation) throws -> FlatOperand {
    guard let vector = cell.vector else {
      guard cell.isScalar else { throw KernelError.operation("`\(operation.spelling)` is not defined for an array vector and a \(cell.form)") }
      return try FlatOperand(cell)
    }
    if let array = vector as? ArrayVector {
      guard array.offsets == shape.offsets else { throw KernelError.shape("`\(operation.spelling)` needs array vectors with rows of equal length") }
      return FlatOperand(array.values, isScalar: false)
    }
    guard vector.count == shape.count else {
      throw KernelError.shape("`\(operation.spelling)` needs one element per row of the array vector: \(shape.count), got \(vector.count)")
    }
    var rows: [Int] = []
    rows.reserveCapacity(shape.values.count)
    for row in 0..<shape.count { for _ in shape.offsets[row]..<shape.offsets[row + 1] { rows.append(row) } }
    return FlatOperand(try vector.gather(rows), isScalar: false)
  }
}
