import WeirTables

extension HigherOrder {
  /// Whether the function holds for the elements at every place (`all`), or at one (`!all`); stops as soon as that is known.
  package static func quantified(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int, all isForAll: Bool, _ session: SessionContext) throws -> Cell {
    var sources: [Elements] = []
    for index in 0..<count { sources.append(try Elements(arguments[index])) }
    let slab = ArgumentSlab(count: count)
    for place in 0..<(try Elements.commonCount(sources, isForAll ? "all" : "any") ?? 1) {
      for index in 0..<count { slab[index] = try sources[index].cell(at: place) }
      let result = try session.call(function, slab.cells, count: count)
      if try truth(result, all: isForAll) != isForAll { return .bool(!isForAll) }
    }
    return .bool(isForAll)
  }

  /// A scalar's truth, or that of all (or any) of the elements of a vector. Null is false.
  /// - Throws: `.type` for a result that is no number.
  private static func truth(_ value: borrowing Cell, all isForAll: Bool) throws -> Bool {
    guard let vector = value.vector else { return try !value.isNull && value.asDouble() != 0 }
    for index in 0..<vector.count where try truth(vector.cell(at: index), all: isForAll) != isForAll { return !isForAll }
    return isForAll
  }

  /// The function over the first rows in the order of `sorting`.
  /// - Parameter top: how many, or the share of them.
  package static func aggrTopN(
    _ function: Function, _ arguments: borrowing Cell, _ sorting: Vector, _ top: borrowing Cell, isAscending: Bool, _ session: SessionContext
  ) throws -> Cell {
    let source = try RowSource(arguments, "aggrTopN")
    guard source.rowCount == sorting.count else { throw KernelError.shape("aggrTopN: \(source.rowCount) rows and \(sorting.count) values to sort by") }
    let wanted: Int
    if top.elementType.isFloating {
      let share = try top.asDouble()
      guard share > 0, share < 1 else { throw KernelError.value("aggrTopN: a share must lie between 0 and 1") }
      wanted = max(1, Int(share * Double(sorting.count)))
    } else {
      let number = try top.asInt64()
      guard number > 0 else { throw KernelError.value("aggrTopN: `top` must be greater than 0") }
      wanted = Int(number)
    }
    let order = try SortKernel.order(keys: [SortKey(sorting, descending: !isAscending)])
    let chosen = try source.arranged(Array(order.prefix(wanted)))
    let slab = ArgumentSlab(count: chosen.argumentCount)
    try chosen.fill(slab, from: 0, count: chosen.rowCount)
    return try session.call(function, slab.cells, count: slab.count)
  }

  /// Calls the function without the rows at the beginning in which an argument is null, which stay null in the result.
  package static func talib(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int, _ session: SessionContext) throws -> Cell {
    var skipped = 0
    for index in 0..<count {
      guard let vector = arguments[index].vector else { continue }
      skipped = max(skipped, (0..<vector.count).first { !vector.isNull(at: $0) } ?? vector.count)
    }
    guard skipped > 0 else { return try session.call(function, arguments, count: count) }
    let slab = ArgumentSlab(count: count)
    for index in 0..<count {
      if let vector = arguments[index].vector, vector.count >= skipped {
        slab[index] = .vector(vector.slice(skipped, vector.count - skipped))
      } else {
        slab[index] = arguments[index].copy()
      }
    }
    return try padded(try session.call(function, slab.cells, count: count), skipped)
  }

  private static func padded(_ result: borrowing Cell, _ nulls: Int) throws -> Cell {
    if let tuple = result.tuple {
      let parts = AnyVector(capacity: tuple.count)
      for index in 0..<tuple.count { parts.push(try padded(tuple.cell(at: index), nulls)) }
      return .vector(parts)
    }
    guard let vector = result.vector else { return result.copy() }
    let whole = try Vector.nulls(vector.type, count: nulls, scale: vector.scale)
    try whole.append(contentsOf: vector)
    return .vector(whole)
  }

  /// `function(x, y)` with `fill` in the place of a null that stands alone; null where both are.
  package static func withNullFill(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, fill: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let shape = x.matrix ?? y.matrix
    let left = try flat(x, shape)
    let right = try flat(y, shape)
    let count = max(left.count, right.count)
    guard left.count == right.count || left.count == 1 || right.count == 1 else {
      throw KernelError.shape("withNullFill: \(left.count) and \(right.count) elements do not go together")
    }
    let slab = ArgumentSlab(count: 2)
    slab[0] = .vector(try filled(left, right, count, fill))
    slab[1] = .vector(try filled(right, left, count, fill))
    let result = try session.call(function, slab.cells, count: 2)
    if x.isScalar, y.isScalar, let vector = result.vector, vector.count == 1 { return vector.cell(at: 0) }
    guard let shape, let values = result.vector else { return result }
    return .matrix(try shape.withValues(values))
  }

  /// The values of a matrix; a vector repeated for every column of `shape`.
  private static func flat(_ value: borrowing Cell, _ shape: MatrixObject?) throws -> Vector {
    if let matrix = value.matrix { return matrix.values }
    guard let vector = value.vector else { return try Vector.repeating(value, count: 1) }
    guard let shape else { return vector }
    guard vector.count == shape.rows else { throw KernelError.shape("withNullFill: \(vector.count) elements for \(shape.rows) rows") }
    return try vector.gather((0..<shape.rows * shape.columns).map { $0 % shape.rows })
  }

  private static func filled(_ vector: Vector, _ other: Vector, _ count: Int, _ fill: borrowing Cell) throws -> Vector {
    let result = try vector.emptyLike(capacity: count)
    for row in 0..<count {
      let own = vector.count == 1 ? 0 : row
      let isAlone = vector.isNull(at: own) && !other.isNull(at: other.count == 1 ? 0 : row)
      try result.append(isAlone ? fill.copy() : vector.cell(at: own))
    }
    return result
  }

  /// What a comparison gives, null wherever one of the operands is.
  package static func nullCompare(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let slab = ArgumentSlab(count: 2)
    slab[0] = x.copy()
    slab[1] = y.copy()
    let result = try session.call(function, slab.cells, count: 2)
    if result.isScalar { return x.isNull || y.isScalar && y.isNull ? .null(.bool) : result }
    guard let values = (result.matrix?.values ?? result.vector)?.sharingHeader() else { return result }
    for row in 0..<values.count where isNull(x, row, values.count) || isNull(y, row, values.count) { try values.set(row, .null(.bool)) }
    if let matrix = result.matrix { return .matrix(try matrix.withValues(values)) }
    return .vector(values)
  }

  /// Whether an operand is null at a row of the result; a pair or set stands for no row.
  private static func isNull(_ operand: borrowing Cell, _ row: Int, _ count: Int) -> Bool {
    if operand.isScalar { return operand.isNull }
    guard let values = operand.matrix?.values ?? operand.vector, values.count == count else { return false }
    return values.isNull(at: row)
  }
}
