/// Choosing rows and columns of any value that has rows: vectors, matrices, tables.
package enum RowSelection {
  /// The number of rows; 1 for a scalar, 2 for a pair.
  package static func count(_ value: borrowing Cell) -> Int {
    switch value.heapKind {
    case .vector: value.vector?.count ?? 0
    case .matrix: value.matrix?.rows ?? 0
    case .table: value.table?.snapshot.rowCount ?? 0
    case .pair: 2
    default: 1
    }
  }

  /// The rows named by `indices`, in the form of the value; an index outside gives nulls.
  package static func rows(_ value: borrowing Cell, _ indices: [Int]) throws -> Cell {
    switch value.heapKind {
    case .vector: return .vector(try value.unsafeObject(as: Vector.self).gather(indices))
    case .matrix: return .matrix(try rows(value.unsafeObject(as: MatrixObject.self), indices))
    case .table:
      let snapshot = value.unsafeObject(as: Table.self).snapshot
      return .table(try Table(names: snapshot.names, columns: snapshot.columns.map { try $0.gather(indices) }))
    case .pair: return .vector(try value.unsafeObject(as: PairObject.self).elements.gather(indices))
    default: return .vector(try Vector.repeating(value, count: 1).gather(indices))
    }
  }

  package static func rows(_ matrix: MatrixObject, _ indices: [Int]) throws -> MatrixObject {
    let values = try matrix.values.emptyLike(capacity: indices.count * matrix.columns)
    for column in 0..<matrix.columns { try values.append(contentsOf: try matrix.column(column).gather(indices)) }
    let result = try MatrixObject(values: values, rows: indices.count, columns: matrix.columns)
    result.columnLabels = matrix.columnLabels
    result.rowLabels = try matrix.rowLabels?.gather(indices)
    result.isIndexed = matrix.isIndexed
    return result
  }

  package static func columns(_ matrix: MatrixObject, _ indices: [Int]) throws -> MatrixObject {
    let values = try matrix.values.emptyLike(capacity: indices.count * matrix.rows)
    for column in indices { try values.append(contentsOf: matrix.column(column)) }
    let result = try MatrixObject(values: values, rows: matrix.rows, columns: indices.count)
    result.rowLabels = matrix.rowLabels
    result.columnLabels = try matrix.columnLabels?.gather(indices)
    result.isIndexed = matrix.isIndexed
    return result
  }

  /// `count` rows from `start`, sharing memory where the form allows it.
  package static func slice(_ value: borrowing Cell, _ start: Int, _ count: Int) throws -> Cell {
    if let vector = value.vector { return .vector(vector.slice(start, count)) }
    if let table = value.table {
      let snapshot = table.snapshot
      return .table(try Table(names: snapshot.names, columns: snapshot.columns.map { $0.slice(start, count) }))
    }
    return try rows(value, Array(start..<(start + count)))
  }
}
