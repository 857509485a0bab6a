/// The choice of `iif`, element by element.
package enum Conditional {
  /// For every element of `condition` that of `chosen` where it is true, that of `otherwise` where it is false, and null where it is null.
  ///
  /// - Returns: the form of `condition`, in the type that both alternatives share; a scalar condition gives an alternative as it is.
  /// - Throws: `.shape` when an alternative is neither a scalar nor of the condition's size, `.type` when the condition is no BOOL or number.
  package static func select(_ condition: borrowing Cell, _ chosen: borrowing Cell, _ otherwise: borrowing Cell) throws -> Cell {
    switch condition.heapKind {
    case nil:
      guard !condition.isNull else { return .null(chosen.isScalar ? chosen.elementType : .void) }
      return try truth(condition) ? chosen.copy() : otherwise.copy()
    case .vector:
      let vector = condition.unsafeObject(as: Vector.self)
      if let tuple = vector as? AnyVector { return try selectInTuple(tuple, chosen, otherwise) }
      if let array = vector as? ArrayVector { return try selectInArray(array, chosen, otherwise) }
      return .vector(try select(vector, try alternative(chosen), try alternative(otherwise)))
    case .matrix:
      let matrix = condition.unsafeObject(as: MatrixObject.self)
      return .matrix(try matrix.withValues(try select(matrix.values, try alternative(chosen), try alternative(otherwise))))
    case .pair:
      return .pair(PairObject(try select(condition.unsafeObject(as: PairObject.self).elements, try alternative(chosen), try alternative(otherwise))))
    case .table: return try selectInTable(condition.unsafeObject(as: Table.self), chosen, otherwise)
    default: throw KernelError.type("iif: `cond` must be a BOOL, a vector or a matrix, got a \(condition.form)")
    }
  }

  private static func truth(_ condition: borrowing Cell) throws -> Bool {
    try LogicalOperators.truth(try Vector.repeating(condition, count: 1)).cell(at: 0).rawInteger == 1
  }

  private static func alternative(_ cell: borrowing Cell) throws -> FlatOperand {
    if let matrix = cell.matrix { return FlatOperand(matrix.values, isScalar: false) }
    if let pair = cell.pair { return FlatOperand(pair.elements, isScalar: false) }
    if cell.isScalar || cell.vector != nil { return try FlatOperand(cell) }
    throw KernelError.type("iif: an alternative must be a scalar, a vector or a matrix, got a \(cell.form)")
  }

  private static func selectInTuple(_ condition: AnyVector, _ chosen: borrowing Cell, _ otherwise: borrowing Cell) throws -> Cell {
    let result = AnyVector(capacity: condition.count)
    for row in 0..<condition.count {
      try Interruption.check(atRow: row)
      let first = chosen.vector.flatMap { $0.count == condition.count ? $0.cell(at: row) : nil } ?? chosen.copy()
      let second = otherwise.vector.flatMap { $0.count == condition.count ? $0.cell(at: row) : nil } ?? otherwise.copy()
      result.push(try select(condition.cell(at: row), first, second))
    }
    result.isColumnar = condition.isColumnar
    return .vector(result)
  }

  private static func selectInArray(_ condition: ArrayVector, _ chosen: borrowing Cell, _ otherwise: borrowing Cell) throws -> Cell {
    let values = try select(condition.values, try flattened(chosen), try flattened(otherwise))
    return .vector(ArrayVector(offsets: condition.offsets, values: values))
  }

  private static func flattened(_ cell: borrowing Cell) throws -> FlatOperand {
    if let array = cell.vector as? ArrayVector { return FlatOperand(array.values, isScalar: false) }
    return try alternative(cell)
  }

  private static func selectInTable(_ condition: Table, _ chosen: borrowing Cell, _ otherwise: borrowing Cell) throws -> Cell {
    let snapshot = condition.snapshot
    var columns: [Vector] = []
    for (index, column) in snapshot.columns.enumerated() {
      let first = chosen.table.map { Cell.vector($0.snapshot.columns[index]) } ?? chosen.copy()
      let second = otherwise.table.map { Cell.vector($0.snapshot.columns[index]) } ?? otherwise.copy()
      columns.append(try select(column, try alternative(first), try alternative(second)))
    }
    return .table(try Table(names: snapshot.names, columns: columns))
  }

  private static func select(_ condition: Vector, _ chosen: FlatOperand, _ otherwise: FlatOperand) throws -> Vector {
    let truth = try LogicalOperators.truth(condition)
    for side in [chosen, otherwise] where !side.isScalar && side.vector.count != truth.count {
      throw KernelError.shape("iif: an alternative has \(side.vector.count) elements where the condition has \(truth.count)")
    }
    let (first, second) = try CommonType.align(chosen, otherwise)
    guard first.vector.storage.isFixedWidth else { return try selectByGathering(truth, first, second) }
    let result = try FixedVector(first.type, count: truth.count, scale: first.vector.scale)
    let flags = truth.pointer(Int8.self)
    switch result.storage {
    case .int8: try run(flags, first, second, result, Int8.null)
    case .int16: try run(flags, first, second, result, Int16.null)
    case .int32: try run(flags, first, second, result, Int32.null)
    case .int64: try run(flags, first, second, result, Int64.null)
    case .float: try run(flags, first, second, result, Float.null)
    case .double: try run(flags, first, second, result, Double.null)
    default: try run(flags, first, second, result, first.type.nullWide)
    }
    return result
  }

  @inline(__always)
  private static func run<Element: BitwiseCopyable>(
    _ flags: UnsafeMutablePointer<Int8>, _ chosen: FlatOperand, _ otherwise: FlatOperand, _ result: FixedVector, _ null: Element
  ) throws {
    let sources = (chosen.vector.pointer(Element.self), otherwise.vector.pointer(Element.self))
    let steps = (chosen.isScalar ? 0 : 1, otherwise.isScalar ? 0 : 1)
    let target = result.pointer(Element.self)
    try Interruption.inChunks(result.count) { start, end in
      var row = start
      while row < end {
        let flag = flags[row]
        target[row] = flag == 1 ? sources.0[row &* steps.0] : flag == 0 ? sources.1[row &* steps.1] : null
        row &+= 1
      }
    }
  }

  /// Both alternatives behind one another, and from them the rows that are wanted.
  private static func selectByGathering(_ truth: Vector, _ chosen: FlatOperand, _ otherwise: FlatOperand) throws -> Vector {
    let both = try chosen.vector.emptyLike(capacity: chosen.vector.count + otherwise.vector.count)
    try both.append(contentsOf: chosen.vector)
    try both.append(contentsOf: otherwise.vector)
    let flags = truth.pointer(Int8.self)
    let rows = try (0..<truth.count).mapRows { row -> Int in
      flags[row].isNull ? -1 : flags[row] == 1 ? chosen.index(row) : chosen.vector.count + otherwise.index(row)
    }
    return try both.gather(rows)
  }
}

