/// `clip`.
package enum Clipping {
  /// `value` kept between `low` and `high`, in its own type and form. NULL as a limit is none; a null in a vector of limits gives null. Where the lower limit
  /// is greater than the upper one, the upper one wins.
  /// - Throws: `.shape` for limits of another size, `.type` for limits that cannot be compared.
  package static func clip(_ value: borrowing Cell, _ low: borrowing Cell, _ high: borrowing Cell) throws -> Cell {
    if let dictionary = value.dictionary {
      let values = try clip(.vector(try dictionary.values), low, high)
      guard let vector = values.vector else { return values }
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: vector, isOrdered: dictionary.isOrdered))
    }
    if let table = value.table { return try clipTable(table, low, high) }
    let raised = try limit(value, low, .maximum)
    return try keepingNulls(of: value, low, high, try limit(raised, high, .minimum))
  }

  private static func limit(_ value: borrowing Cell, _ bound: borrowing Cell, _ operation: BinaryOperation) throws -> Cell {
    bound.isNull ? value.copy() : try OperatorKernel.apply(operation, value, bound)
  }

  private static func clipTable(_ table: Table, _ low: borrowing Cell, _ high: borrowing Cell) throws -> Cell {
    let snapshot = table.snapshot
    let (lows, highs) = (low.table?.snapshot.columns, high.table?.snapshot.columns)
    for bound in [lows, highs] where bound.map({ $0.count != snapshot.columns.count }) == true {
      throw KernelError.shape("clip: the limits must have as many columns as `X`")
    }
    var columns: [Vector] = []
    for (index, column) in snapshot.columns.enumerated() {
      let clipped = try clip(.vector(column), lows.map { .vector($0[index]) } ?? low.copy(), highs.map { .vector($0[index]) } ?? high.copy())
      columns.append(clipped.vector ?? column)
    }
    return .table(try Table(names: snapshot.names, columns: columns))
  }

  /// The smaller and the greater of two pass over a null; here it stays, whether it was in the value or in a vector of limits.
  private static func keepingNulls(of value: borrowing Cell, _ low: borrowing Cell, _ high: borrowing Cell, _ clipped: borrowing Cell) throws -> Cell {
    if value.isScalar { return value.isNull ? value.copy() : try clipped.castScalar(to: value.elementType, scale: value.scale) }
    guard let result = flat(clipped), let original = flat(value) else { return clipped.copy() }
    let typed = try result.cast(to: original.type, scale: original.scale)
    let bounds = [original, flat(low), flat(high)].compactMap { $0 }.filter { $0.count == typed.count && $0.hasNull }
    guard !bounds.isEmpty else { return try reshaped(typed, like: value) }
    let rows = try (0..<typed.count).mapRows { row in bounds.contains { $0.isNull(at: row) } ? -1 : row }
    return try reshaped(try typed.gather(rows), like: value)
  }

  private static func flat(_ cell: borrowing Cell) -> Vector? { cell.vector ?? cell.matrix?.values ?? cell.pair?.elements }

  private static func reshaped(_ values: Vector, like template: borrowing Cell) throws -> Cell {
    if let matrix = template.matrix { return .matrix(try matrix.withValues(values)) }
    return template.pair != nil && values.count == 2 ? .pair(PairObject(values)) : .vector(values)
  }
}
