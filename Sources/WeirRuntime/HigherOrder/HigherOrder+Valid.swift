import WeirTables

extension HigherOrder {
  /// The function over the last `window` values that are not null, up to each row; null where there are fewer than `minPeriods`.
  ///
  /// - Parameter isCombined: of several arguments only places count where none is null; else each goes by its own.
  package static func movingValid(
    _ function: Function, _ arguments: borrowing Cell, window: Int, minPeriods: Int, isCombined: Bool, _ session: SessionContext
  ) throws -> Cell {
    guard window > 0, minPeriods > 0, minPeriods <= window else { throw KernelError.value("movingValid: `minPeriods` must lie between 1 and `window`") }
    let columns = try flatColumns(arguments)
    let ends = columns[0].rowEnds
    guard columns.allSatisfy({ $0.rowEnds == ends }) else { throw KernelError.shape("movingValid: the arguments differ in length") }
    let joint = isCombined ? (0..<columns[0].values.count).filter { place in columns.allSatisfy { !$0.values.isNull(at: place) } } : nil
    let places = try columns.map { column in try joint ?? (0..<column.values.count).filterRows { !column.values.isNull(at: $0) } }
    let present = try zip(columns, places).map { try $0.values.gather($1) }
    let slab = ArgumentSlab(count: columns.count)
    var results = ValueCollector(capacity: ends.count)
    var seen = [Int](repeating: 0, count: columns.count)
    for end in ends {
      for index in columns.indices {
        while seen[index] < places[index].count, places[index][seen[index]] < end { seen[index] += 1 }
      }
      guard let least = seen.min(), least >= minPeriods else {
        try results.add(.void)
        continue
      }
      for index in columns.indices {
        let length = min(window, seen[index])
        slab[index] = .vector(present[index].slice(seen[index] - length, length))
      }
      try results.add(try session.call(function, slab.cells, count: slab.count))
    }
    return .vector(try results.finish())
  }

  /// A column whose rows may be lists, one behind the other.
  private struct FlatColumn {
    let values: Vector
    /// Where each row ends among the values.
    let rowEnds: [Int]
  }

  private static func flatColumns(_ arguments: borrowing Cell) throws -> [FlatColumn] {
    if let tuple = arguments.tuple, !tuple.isColumnar, RowSource.holdsArguments(tuple) {
      return try (0..<tuple.count).map { try flatColumn(tuple.cell(at: $0)) }
    }
    return [try flatColumn(arguments)]
  }

  private static func flatColumn(_ value: borrowing Cell) throws -> FlatColumn {
    guard let vector = try value.vector ?? value.dictionary?.values else {
      throw KernelError.type("movingValid: `funcArgs` must be vectors, got \(ValueDescription.short(value))")
    }
    if let lists = vector as? ArrayVector { return FlatColumn(values: lists.values, rowEnds: Array(lists.offsets.dropFirst())) }
    guard vector.storage == .any else { return FlatColumn(values: vector, rowEnds: Array(1..<vector.count + 1)) }
    var values = ValueCollector()
    var ends: [Int] = []
    for row in 0..<vector.count {
      let cell = vector.cell(at: row)
      if let list = cell.vector { try values.add(contentsOf: list) } else { try values.add(cell) }
      ends.append(values.count)
    }
    return FlatColumn(values: try values.finish(), rowEnds: ends)
  }

  /// In every row the distinct values of the grouping rows, and what the function gives for the values at their places: two array vectors.
  package static func rowGroupby(
    _ function: Function, _ arguments: borrowing Cell, _ key: borrowing Cell, isAscending: Bool, _ session: SessionContext
  ) throws -> (keys: Vector, values: Vector) {
    let keyRows = try TwoDimensional(key, "rowGroupby").rows()
    let sources = try rowArguments(arguments)
    guard let first = keyRows.first, sources.allSatisfy({ $0.count == keyRows.count }) else {
      throw KernelError.shape("rowGroupby: `funcArgs` and `groupingCol` must have the same, not empty, shape")
    }
    let keys = try ArrayVector(first.type, scale: first.scale)
    let results = AnyVector(capacity: keyRows.count)
    for (row, keyRow) in keyRows.enumerated() {
      let groups = try GroupedRows([keyRow], sorted: true, session)
      let order = isAscending ? Array(0..<groups.groupCount) : Array((0..<groups.groupCount).reversed())
      let source = try RowSource(.vector(AnyVector(vectors: sources.map { $0[row] })), "rowGroupby")
      var collected = ValueCollector()
      try forEachGroup(function, source, groups, session) { _, result in try collected.add(result) }
      let rows = groups.rows ?? []
      try keys.append(.vector(try keyRow.gather(order.map { rows[groups.offsets[$0]] })))
      results.push(.vector(try collected.finish().gather(order)))
    }
    return (keys, try lists(results))
  }

  private static func rowArguments(_ arguments: borrowing Cell) throws -> [[Vector]] {
    if let tuple = arguments.tuple, !tuple.isColumnar {
      return try (0..<tuple.count).map { try TwoDimensional(tuple.cell(at: $0), "rowGroupby").rows() }
    }
    return [try TwoDimensional(arguments, "rowGroupby").rows()]
  }

  private static func lists(_ rows: AnyVector) throws -> Vector {
    guard let first = rows.count > 0 ? rows.cell(at: 0).vector : nil, first.storage != .any else { return rows }
    let result = try ArrayVector(first.type, scale: first.scale)
    for row in 0..<rows.count { try result.append(rows.cell(at: row)) }
    return result
  }
}
