/// One side of an operation on scalars and flat vectors; a scalar is a vector of one element that stands for every row.
struct FlatOperand {
  var vector: Vector
  var isScalar: Bool

  init(_ vector: Vector, isScalar: Bool) {
    self.vector = vector
    self.isScalar = isScalar
  }

  /// - Precondition: `cell` is a scalar of a type that a typed vector holds, or a vector.
  init(_ cell: borrowing Cell) throws {
    if let vector = cell.vector {
      self.init(vector, isScalar: false)
    } else {
      self.init(try Vector.repeating(cell, count: 1), isScalar: true)
    }
  }

  var type: ElementType { vector.type }

  /// The same side with other elements in place of these.
  func mapped(_ transform: (Vector) throws -> Vector) rethrows -> FlatOperand { FlatOperand(try transform(vector), isScalar: isScalar) }

  /// The element that row `row` of the result is made from.
  @inline(__always) func index(_ row: Int) -> Int { isScalar ? 0 : row }
}

extension FlatOperand {
  /// The rows of the result of two operands.
  /// - Throws: `.shape` for two vectors of different length.
  static func rowCount(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Int {
    if left.isScalar { return right.vector.count }
    guard right.isScalar || left.vector.count == right.vector.count else {
      throw KernelError.shape(
        "`\(operation.spelling)` needs vectors of equal length, got \(left.vector.count) and \(right.vector.count) elements")
    }
    return left.vector.count
  }
}
