import WeirTables

/// A value with rows and columns: a matrix, a table, a tuple (of columns), an array vector or columnar tuple (of rows).
struct TwoDimensional {
  private enum Kind {
    case matrix(MatrixObject)
    case table(TableSnapshot)
    case tuple(AnyVector)
    case rowStructured(Vector)
  }

  private let kind: Kind

  static func accepts(_ value: borrowing Cell) -> Bool {
    switch value.heapKind {
    case .matrix, .table: true
    case .vector: value.vector.map { $0.storage == .any || $0.storage == .array } ?? false
    default: false
    }
  }

  init(_ value: borrowing Cell, _ function: String) throws {
    switch value.heapKind {
    case .matrix: kind = .matrix(value.unsafeObject(as: MatrixObject.self))
    case .table: kind = .table(value.unsafeObject(as: Table.self).snapshot)
    case .vector:
      let vector = value.unsafeObject(as: Vector.self)
      if let tuple = vector as? AnyVector, !tuple.isColumnar {
        kind = .tuple(tuple)
      } else if vector.storage == .array || vector.storage == .any {
        kind = .rowStructured(vector)
      } else {
        kind = .tuple(AnyVector(vectors: [vector]))
      }
    default: throw KernelError.type("\(function): `X` must be a matrix, table, tuple or array vector, got \(ValueDescription.short(value))")
    }
  }

  func rows() throws -> [Vector] {
    switch kind {
    case .matrix(let matrix):
      return try (0..<matrix.rows).map { row in try matrix.values.gather((0..<matrix.columns).map { $0 * matrix.rows + row }) }
    case .table(let table): return try TwoDimensional.across(table.columns)
    case .tuple(let tuple): return try TwoDimensional.across(try TwoDimensional.vectors(tuple))
    case .rowStructured(let vector): return try TwoDimensional.vectors(vector)
    }
  }

  func columns() throws -> [Vector] {
    switch kind {
    case .matrix(let matrix): return (0..<matrix.columns).map { matrix.column($0) }
    case .table(let table): return table.columns.map { $0.sharingHeader() }
    case .tuple(let tuple): return try TwoDimensional.vectors(tuple)
    case .rowStructured(let vector): return try TwoDimensional.acrossRows(try TwoDimensional.vectors(vector))
    }
  }

  /// The elements as vectors; a scalar as a vector of one.
  private static func vectors(_ vector: Vector) throws -> [Vector] {
    try (0..<vector.count).map { index in
      let cell = vector.cell(at: index)
      return try cell.vector ?? Vector.repeating(cell, count: 1)
    }
  }

  /// What stands at each place of vectors of one length.
  private static func across(_ vectors: [Vector]) throws -> [Vector] {
    let length = vectors.map(\.count).max() ?? 0
    guard vectors.allSatisfy({ $0.count == length || $0.count == 1 }) else { throw KernelError.shape("the columns differ in length: \(vectors.map { String($0.count) }.joined(separator: ", "))") }
    return try (0..<length).map { place in
      var values = ValueCollector(capacity: vectors.count)
      for vector in vectors { try values.add(vector.cell(at: vector.count == 1 ? 0 : place)) }
      return try values.finish()
    }
  }

  /// What stands at each place of rows, null where a row is shorter.
  private static func acrossRows(_ rows: [Vector]) throws -> [Vector] {
    let length = rows.map(\.count).max() ?? 0
    return try (0..<length).map { place in
      var values = ValueCollector(capacity: rows.count)
      for row in rows { try values.add(place < row.count ? row.cell(at: place) : .null(row.type, scale: row.scale)) }
      return try values.finish()
    }
  }
}

extension TwoDimensional {
  /// One result per row: scalars as a vector, vectors as the rows of a value of the same kind.
  func assemble(rowResults results: Vector) throws -> Cell {
    guard let tuple = results as? AnyVector, let rows = TwoDimensional.allVectors(tuple) else { return .vector(results) }
    if case .rowStructured(let model) = kind { return .vector(try TwoDimensional.lists(rows, like: model)) }
    guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else { return .vector(results) }
    return try assemble(TwoDimensional.across(rows))
  }

  /// One result per column: scalars as a vector (of a table as a table of one row, of a tuple as a tuple), vectors as columns.
  func assemble(columnResults results: Vector) throws -> Cell {
    guard let tuple = results as? AnyVector, let columns = TwoDimensional.allVectors(tuple) else { return try assemble(columnScalars: results) }
    if case .rowStructured(let model) = kind {
      guard let length = columns.first?.count, columns.allSatisfy({ $0.count == length }) else { return .vector(results) }
      return .vector(try TwoDimensional.lists(try cutLikeRows(TwoDimensional.across(columns)), like: model))
    }
    return try assemble(columns)
  }

  private func assemble(columnScalars results: Vector) throws -> Cell {
    switch kind {
    case .table(let table):
      let columns = try (0..<results.count).map { try Vector.repeating(results.cell(at: $0), count: 1) }
      return .table(try Table(names: table.names, columns: columns))
    case .tuple:
      let tuple = AnyVector(capacity: results.count)
      for index in 0..<results.count { tuple.push(results.cell(at: index)) }
      return .vector(tuple)
    default: return .vector(results)
    }
  }

  private func assemble(_ columns: [Vector]) throws -> Cell {
    let tuple = AnyVector(vectors: columns)
    switch kind {
    case .matrix(let matrix): return try ResultAssembly.matrix(ofColumns: tuple, like: matrix)
    case .table(let table):
      guard columns.count == table.names.count else { return .vector(tuple) }
      return .table(try Table(names: table.names, columns: columns))
    default: return .vector(tuple)
    }
  }

  /// Rows that were made from columns, each as long as the row it came from.
  private func cutLikeRows(_ rows: [Vector]) throws -> [Vector] {
    guard case .rowStructured(let model) = kind, rows.count == model.count else { return rows }
    return zip(rows, 0...).map { row, index in
      let length = model.cell(at: index).vector?.count ?? 1
      return length < row.count ? row.slice(0, length) : row
    }
  }

  private static func allVectors(_ tuple: AnyVector) -> [Vector]? {
    var vectors: [Vector] = []
    for index in 0..<tuple.count {
      guard let vector = tuple.cell(at: index).vector else { return nil }
      vectors.append(vector)
    }
    return vectors.isEmpty ? nil : vectors
  }

  private static func lists(_ rows: [Vector], like model: Vector) throws -> Vector {
    guard model.storage == .array, let first = rows.first else {
      let tuple = AnyVector(vectors: rows)
      tuple.isColumnar = true
      return tuple
    }
    var type = first.type
    for row in rows { type = ValueCollector.common(type, row.type) ?? .any }
    guard type != .any else { return AnyVector(vectors: rows) }
    let result = try ArrayVector(type, scale: first.scale)
    for row in rows { try result.append(.vector(row)) }
    return result
  }
}
