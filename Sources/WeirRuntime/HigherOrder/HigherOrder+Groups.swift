import WeirSyntax
import WeirTables

/// Rows in group order, and where each group begins.
struct GroupedRows {
  /// A row of the source per place; nil when they are in order already.
  let rows: [Int]?
  /// One more than there are groups.
  let offsets: [Int]

  var groupCount: Int { offsets.count - 1 }
  func size(_ group: Int) -> Int { offsets[group + 1] - offsets[group] }

  /// By the columns of `key`, a vector or a tuple of vectors; the groups in ascending order or in that of their first rows.
  init(_ columns: [Vector], sorted: Bool, _ session: SessionContext) throws {
    let grouping = try RowGrouping.make(keys: columns, threads: session.host.threads)
    let (rows, offsets) = try grouping.sortedRows()
    guard sorted, grouping.groupCount > 1 else {
      self.rows = rows
      self.offsets = offsets
      return
    }
    let order = try SortKernel.order(keys: try columns.map { SortKey(try $0.gather(grouping.firstRows)) })
    var arranged: [Int] = []
    arranged.reserveCapacity(rows.count)
    var starts = [0]
    for group in order {
      arranged.append(contentsOf: rows[offsets[group]..<offsets[group + 1]])
      starts.append(arranged.count)
    }
    self.rows = arranged
    self.offsets = starts
  }

  /// Runs of equal elements.
  init(segments: Vector) {
    var offsets = [0]
    for row in 1..<max(segments.count, 1) where !KeyHash.equals(segments, row, segments, row - 1) { offsets.append(row) }
    if segments.count > 0 { offsets.append(segments.count) }
    rows = nil
    self.offsets = offsets
  }

  private init(rows: [Int], offsets: [Int]) {
    self.rows = rows
    self.offsets = offsets
  }

  /// The same groups with the rows of each in ascending order of `columns`.
  func sortedInside(by columns: [Vector]) throws -> GroupedRows {
    guard let rows else { return self }
    var arranged: [Int] = []
    arranged.reserveCapacity(rows.count)
    for group in 0..<groupCount {
      let own = Array(rows[offsets[group]..<offsets[group + 1]])
      let order = try SortKernel.order(keys: try columns.map { SortKey(try $0.gather(own)) })
      arranged.append(contentsOf: order.map { own[$0] })
    }
    return GroupedRows(rows: arranged, offsets: offsets)
  }

  /// The columns of a grouping argument.
  static func columns(_ key: borrowing Cell, _ function: String) throws -> [Vector] {
    guard let vector = key.vector else { throw KernelError.type("\(function): the grouping column must be a vector, got \(ValueDescription.short(key))") }
    guard let tuple = vector as? AnyVector, RowSource.holdsArguments(tuple) else { return [vector] }
    return try (0..<tuple.count).map { index in
      guard let column = tuple.cell(at: index).vector else { throw KernelError.type("\(function): the grouping columns must be vectors") }
      return column
    }
  }
}

extension HigherOrder {
  /// A table with a row per group, in the order of the keys: keys, then what the function gives for the rows of the group.
  package static func groupby(
    _ function: Function, _ arguments: borrowing Cell, _ key: borrowing Cell, _ session: SessionContext, keyName: String? = nil, argumentName: String? = nil
  ) throws -> Cell {
    let columns = try GroupedRows.columns(key, "groupby")
    let groups = try GroupedRows(columns, sorted: true, session)
    let source = try RowSource(arguments, "groupby")
    try check(source.rowCount, columns[0].count, "groupby")
    let results = AnyVector(capacity: groups.groupCount)
    try forEachGroup(function, source, groups, session) { _, result in results.push(result.copy()) }
    var names = columns.indices.map { index in columns.count == 1 ? keyName ?? "groupingKey" : "groupingKey\(index == 0 ? "" : String(index))" }
    let rows = groups.rows ?? []
    var table = try columns.map { column in try column.gather((0..<groups.groupCount).map { rows[groups.offsets[$0]] }) }
    let name = argumentName.map { "\(function.plainName)_\($0)" } ?? function.plainName
    try appendResults(results, name, &names, &table)
    return .table(try Table(names: ColumnNames.distinct(names), columns: table))
  }

