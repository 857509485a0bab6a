import WeirRuntime
import WeirTables

// The largest, the smallest and where they are; the first and the last.
extension StandardCatalog {
  static let statisticsExtremes: [Builtin] = [
    Builtin(
      "max(X, [Y])", summary: "The largest value; of two arguments the larger, element by element, null being the lowest.",
      example: Example("max(7 9 NULL 5)", gives: "9"), isAggregate: true,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.maximum.byGroup(columns, grouping) : nil },
      windowed: { columns, ranges in columns.count == 1 ? try Aggregate.maximum.byRange(columns, ranges) : nil }, merge: .maximum, rowwiseFrom: 2
    ) { call in try extreme(call, .maximum, .maximum) },
    Builtin(
      "min(X, [Y])", summary: "The smallest value; of two arguments the smaller, element by element, null being the lowest.",
      example: Example("min(7 9 NULL 5)", gives: "5"), isAggregate: true,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.minimum.byGroup(columns, grouping) : nil },
      windowed: { columns, ranges in columns.count == 1 ? try Aggregate.minimum.byRange(columns, ranges) : nil }, merge: .minimum, rowwiseFrom: 2
    ) { call in try extreme(call, .minimum, .minimum) },
    Builtin(
      "maxIgnoreNull(X, Y)", summary: "The larger of two, element by element; a null gives way to the other.",
      example: Example("maxIgnoreNull(1 NULL 5, 3)", gives: "[3,3,5]")
    ) { call in try OperatorKernel.apply(.maximum, call[0], call[1]) },
    Builtin(
      "minIgnoreNull(X, Y)", summary: "The smaller of two, element by element; a null gives way to the other.",
      example: Example("minIgnoreNull(1 NULL 5, 3)", gives: "[1,3,3]")
    ) { call in try OperatorKernel.apply(.minimum, call[0], call[1]) },
    place("imax", "The position of the first largest value; -1 where there is none.", Example("imax(1 6 NULL 6)", gives: "1"), isLargest: true, isLast: false),
    place("imin", "The position of the first smallest value; -1 where there is none.", Example("imin(4 1 NULL 1)", gives: "1"), isLargest: false, isLast: false),
    place("imaxLast", "The position of the last largest value; -1 where there is none.", Example("imaxLast(1 6 NULL 6)", gives: "3"), isLargest: true, isLast: true),
    place("iminLast", "The position of the last smallest value; -1 where there is none.", Example("iminLast(4 1 NULL 1)", gives: "3"), isLargest: false, isLast: true),
    Builtin(
      "atImax(location, value)", summary: "The element of `value` where `location` is largest.",
      example: Example("atImax(3 5 1 2, 9 7 5 3)", gives: "7"), isAggregate: true
    ) { call in try PairAxis.apply(call) { try element(of: $1, at: $0, isLargest: true) } },
    Builtin(
      "atImin(location, value)", summary: "The element of `value` where `location` is smallest.",
      example: Example("atImin(3 5 1 2, 9 7 5 3)", gives: "5"), isAggregate: true
    ) { call in try PairAxis.apply(call) { try element(of: $1, at: $0, isLargest: false) } },
  ]

  static let statisticsPlaces: [Builtin] = [
    Builtin(
      "first(X)", summary: "The first element, null or not.", example: Example("first(4 2 3)", gives: "4"), axis: .aggregate,
      grouped: Aggregate.first.byGroup, windowed: Aggregate.first.byRange, merge: .first
    ) { call in call[0].isScalar ? call[0].copy() : try Aggregate.first.whole([try PairAxis.column(call, 0)], call.session.host.threads) },
    Builtin(
      "last(X)", summary: "The last element, null or not.", example: Example("last(1 2 3)", gives: "3"), axis: .aggregate,
      grouped: Aggregate.last.byGroup, windowed: Aggregate.last.byRange, merge: .last
    ) { call in call[0].isScalar ? call[0].copy() : try Aggregate.last.whole([try PairAxis.column(call, 0)], call.session.host.threads) },
    Builtin(
      "firstNot(X, [k])", summary: "The first element that is neither null nor `k`.", example: Example("firstNot(NULL 0 3 2, 0)", gives: "3"),
      axis: .aggregate, grouped: { columns, grouping in columns.count == 1 ? try Aggregate.firstPresent.byGroup(columns, grouping) : nil }, merge: .firstPresent
    ) { call in try firstNot(call, fromEnd: false) },
    Builtin(
      "lastNot(X, [k])", summary: "The last element that is neither null nor `k`.", example: Example("lastNot(1 3 0 NULL, 0)", gives: "3"),
      axis: .aggregate, grouped: { columns, grouping in columns.count == 1 ? try Aggregate.lastPresent.byGroup(columns, grouping) : nil }, merge: .lastPresent
    ) { call in try firstNot(call, fromEnd: true) },
    Builtin(
      "mode(X)", summary: "The most frequent value that is not null, the earliest of several.", example: Example("mode(1 3 3 5 5 5)", gives: "5"),
      axis: .aggregate, grouped: Aggregate.mode.byGroup, windowed: Aggregate.mode.byRange
    ) { call in try Aggregate.mode.whole([try call.aggregateColumn(0)], call.session.host.threads) },
  ]

  private static func place(_ name: String, _ summary: String, _ example: Example, isLargest: Bool, isLast: Bool) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example, axis: .aggregate) { call in
      .int(try ExtremePlace.find(try call.aggregateColumn(0), isLargest: isLargest, isLast: isLast) ?? -1)
    }
  }

  private static func element(of values: Vector, at location: Vector, isLargest: Bool) throws -> Cell {
    guard location.count == values.count else { throw KernelError.shape("the location has \(location.count) elements, the values \(values.count)") }
    guard let row = try ExtremePlace.find(location, isLargest: isLargest) else { return .null(values.type, scale: values.scale) }
    return values.cell(at: row)
  }

  /// One argument: column by column. Two: element by element.
  private static func extreme(_ call: borrowing Call, _ aggregate: Aggregate, _ operation: BinaryOperation) throws -> Cell {
    if call.has(1) { return try NullPropagation.lowest(operation, call[0], call[1]) }
    let rule = Builtin("\(call.name)(X)", summary: "", axis: .aggregate) { call in
      try aggregate.whole([try call.aggregateColumn(0)], call.session.host.threads)
    }
    return try AxisRule.aggregate.apply(rule, call)
  }

  private static func firstNot(_ call: borrowing Call, fromEnd: Bool) throws -> Cell {
    let column = try call.aggregateColumn(0)
    let excluded = call.has(1) && !call[1].isNull ? try Vector.repeating(call[1], count: 1).converted(to: column.type, scale: column.scale) : nil
    for step in 0..<column.count {
      let row = fromEnd ? column.count - 1 - step : step
      if column.isNull(at: row) { continue }
      if let excluded, KeyHash.equals(column, row, excluded.cell(at: 0)) { continue }
      return column.cell(at: row)
    }
    return .null(column.type, scale: column.scale)
  }
}

/// The larger or smaller of two where null is a value, the lowest.
private enum NullPropagation {
  static func lowest(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    let result = try OperatorKernel.apply(operation, left, right)
    guard operation == .minimum else { return result }
    if result.isScalar { return left.isNull || right.isNull ? .null(result.elementType, scale: result.scale) : result }
    guard let values = result.vector ?? result.matrix?.values, values.storage != .any, values.storage != .array else { return result }
    for row in 0..<values.count where isNull(left, row) || isNull(right, row) { try values.set(row, .void) }
    return result
  }

  private static func isNull(_ cell: borrowing Cell, _ row: Int) -> Bool {
    if cell.isScalar { return cell.isNull }
    guard let values = cell.vector ?? cell.matrix?.values, row < values.count else { return false }
    return values.isNull(at: row)
  }
}
