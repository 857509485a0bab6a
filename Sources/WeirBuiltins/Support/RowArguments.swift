import WeirRuntime
import WeirTables

/// The forms that functions of rows take, as rows; and results in the form of what they came from.
enum RowArguments {
  /// All arguments side by side: vectors and the columns of tables, matrices and tuples; or one array vector or columnar tuple, whose elements are the rows.
  static func rows(_ call: borrowing Call) throws -> RowSet {
    if call.count == 1 || !call.has(1), let lists = try lists(call[0]) { return lists }
    var columns: [Vector] = []
    for index in 0..<call.count where call.has(index) { columns += try self.columns(call[index], call, index) }
    let rows = columns.map { $0.count }.max() ?? 0
    for index in columns.indices where columns[index].count == 1 && rows > 1 && call.has(index) && call[index].isScalar {
      columns[index] = try Vector.repeating(columns[index].cell(at: 0), count: rows)
    }
    return try RowSet(columns: columns)
  }

  /// The rows of one argument.
  static func rows(_ call: borrowing Call, _ index: Int) throws -> RowSet {
    if let lists = try lists(call[index]) { return lists }
    if let matrix = call[index].matrix { return RowSet(matrix) }
    return try RowSet(columns: try columns(call[index], call, index))
  }

  /// The elements of an array vector or of a columnar tuple as rows.
  static func lists(_ cell: borrowing Cell) throws -> RowSet? {
    guard let vector = cell.vector else { return nil }
    if let lists = vector as? ArrayVector { return RowSet(lists: lists) }
    guard let tuple = vector as? AnyVector, tuple.isColumnar else { return nil }
    return try RowSet(rows: try elements(tuple))
  }

  private static func elements(_ tuple: AnyVector) throws -> [Vector] {
    try (0..<tuple.count).map { index in
      let cell = tuple.cell(at: index)
      return try cell.vector ?? Vector.repeating(cell, count: 1)
    }
  }

  private static func columns(_ cell: borrowing Cell, _ call: borrowing Call, _ index: Int) throws -> [Vector] {
    if let matrix = cell.matrix { return (0..<matrix.columns).map { matrix.column($0) } }
    if let table = cell.table {
      let columns = table.snapshot.columns
      let numeric = columns.filter { !$0.type.isLiteral && $0.storage != .any }
      return numeric.isEmpty ? columns : numeric
    }
    if let tuple = cell.tuple { return try elements(tuple) }
    if let pair = cell.pair { return [pair.elements] }
    if let vector = cell.vector { return [vector] }
    guard cell.isScalar else { throw call.expected(index, "a vector, matrix or table") }
    return [try Vector.repeating(cell, count: 1)]
  }

  /// A function of a row's values to as many values, in the form of the first argument.
  static func map(_ call: borrowing Call, _ body: (Vector) throws -> Vector) throws -> Cell {
    let rows = try rows(call, 0)
    return try assembled((0..<rows.rowCount).mapRows { try body(try rows.row($0)) }, like: call[0])
  }

  /// One vector per row as the form that the rows came from.
  static func assembled(_ rows: [Vector], like template: borrowing Cell) throws -> Cell {
    if let tuple = template.tuple, tuple.isColumnar {
      let result = AnyVector(vectors: rows)
      result.isColumnar = true
      return .vector(result)
    }
    if let lists = template.vector as? ArrayVector {
      let result = ArrayVector(offsets: [0], values: try (rows.first ?? lists.values).emptyLike(capacity: lists.values.count))
      for row in rows { try result.append(.vector(row)) }
      return .vector(result)
    }
    return try columns(of: rows, like: template)
  }

  /// Rows of one length, turned into columns.
  private static func columns(of rows: [Vector], like template: borrowing Cell) throws -> Cell {
    let all = try RowSet(rows: rows)
    let width = rows.first?.count ?? 0
    let places = (0..<width).flatMap { column in rows.indices.map { $0 * width + column } }
    let values = try all.values.gather(places)
    let columns = (0..<width).map { values.slice($0 * rows.count, rows.count) }
    if let table = template.table { return .table(try Table(names: Array(table.snapshot.names.prefix(width)), columns: columns)) }
    if template.tuple != nil { return .vector(AnyVector(vectors: columns)) }
    if template.vector != nil, let only = columns.first { return .vector(only) }
    let result = try MatrixObject(values: values, rows: rows.count, columns: width)
    if let matrix = template.matrix, matrix.columns == width {
      result.rowLabels = matrix.rowLabels
      result.columnLabels = matrix.columnLabels
      result.isIndexed = matrix.isIndexed
    }
    return .matrix(result)
  }
}

// MARK: Two sides

extension RowArguments {
  /// The rows of the first two arguments. A vector beside a matrix, array vector or columnar tuple stands beside each of its rows.
  static func pairs(_ call: borrowing Call) throws -> PairedRows {
    let (left, right) = (isFlat(call[0]), isFlat(call[1]))
    if left, !right { return PairedRows(try call.vectorOrScalar(0), besideRowsOf: try rows(call, 1)) }
    if right, !left { return PairedRows(rowsOf: try rows(call, 0), beside: try call.vectorOrScalar(1)) }
    if let x = call[0].matrix, let y = call[1].matrix, x.isIndexed, y.isIndexed, x.columns > 1 {
      let (left, right) = try aligned(x, y)
      return try PairedRows(RowSet(left), RowSet(right))
    }
    return try PairedRows(try rows(call, 0), try rows(call, 1))
  }

  private static func isFlat(_ cell: borrowing Cell) -> Bool {
    guard let vector = cell.vector else { return cell.isScalar }
    return vector.storage != .array && vector.storage != .any
  }

  /// Both matrices over the labels that either has, with nulls for the rows they lack.
  private static func aligned(_ left: MatrixObject, _ right: MatrixObject) throws -> (MatrixObject, MatrixObject) {
    guard let leftLabels = left.rowLabels, let rightLabels = right.rowLabels, leftLabels.type == rightLabels.type else { return (left, right) }
    let labels = try leftLabels.emptyLike(capacity: left.rows + right.rows)
    try labels.append(contentsOf: leftLabels)
    let known = try KeyIndex(over: leftLabels)
    for row in 0..<right.rows where known.find(rightLabels.cell(at: row), in: leftLabels) == nil { try labels.append(rightLabels.cell(at: row)) }
    let sorted = try SortKernel.sorted(labels)
    return (try reindexed(left, leftLabels, sorted), try reindexed(right, rightLabels, sorted))
  }

  private static func reindexed(_ matrix: MatrixObject, _ labels: Vector, _ wanted: Vector) throws -> MatrixObject {
    let index = try KeyIndex(over: labels)
    let rows = try (0..<wanted.count).mapRows { index.find(wanted.cell(at: $0), in: labels) }
    let places = (0..<matrix.columns).flatMap { column in rows.map { row in row.map { $0 + column * matrix.rows } ?? -1 } }
    return try MatrixObject(values: try matrix.values.gather(places), rows: rows.count, columns: matrix.columns)
  }
}