  /// Scalars or lists as one column; dictionaries with names as keys as one column per key.
  private static func appendResults(_ results: AnyVector, _ name: String, _ names: inout [String], _ columns: inout [Vector]) throws {
    if results.count > 0, (0..<results.count).allSatisfy({ index in results.withCell(index) { $0.heapKind == .dictionary } }),
      let table = try ResultAssembly.table(ofRows: results)?.table?.snapshot
    {
      names += table.names
      columns += table.columns
      return
    }
    let values = try ResultAssembly.collapsed(results)
    if let tuple = values as? AnyVector { tuple.isColumnar = true }
    names.append(name)
    columns.append(values)
  }

  private static func check(_ rows: Int, _ keys: Int, _ name: String) throws {
    guard rows == keys else { throw KernelError.shape("\(name): the arguments have \(rows) rows and the grouping column \(keys)") }
  }

  static func forEachGroup(
    _ function: Function, _ source: RowSource, _ groups: GroupedRows, _ session: SessionContext, _ report: (Int, borrowing Cell) throws -> Void
  ) throws {
    let arranged = try groups.rows.map { try source.arranged($0) } ?? source
    let slab = ArgumentSlab(count: source.argumentCount)
    for group in 0..<groups.groupCount {
      try arranged.fill(slab, from: groups.offsets[group], count: groups.size(group))
      try report(group, try session.call(function, slab.cells, count: slab.count))
    }
  }

  /// What the function gives for the rows of each group, at the places of these rows: a scalar at each of them.
  ///
  /// - Parameters:
  ///   - columns: which columns of a table the function is for (see `TableColumns`); the others stay.
  ///   - takesNested: whether a tuple among the arguments is taken by the rows of its members.
  package static func contextby(
    _ function: Function, _ arguments: borrowing Cell, _ key: borrowing Cell, sortingColumn: borrowing Cell, columns selected: Int, takesNested: Bool,
    _ session: SessionContext
  ) throws -> Cell {
    let columns = try GroupedRows.columns(key, "contextby")
    var groups = try GroupedRows(columns, sorted: false, session)
    if !sortingColumn.isMissing, !sortingColumn.isVoid { groups = try groups.sortedInside(by: try GroupedRows.columns(sortingColumn, "contextby")) }
    return try perGroup(function, arguments, groups, rows: columns[0].count, "contextby", columns: selected, takesNested: takesNested, session)
  }

  /// The same for runs of equal elements.
  package static func segmentby(_ function: Function, _ arguments: borrowing Cell, _ segment: borrowing Cell, _ session: SessionContext) throws -> Cell {
    guard let vector = segment.vector else { throw KernelError.type("segmentby: `segment` must be a vector, got \(ValueDescription.short(segment))") }
    return try perGroup(function, arguments, GroupedRows(segments: vector), rows: vector.count, "segmentby", columns: 1, takesNested: false, session)
  }

  private static func perGroup(
    _ function: Function, _ arguments: borrowing Cell, _ groups: GroupedRows, rows: Int, _ name: String, columns: Int, takesNested: Bool,
    _ session: SessionContext
  ) throws -> Cell {
    if let matrix = arguments.matrix, matrix.columns != 1 {
      let results = try (0..<matrix.columns).map { try scattered(function, RowSource([matrix.column($0)]), groups, rows: rows, name, session) }
      return try ResultAssembly.matrix(ofColumns: AnyVector(vectors: results), like: matrix)
    }
    if let table = arguments.table?.snapshot {
      let results = try table.columns.map { column in
        TableColumns.isSelected(column.type, columns) ? try scattered(function, RowSource([column]), groups, rows: rows, name, session) : column
      }
      return .table(try Table(names: table.names, columns: results))
    }
    return .vector(try scattered(function, try RowSource(arguments, name, takesNested: takesNested), groups, rows: rows, name, session))
  }