/// One type for two sides that end up in one vector.
enum CommonType {
  /// Numbers take the wider type, literals become STRING, decimals the wider one with the larger scale; what has nothing in common goes into a tuple.
  static func align(_ left: FlatOperand, _ right: FlatOperand) throws -> (FlatOperand, FlatOperand) {
    let (type, scale) = common(left.vector, right.vector)
    return (try left.mapped { try converted($0, type, scale) }, try right.mapped { try converted($0, type, scale) })
  }

  private static func common(_ left: Vector, _ right: Vector) -> (ElementType, Int) {
    let scale = max(left.scale, right.scale)
    if left.storage == .array || right.storage == .array { return (.any, 0) }
    if left.type == right.type { return (left.type, scale) }
    if left.type == .void || right.type == .void { return (left.type == .void ? right.type : left.type, scale) }
    if left.type.isNumeric, right.type.isNumeric { return (NumericOperators.promoted(left.type, right.type), 0) }
    if left.type.isLiteral, right.type.isLiteral { return (.string, 0) }
    if left.type.isDecimal, right.type.isDecimal { return (left.type.rawValue >= right.type.rawValue ? left.type : right.type, scale) }
    if left.type.isDecimal, right.type.isNumeric { return right.type.isFloating ? (.double, 0) : (left.type, scale) }
    if right.type.isDecimal, left.type.isNumeric { return left.type.isFloating ? (.double, 0) : (right.type, scale) }
    if left.type.isTemporal, right.type.isTemporal, let type = TemporalOperators.commonType(left.type, right.type) { return (type, 0) }
    return (.any, 0)
  }

  private static func converted(_ vector: Vector, _ type: ElementType, _ scale: Int) throws -> Vector {
    if vector.type == type, vector.scale == scale, vector.storage != .array { return vector }
    guard type == .any else { return try vector.cast(to: type, scale: scale) }
    let tuple = AnyVector(capacity: vector.count)
    try tuple.append(contentsOf: vector)
    return tuple
  }
}
