import WeirRuntime
import WeirTables

// Matrices and tables laid out anew.
extension StandardCatalog {
  static let layout: [Builtin] = [
    Builtin("eye(n)", summary: "The identity matrix of `n` rows.", example: Example("eye(2)", gives: "#0 #1\n-- --\n1  0 \n0  1 ")) { call in
      let count = try call.int(0)
      guard count > 0, count <= 1 << 20 else { throw call.invalid(0, "must be greater than 0") }
      let values = try FixedVector(.double, count: count * count)
      values.pointer(Double.self).update(repeating: 0, count: count * count)
      for place in 0..<count { values.pointer(Double.self)[place * count + place] = 1 }
      return .matrix(try MatrixObject(values: values, rows: count, columns: count))
    },
    Builtin(
      "dropna(X, [byRow=true], [thresh])", summary: "Leaves out nulls, or the rows or columns of a matrix that have a null or fewer than `thresh` values.",
      example: Example("dropna(1 NULL 3)", gives: "[1,3]")
    ) { call in try Layout.dropNulls(call) },
    Builtin(
      "ifirstNot(X)", summary: "The first place that is not null, in a tuple in none of its vectors; -1 where there is none.",
      example: Example("ifirstNot(NULL NULL 2)", gives: "2")
    ) { call in try Layout.placeNotNull(call, last: false) },
    Builtin(
      "ilastNot(X)", summary: "The last place that is not null, in a tuple in none of its vectors; -1 where there is none.",
      example: Example("ilastNot(1 2 NULL)", gives: "1")
    ) { call in try Layout.placeNotNull(call, last: true) },
    Builtin(
      "cutPoints(X, binNum, [freq])", summary: "The boundaries of `binNum` intervals that hold equally many elements; the last lies above all.",
      example: Example("cutPoints(2 3 1 4, 2)", gives: "[1,3,5]")
    ) { call in .vector(try Layout.cutPoints(call)) },
    Builtin(
      "unionAll(tableA, [tableB], [byColName=false])", summary: "The rows of two tables, or of a tuple of tables, one behind the other.",
      example: Example("unionAll(table(1 as a), table(2 as a))", gives: "a\n-\n1\n2")
    ) { call in try Layout.unionAll(call) },
    Builtin(
      "panel(row, col, metrics, [rowLabel], [colLabel], [parallel=false])", summary: "A matrix of each metric with the values of `row` down and of `col` across.",
      example: Example("panel(1 1 2, `a`b`a, 5 6 7).cell(1, 0)", gives: "7")
    ) { call in try Layout.panel(call) },
    Builtin(
      "merge(left, right, [how='inner'])", summary: "The columns of two indexed series or matrices, their rows joined on the labels.",
      example: Example("a = indexedSeries(1 2, 5 6); b = indexedSeries(2 3, 7 8); rows(merge(a, b))", gives: "1")
    ) { call in
      guard let left = call[0].matrix, let leftLabels = left.rowLabels else { throw call.expected(0, "an indexed series or matrix") }
      guard let right = call[1].matrix, let rightLabels = right.rowLabels else { throw call.expected(1, "an indexed series or matrix") }
      let how = try Layout.alignment(call, 2, try call.string(2, default: "inner"))
      let places = try how.joined(leftLabels, rightLabels)
      let first = try RowSelection.rows(left, places.left)
      let result = try Joining.joined(first, .matrix(try RowSelection.rows(right, places.right)))
      result.rowLabels = places.labels
      result.isIndexed = left.isIndexed
      return .matrix(result)
    },
    Builtin(
      "align(left, right, [how='outer'], [byRow], [view=true])", summary: "Two labelled matrices brought to the same row and column labels.",
      example: Example("m = matrix(1 2).rename!(1 2, [`a]); size(align(m, m))", gives: "2")
    ) { call in try Layout.align(call) },
    Builtin(
      "rollingPanel(X, window, [groupingCol])", summary: "Every `window` rows that follow each other in a table, numbered, one such panel behind the other.",
      example: Example("rollingPanel(table(1 2 3 as a), 2)", gives: "a panelNumber\n- -----------\n1 0          \n2 0          \n2 1          \n3 1          ")
    ) { call in try Layout.rollingPanel(call) },
  ]
}