  private static func scattered(
    _ function: Function, _ source: RowSource, _ groups: GroupedRows, rows: Int, _ name: String, _ session: SessionContext
  ) throws -> Vector {
    try check(source.rowCount, rows, name)
    var collected = ValueCollector(capacity: source.rowCount)
    try forEachGroup(function, source, groups, session) { group, result in
      let size = groups.size(group)
      let values = try result.vector ?? result.matrix?.values ?? Vector.repeating(result, count: size)
      guard values.count == size else { throw KernelError.shape("\(name): \(function.name) gives \(values.count) values for a group of \(size) rows") }
      try collected.add(contentsOf: values)
    }
    let results = try collected.finish()
    guard let rows = groups.rows else { return results }
    var places = [Int](repeating: 0, count: rows.count)
    for (place, row) in rows.enumerated() { places[row] = place }
    return try results.gather(places)
  }

  /// A matrix with a row per value of `row` and a column per value of `column`, both ascending; null where they do not meet.
  package static func pivot(
    _ function: Function, _ arguments: borrowing Cell, _ row: borrowing Cell, _ column: borrowing Cell, _ session: SessionContext
  ) throws -> Cell {
    guard let rowKey = row.vector, let columnKey = column.vector else { throw KernelError.type("pivot: the grouping columns must be vectors") }
    let groups = try GroupedRows([rowKey, columnKey], sorted: true, session)
    let source = try RowSource(arguments, "pivot")
    try check(source.rowCount, rowKey.count, "pivot")
    let (rowLabels, rowPlaces) = try labels(rowKey, session)
    let (columnLabels, columnPlaces) = try labels(columnKey, session)
    var found = ValueCollector(capacity: groups.groupCount)
    var places = [Int](repeating: -1, count: rowLabels.count * columnLabels.count)
    let rows = groups.rows ?? []
    try forEachGroup(function, source, groups, session) { group, result in
      guard result.isScalar else { throw KernelError.shape("pivot: \(function.name) must give a scalar") }
      let first = rows[groups.offsets[group]]
      places[columnPlaces[first] * rowLabels.count + rowPlaces[first]] = group
      try found.add(result)
    }
    let values = try found.finish().gather(places)
    let matrix = try MatrixObject(values: values, rows: rowLabels.count, columns: columnLabels.count, rowLabels: rowLabels, columnLabels: columnLabels)
    return .matrix(matrix)
  }

  /// The distinct values in ascending order, and for every row which of them it has.
  private static func labels(_ key: Vector, _ session: SessionContext) throws -> (Vector, [Int]) {
    let groups = try GroupedRows([key], sorted: true, session)
    let rows = groups.rows ?? []
    var places = [Int](repeating: 0, count: key.count)
    for group in 0..<groups.groupCount {
      for place in groups.offsets[group]..<groups.offsets[group + 1] { places[rows[place]] = group }
    }
    return (try key.gather((0..<groups.groupCount).map { rows[groups.offsets[$0]] }), places)
  }
}

/// Which columns of a table a function is applied to, by the number that scripts give.
enum TableColumns {
  /// 0 all, 1 numbers, 2 temporal values, 3 strings, 4 numbers and temporal values.
  static func isSelected(_ type: ElementType, _ filter: Int) -> Bool {
    let isNumber = type.category == .integral || type.category == .floating || type.category == .decimal
    switch filter {
    case 0: return true
    case 2: return type.isTemporal
    case 3: return type.isLiteral && type != .blob
    case 4: return isNumber || type.isTemporal
    default: return isNumber
    }
  }
}
