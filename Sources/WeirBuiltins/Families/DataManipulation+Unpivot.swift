import WeirRuntime
import WeirTables

// Columns to rows, and the numbers of rows.
extension StandardCatalog {
  static let unpivoting: [Builtin] = [
    Builtin(
      "unpivot(obj, [keyColNames], valueColNames, [func])",
      summary: "Several columns of a table one below the other, beside the key columns: `valueType` holds the name of the column, or `func` of it, and `value` its values.",
      example: Example("unpivot(table(1 2 as id, 3 4 as a, 5 6 as b), `id, `a`b)", gives: "id valueType value\n-- --------- -----\n1  a         3    \n2  a         4    \n1  b         5    \n2  b         6    "),
      body: unpivot),
    Builtin(
      "rowNo(X)", summary: "The number of each row, from 0.", example: Example("select id, rowNo(id) as n from table(7 8 as id)", gives: "id n\n-- -\n7  0\n8  1")
    ) { call in
      let count = try call.vectorOrScalar(0).count
      let numbers = try FixedVector(.int, count: count)
      let target = numbers.pointer(Int32.self)
      try Interruption.inChunks(count) { start, end in for row in start..<end { target[row] = Int32(truncatingIfNeeded: row) } }
      return .vector(numbers)
    },
    Builtin(
      "sumbars(X, Y)", summary: "How many elements, from each one backwards, add up to at least `Y`; 0 where all up to it do not.",
      example: Example("sumbars(100 150 80 120, 300)", gives: "[0,0,3,3]"), axis: .vector
    ) { call in
      let limit = try call.double(1)
      guard limit.hasValue, limit.isFinite else { throw call.invalid(1, "must be a number") }
      return .vector(try BackwardSums.counts(try call.vectorOrScalar(0), limit: limit))
    },
    Builtin(
      "snippet(X)", summary: "What the console shows of a value, as a string.", example: Example("snippet(1 2 3) + \"!\"", gives: "[1,2,3]!")
    ) { call in .string(ConsoleDisplay.text(call[0])) },
    Builtin(
      "geoWithin(X, polygonVertices, [containBoundary=true])", summary: "Whether each point lies in the polygon.",
      example: Example("geoWithin(point(1 3, 1 1), point(0 0 2 2, 0 2 2 0))", gives: "[true,false]")
    ) { call in
      let corners = try call.vector(1)
      guard call[0].elementType == .point else { throw call.expected(0, "a POINT or a vector of them") }
      guard corners.type == .point, corners.count >= 3, !corners.hasNull else { throw call.invalid(1, "must be at least 3 points, none of them null") }
      let points = try call.vectorOrScalar(0)
      let result = try Polygon(corners).contain(points, withBorder: try call.bool(2, default: true))
      return call[0].isScalar ? result.cell(at: 0) : .vector(result)
    },
  ]

  private static func unpivot(_ call: borrowing Call) throws -> Cell {
    let table = try call.table(0).snapshot
    let keys = try call.has(1) && !call[1].isVoid ? call.strings(1) : []
    let names = try call.strings(2)
    guard !names.isEmpty else { throw call.invalid(2, "must name a column") }
    let keyColumns = try keys.map { table.columns[try Table.require($0, in: table)] }
    let columns = try names.map { table.columns[try Table.require($0, in: table)] }
    let order = try (0..<(names.count * table.rowCount)).mapRows { $0 % max(table.rowCount, 1) }
    let types = try labels(names, call).repeatedRuns((0...names.count).map { $0 * table.rowCount })
    let values = try columns[0].emptyLike(capacity: order.count)
    for (name, column) in zip(names, columns) {
      guard column.type == columns[0].type, column.storage == columns[0].storage else {
        throw KernelError.type("unpivot: the columns `\(names[0])` and `\(name)` are of different types, \(columns[0].type.name) and \(column.type.name)")
      }
      try values.append(contentsOf: column)
    }
    return .table(try Table(names: keys + ["valueType", "value"], columns: try keyColumns.map { try $0.gather(order) } + [types, values]))
  }

  /// The names of the columns, or what the function makes of each.
  private static func labels(_ names: [String], _ call: borrowing Call) throws -> Vector {
    guard call.has(3), !call[3].isVoid else { return try StringVector(names) }
    let function = try call.function(3)
    let argument = ArgumentSlab(count: 1)
    var labels = ValueCollector(capacity: names.count)
    for name in names {
      argument[0] = .string(name)
      let label = try call.session.call(function, argument.cells, count: 1)
      guard label.isScalar else { throw call.invalid(3, "must give a scalar, got a \(label.form)") }
      try labels.add(label)
    }
    return try labels.finish()
  }
}

/// `sumbars`.
private enum BackwardSums {
  /// The rows before which a sum begins are found by their running sums. One that is not below a later one's is never the nearest: those that are left ascend.
  static func counts(_ values: Vector, limit: Double) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.int, count: numbers.count)
    let output = result.pointer(Int32.self)
    var starts: [(row: Int, sum: Double)] = [(0, 0)]
    var sum = 0.0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      if input[row].hasValue { sum += input[row] }
      let count = starts.partition(upTo: sum - limit)
      output[row] = count == 0 ? 0 : Int32(truncatingIfNeeded: row + 1 - starts[count - 1].row)
      while let last = starts.last, last.sum >= sum { starts.removeLast() }
      starts.append((row + 1, sum))
    }
    return withExtendedLifetime(numbers) { result }
  }
}

extension [(row: Int, sum: Double)] {
  /// How many of the ascending sums are at most `limit`.
  fileprivate func partition(upTo limit: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].sum <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A polygon by its corners; the last one is joined to the first.
private struct Polygon {
  private let corners: [(x: Double, y: Double)]

  init(_ vector: Vector) { corners = (0..<vector.count).map { Polygon.coordinates(vector, $0) } }

  private static func coordinates(_ vector: Vector, _ row: Int) -> (x: Double, y: Double) {
    let bits = vector.pointer(Wide.self)[row]
    return (Double(bitPattern: bits.low), Double(bitPattern: bits.high))
  }

  func contain(_ points: Vector, withBorder: Bool) throws -> Vector {
    let result = try FixedVector(.bool, count: points.count)
    for row in 0..<points.count {
      try Interruption.check(atRow: row)
      let point = Polygon.coordinates(points, row)
      result.pointer(Int8.self)[row] = points.isNull(at: row) ? 0 : (isOnBorder(point) ? withBorder : isInside(point)) ? 1 : 0
    }
    return result
  }

  private func isOnBorder(_ point: (x: Double, y: Double)) -> Bool {
    sides.contains { from, to in
      let cross = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
      return cross == 0 && min(from.x, to.x) <= point.x && point.x <= max(from.x, to.x) && min(from.y, to.y) <= point.y && point.y <= max(from.y, to.y)
    }
  }

  /// Whether a ray from the point crosses an odd number of sides.
  private func isInside(_ point: (x: Double, y: Double)) -> Bool {
    sides.count { from, to in
      (from.y > point.y) != (to.y > point.y) && point.x < (to.x - from.x) * (point.y - from.y) / (to.y - from.y) + from.x
    } % 2 == 1
  }

  private var sides: [(from: (x: Double, y: Double), to: (x: Double, y: Double))] {
    corners.indices.map { (corners[$0], corners[($0 + 1) % corners.count]) }
  }
}