/// What the functions that lay out values share.
enum Layout {
  static func dropNulls(_ call: borrowing Call) throws -> Cell {
    guard let matrix = call[0].matrix else {
      let vector = try call.vector(0)
      return .vector(try vector.gather((0..<vector.count).filterRows { !vector.isNull(at: $0) }))
    }
    let byRow = try call.bool(1, default: true)
    let length = byRow ? matrix.columns : matrix.rows
    let least = call.has(2) && !call[2].isNull ? try call.int(2) : length
    let kept = (0..<(byRow ? matrix.rows : matrix.columns)).filter { line in
      (0..<length).count { !matrix.values.isNull(at: byRow ? $0 * matrix.rows + line : line * matrix.rows + $0) } >= least
    }
    return .matrix(byRow ? try RowSelection.rows(matrix, kept) : try RowSelection.columns(matrix, kept))
  }

  static func placeNotNull(_ call: borrowing Call, last: Bool) throws -> Cell {
    if let tuple = call[0].tuple {
      let vectors = (0..<tuple.count).compactMap { tuple.cell(at: $0).vector }
      guard vectors.count == tuple.count, let count = vectors.first?.count, vectors.allSatisfy({ $0.count == count }) else {
        throw call.expected(0, "a vector, a tuple of vectors of one length, a matrix or a table")
      }
      return .int(place(count, last: last) { row in vectors.allSatisfy { !$0.isNull(at: row) } })
    }
    if let matrix = call[0].matrix {
      return .vector(try Ordering.vector((0..<matrix.columns).map { place(matrix.column($0), last: last) }))
    }
    if let table = call[0].table {
      let snapshot = table.snapshot
      return .table(try Table(names: snapshot.names, columns: snapshot.columns.map { try Ordering.vector([place($0, last: last)]) }))
    }
    return .int(place(try call.vectorOrScalar(0), last: last))
  }

  private static func place(_ vector: Vector, last: Bool) -> Int { place(vector.count, last: last) { !vector.isNull(at: $0) } }

  private static func place(_ count: Int, last: Bool, _ isWanted: (Int) -> Bool) -> Int {
    (last ? (0..<count).last(where: isWanted) : (0..<count).first(where: isWanted)) ?? -1
  }

  static func cutPoints(_ call: borrowing Call) throws -> Vector {
    let values = try call.vector(0)
    let bins = try call.int(1)
    guard bins > 0 else { throw call.invalid(1, "must be greater than 0") }
    guard bins < 1 << 31 else { throw call.invalid(1, "must be less than 2147483648") }
    try BufferPool.checkRoom(rowNumbers: bins)
    let present = try values.gather((0..<values.count).filterRows { !values.isNull(at: $0) })
    guard present.count > 0 else { throw call.invalid(0, "has no values") }
    let sorted = try SortKernel.sorted(present)
    var weights = [Int](repeating: 1, count: sorted.count)
    if call.has(2), !call[2].isVoid {
      let frequencies = try call.vector(2).longs()
      guard frequencies.count == sorted.count else { throw call.invalid(2, "must have one number for each element") }
      weights = (0..<sorted.count).map { Int(frequencies.pointer(Int64.self)[$0]) }
    }
    guard weights.allSatisfy({ $0 >= 0 }), weights.reduce(0.0, { $0 + Double($1) }) < 0x1p31 else {
      throw call.invalid(2, "must not be negative and add up to less than 2147483648")
    }
    let total = weights.reduce(0, +)
    var rows: [Int] = []
    rows.reserveCapacity(bins)
    var passed = 0
    for (row, weight) in weights.enumerated() {
      while rows.count < bins, passed >= total * rows.count / bins, passed > 0 || rows.isEmpty { rows.append(row) }
      passed += weight
    }
    while rows.count < bins { rows.append(sorted.count - 1) }
    let result = try sorted.gather(rows)
    let highest = sorted.slice(sorted.count - 1, 1)
    let above = try highest.doubles().cell(at: 0).rawDouble + 1
    try result.append(try Cell.double(above).castScalar(to: values.type.isTemporal ? .long : values.type, scale: values.scale))
    return result
  }

