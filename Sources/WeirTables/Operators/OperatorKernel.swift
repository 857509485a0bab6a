/// The operators of the language on values of every form.
package enum OperatorKernel {
  /// `left operation right`.
  /// - Throws: `.type` when the operation has no meaning for these types or forms, `.shape` when sizes do not meet, `.overflow` for decimals.
  package static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    if !left.isHeap, !right.isHeap, let result = ScalarOperators.apply(operation, left, right) { return result }
    // Texts that grow in a loop: no vector in between, which would copy them twice more.
    if operation == .add, let first = left.stringValue, let second = right.stringValue { return .string(first + second) }
    if let result = try NumericOperators.apply(operation, left, right) { return .vector(result) }
    return try applyByForm(operation, left, right)
  }

  private static func applyByForm(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    try requireData(operation, left)
    try requireData(operation, right)
    switch max(rank(left), rank(right)) {
    case .table: return try TableOperators.apply(operation, left, right)
    case .dictionary: return try DictionaryOperators.apply(operation, left, right)
    case .set: return try SetOperators.apply(operation, left, right)
    case .tuple: return try TupleOperators.apply(operation, left, right)
    case .matrix: return try MatrixOperators.apply(operation, left, right)
    case .array: return try ArrayOperators.apply(operation, left, right)
    case .pair: return try applyToPairs(operation, left, right)
    case .vector: return .vector(try FlatOperators.apply(operation, try FlatOperand(left), try FlatOperand(right)))
    case .scalar: return try FlatOperators.apply(operation, try FlatOperand(left), try FlatOperand(right)).cell(at: 0)
    }
  }

  /// The form that decides between two: the later one.
  private enum Rank: Int, Comparable {
    case scalar, vector, pair, array, matrix, tuple, set, dictionary, table

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  private static func rank(_ cell: borrowing Cell) -> Rank {
    switch cell.heapKind {
    case .vector:
      switch cell.unsafeObject(as: Vector.self).storage {
      case .any: .tuple
      case .array: .array
      default: .vector
      }
    case .pair: .pair
    case .matrix: .matrix
    case .set: .set
    case .dictionary: .dictionary
    case .table: .table
    default: .scalar
    }
  }

  private static func requireData(_ operation: BinaryOperation, _ cell: borrowing Cell) throws {
    switch cell.heapKind {
    case .function, .code, .instance, .resource:
      throw KernelError.operation("`\(operation.spelling)` is not defined for values of type \(cell.elementType.name)")
    default:
      guard cell.heapKind != nil || ElementType(rawValue: cell.kindByte) != nil else {
        throw KernelError.arguments("`\(operation.spelling)` needs two operands")
      }
    }
  }

  private static func applyToPairs(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    let elements = try FlatOperators.apply(operation, try pairOperand(left), try pairOperand(right))
    return .pair(PairObject(elements))
  }

  private static func pairOperand(_ cell: borrowing Cell) throws -> FlatOperand {
    if let pair = cell.pair { return FlatOperand(pair.elements, isScalar: false) }
    return try FlatOperand(cell)
  }
}

/// Two scalars that are numbers, without a vector in between. The results are those of `NumericOperators`.
enum ScalarOperators {
  /// nil when this is not a case for it.
  @inline(__always)
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) -> Cell? {
    let types = (left.kindByte, right.kindByte)
    let int = ElementType.int.rawValue
    let long = ElementType.long.rawValue
    let double = ElementType.double.rawValue
    if types.0 == double, types.1 == double { return doubles(operation, left.rawDouble, right.rawDouble) }
    if types.0 == int, types.1 == int { return integers(operation, left.rawInteger, right.rawInteger, .int) }
    if types.0 == long || types.0 == int, types.1 == long || types.1 == int {
      return integers(operation, widened(left), widened(right), .long)
    }
    if types.0 == double, types.1 == int || types.1 == long { return doubles(operation, left.rawDouble, doubled(right)) }
    if types.1 == double, types.0 == int || types.0 == long { return doubles(operation, doubled(left), right.rawDouble) }
    return nil
  }

  private static func widened(_ cell: borrowing Cell) -> Int64 { cell.isNull ? .null : cell.rawInteger }
  private static func doubled(_ cell: borrowing Cell) -> Double { cell.isNull ? .null : Double(cell.rawInteger) }

  private static func integers(_ operation: BinaryOperation, _ left: Int64, _ right: Int64, _ type: ElementType) -> Cell? {
    let null = Cell.nullBits(type)
    switch operation {
    case .less: return .bool(left < right)
    case .lessOrEqual: return .bool(left <= right)
    case .equal: return .bool(left == right)
    case .greater: return .bool(left > right)
    case .greaterOrEqual: return .bool(left >= right)
    case .notEqual: return .bool(left != right)
    case .add, .subtract, .multiply: break
    default: return nil
    }
    if left == null || right == null { return .null(type) }
    let result = operation == .add ? left &+ right : operation == .subtract ? left &- right : left &* right
    return .integer(Cell.wrapped(result, to: type.storage), type)
  }

  private static func doubles(_ operation: BinaryOperation, _ left: Double, _ right: Double) -> Cell? {
    switch operation {
    case .less: return .bool(left < right)
    case .lessOrEqual: return .bool(left <= right)
    case .equal: return .bool(left == right)
    case .greater: return .bool(left > right)
    case .greaterOrEqual: return .bool(left >= right)
    case .notEqual: return .bool(left != right)
    default: break
    }
    if left.isNull || right.isNull {
      switch operation {
      case .add, .subtract, .multiply, .divide, .ratio: return .null(.double)
      default: return nil
      }
    }
    switch operation {
    case .add: return .double(left + right)
    case .subtract: return .double(left - right)
    case .multiply: return .double(left * right)
    case .divide, .ratio: return right == 0 ? .null(.double) : .double(left / right)
    default: return nil
    }
  }
}