  static func unionAll(_ call: borrowing Call) throws -> Cell {
    if let tuple = call[0].tuple {
      let tables = (0..<tuple.count).compactMap { tuple.cell(at: $0).table }
      guard tables.count == tuple.count, let first = tables.first else { throw call.expected(0, "tables") }
      if call.has(1), let target = call[1].table {
        for table in tables { try target.append(table.snapshot.columns) }
        return call[1].copy()
      }
      return .table(Table(try united(first.snapshot, tables.dropFirst().map { $0.snapshot }, byName: try call.bool(2, default: false))))
    }
    return .table(Table(try united(try call.table(0).snapshot, [try call.table(1).snapshot], byName: try call.bool(2, default: false))))
  }

  private static func united(_ first: TableSnapshot, _ others: [TableSnapshot], byName: Bool) throws -> TableSnapshot {
    var names = first.names
    var columns = first.columns.map { $0.sharingHeader() }
    var rows = first.rowCount
    for other in others {
      guard byName || other.columns.count == columns.count else {
        throw KernelError.shape("The number of columns of the table to insert must be the same as that of the original table.")
      }
      for (index, column) in other.columns.enumerated() {
        let place = byName ? names.firstIndex(of: other.names[index]) : index
        if let place {
          try columns[place].append(contentsOf: column)
        } else {
          let fresh = try column.gather(Array(repeating: -1, count: rows))
          try fresh.append(contentsOf: column)
          names.append(other.names[index])
          columns.append(fresh)
        }
      }
      rows += other.rowCount
      for column in columns where column.count < rows {
        try column.append(contentsOf: try column.gather(Array(repeating: -1, count: rows - column.count)))
      }
    }
    return try TableSnapshot(names: names, columns: columns)
  }

  static func panel(_ call: borrowing Call) throws -> Cell {
    let (rows, columns) = (try call.vector(0), try call.vector(1))
    guard rows.count == columns.count else { throw KernelError.shape("panel: `row` and `col` differ in length") }
    let rowLabels = try labels(call, 3, of: rows)
    let columnLabels = try labels(call, 4, of: columns)
    let rowPlaces = try VectorSearch.firstPlaces(of: rows, in: rowLabels)
    let columnPlaces = try VectorSearch.firstPlaces(of: columns, in: columnLabels)
    var source = [Int](repeating: -1, count: rowLabels.count * columnLabels.count)
    for row in 0..<rows.count {
      try Interruption.check(atRow: row)
      let (down, across) = (Int(rowPlaces.pointer(Int32.self)[row]), Int(columnPlaces.pointer(Int32.self)[row]))
      if down >= 0, across >= 0 { source[across * rowLabels.count + down] = row }
    }
    func matrix(_ metric: Vector) throws -> MatrixObject {
      guard metric.count == rows.count else { throw KernelError.shape("panel: a metric has \(metric.count) values for \(rows.count) rows") }
      return try MatrixObject(
        values: try metric.gather(source), rows: rowLabels.count, columns: columnLabels.count, rowLabels: rowLabels, columnLabels: columnLabels)
    }
    guard let metrics = call[2].tuple else { return .matrix(try matrix(try call.vector(2))) }
    let result = AnyVector(capacity: metrics.count)
    for index in 0..<metrics.count {
      guard let metric = metrics.cell(at: index).vector else { throw call.expected(2, "a vector or a tuple of vectors") }
      result.push(.matrix(try matrix(metric)))
    }
    return .vector(result)
  }

  /// The given labels, or the different values in order.
  private static func labels(_ call: borrowing Call, _ index: Int, of values: Vector) throws -> Vector {
    if call.has(index), !call[index].isVoid { return try call.vectorOrScalar(index) }
    var seen = KeyIndex()
    return try SortKernel.sorted(try values.gather((0..<values.count).filterRows { seen.insert($0, values) == nil }))
  }

  static func alignment(_ call: borrowing Call, _ index: Int, _ name: String) throws -> Alignment {
    guard let alignment = Alignment(name) else { throw call.invalid(index, "must be 'inner', 'outer', 'left', 'right' or 'asof'") }
    return alignment
  }

  static func align(_ call: borrowing Call) throws -> Cell {
    guard var left = call[0].matrix else { throw call.expected(0, "a labelled matrix") }
    guard var right = call[1].matrix else { throw call.expected(1, "a labelled matrix") }
    let names = try call.string(2, default: "outer").split(separator: ",").map { String($0) }
    guard names.count == 1 || names.count == 2 else { throw call.invalid(2, "must name one way of joining, or two") }
    let byRow: Bool? = call.has(3) && !call[3].isNull ? try call.bool(3, default: true) : nil
    if byRow != false {
      guard let own = left.rowLabels, let others = right.rowLabels else { throw KernelError.value("align: the matrices have no row labels") }
      let places = try alignment(call, 2, names[0]).joined(own, others)
      left = try RowSelection.rows(left, places.left)
      right = try RowSelection.rows(right, places.right)
      (left.rowLabels, right.rowLabels) = (places.labels, places.labels)
    }
    if byRow != true {
      guard let own = left.columnLabels, let others = right.columnLabels else { throw KernelError.value("align: the matrices have no column labels") }
      let places = try alignment(call, 2, names[names.count - 1]).joined(own, others)
      left = try columns(left, places.left, places.labels)
      right = try columns(right, places.right, places.labels)
    }
    (left.isIndexed, right.isIndexed) = (false, false)
    let result = AnyVector(capacity: 2)
    result.push(.matrix(left))
    result.push(.matrix(right))
    return .vector(result)
  }

  /// The columns named by `places`, nulls for -1.
  private static func columns(_ matrix: MatrixObject, _ places: [Int], _ labels: Vector) throws -> MatrixObject {
    let rows = places.flatMap { place in (0..<matrix.rows).map { place < 0 ? -1 : place * matrix.rows + $0 } }
    return try MatrixObject(
      values: try matrix.values.gather(rows), rows: matrix.rows, columns: places.count, rowLabels: matrix.rowLabels, columnLabels: labels)
  }

  static func rollingPanel(_ call: borrowing Call) throws -> Cell {
    let snapshot = try call.table(0).snapshot
    let window = try call.int(1)
    guard window > 0 else { throw call.invalid(1, "must be greater than 0") }
    var groups = [Array(0..<snapshot.rowCount)]
    if call.has(2), !call[2].isVoid {
      let keys = try call.strings(2).map { name -> Vector in
        guard let column = snapshot.columnIndex(name) else { throw KernelError(.name, "rollingPanel: the table has no column `\(name)`") }
        return snapshot.columns[column]
      }
      let sorted = try RowGrouping.make(keys: keys, threads: call.session.host.threads).sortedRows()
      groups = (0..<(sorted.offsets.count - 1)).map { Array(sorted.rows[sorted.offsets[$0]..<sorted.offsets[$0 + 1]]) }
    }
    var rows: [Int] = []
    var numbers: [Int] = []
    var panel = 0
    for group in groups where group.count >= window {
      for start in 0...(group.count - window) {
        rows += group[start..<(start + window)]
        numbers += repeatElement(panel, count: window)
        panel += 1
      }
    }
    let columns = try snapshot.columns.map { try $0.gather(rows) } + [try Ordering.vector(numbers)]
    return .table(try Table(names: snapshot.names + ["panelNumber"], columns: columns))
  }
}
