import WeirRuntime
import WeirTables

/// How a function of two columns meets the other forms: columns of matrices and tables side by side, a vector beside every column of the other.
enum PairAxis {
  /// Calls `body` for each pair of columns.
  /// - Returns: for two vectors what `body` answers; for a matrix a vector of scalars or a matrix of vectors; for a table a table.
  static func apply(_ call: borrowing Call, _ first: Int = 0, _ second: Int = 1, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    if call[first].table != nil || call[second].table != nil { return try tables(call, first, second, body) }
    if call[first].matrix != nil || call[second].matrix != nil { return try matrices(call, first, second, body) }
    if let left = elements(call[first]), let right = elements(call[second]), left.count == right.count {
      return try elementByElement(left, right, body)
    }
    let (left, right) = try broadcast(try column(call, first), try column(call, second), call, first, second)
    return try body(left, right)
  }

  /// A vector, the elements of a pair, or a scalar as a vector of one.
  static func column(_ call: borrowing Call, _ index: Int) throws -> Vector {
    if let pair = call[index].pair { return pair.elements }
    return try call.vectorOrScalar(index)
  }

  private static func broadcast(_ left: Vector, _ right: Vector, _ call: borrowing Call, _ first: Int, _ second: Int) throws -> (Vector, Vector) {
    if left.count == right.count { return (left, right) }
    if call[first].isScalar { return (try Vector.repeating(call[first], count: right.count), right) }
    if call[second].isScalar { return (left, try Vector.repeating(call[second], count: left.count)) }
    throw KernelError.shape("\(call.name): the arguments differ in length: \(left.count) and \(right.count)")
  }

  /// A tuple of vectors or an array vector.
  private static func elements(_ cell: borrowing Cell) -> Vector? {
    guard let vector = cell.vector else { return nil }
    if vector.storage == .array { return vector }
    guard let tuple = vector as? AnyVector, tuple.count > 0 else { return nil }
    return (0..<tuple.count).allSatisfy { index in tuple.withCell(index) { $0.form == .vector } } ? tuple : nil
  }

  private static func elementByElement(_ left: Vector, _ right: Vector, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    let results = AnyVector(capacity: left.count)
    for index in 0..<left.count {
      try Interruption.check(atRow: index)
      guard let x = left.cell(at: index).vector, let y = right.cell(at: index).vector else { continue }
      results.push(try body(x, y))
    }
    return .vector(try ResultAssembly.collapsed(results))
  }
}

// MARK: Matrices

extension PairAxis {
  private static func matrices(_ call: borrowing Call, _ first: Int, _ second: Int, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    var left = call[first].matrix
    var right = call[second].matrix
    if let x = left, let y = right, x.isIndexed, y.isIndexed { (left, right) = try aligned(x, y) }
    guard let shape = left ?? right else { throw call.expected(first, "a matrix") }
    if let left, let right, left.columns != right.columns, left.columns != 1, right.columns != 1 {
      throw KernelError.shape("\(call.name): the matrices have \(left.columns) and \(right.columns) columns")
    }
    let columns = left?.columns == 0 || right?.columns == 0 ? 0 : max(left?.columns ?? 1, right?.columns ?? 1)
    let results = AnyVector(capacity: columns)
    for index in 0..<columns {
      let x = try left.map { $0.column(min(index, $0.columns - 1)) } ?? beside(call, first, shape.rows)
      let y = try right.map { $0.column(min(index, $0.columns - 1)) } ?? beside(call, second, shape.rows)
      guard x.count == y.count else { throw KernelError.shape("\(call.name): the arguments differ in length: \(x.count) and \(y.count)") }
      results.push(try body(x, y))
    }
    return try assembled(results, like: shape)
  }

  private static func assembled(_ results: AnyVector, like shape: MatrixObject) throws -> Cell {
    let collapsed = try ResultAssembly.collapsed(results)
    if collapsed.storage != .any {
      // An indexed series is one column, and gives one value.
      return shape.isIndexed && collapsed.count == 1 ? collapsed.cell(at: 0) : .vector(collapsed)
    }
    return try ResultAssembly.matrix(ofColumns: results, like: shape)
  }

  /// What stands beside every column of a matrix or table.
  private static func beside(_ call: borrowing Call, _ index: Int, _ rows: Int) throws -> Vector {
    call[index].isScalar ? try Vector.repeating(call[index], count: rows) : try column(call, index)
  }

  /// The rows whose labels both have, in the order of the first.
  private static func aligned(_ left: MatrixObject, _ right: MatrixObject) throws -> (MatrixObject, MatrixObject) {
    guard let leftLabels = left.rowLabels, let rightLabels = right.rowLabels, leftLabels.type == rightLabels.type else { return (left, right) }
    let index = try KeyIndex(over: rightLabels)
    var rows: [(Int, Int)] = []
    for row in 0..<left.rows {
      try Interruption.check(atRow: row)
      if let other = index.find(leftLabels.cell(at: row), in: rightLabels) { rows.append((row, other)) }
    }
    return (try picked(left, rows.map { $0.0 }), try picked(right, rows.map { $0.1 }))
  }

  private static func picked(_ matrix: MatrixObject, _ rows: [Int]) throws -> MatrixObject {
    let indices = (0..<matrix.columns).flatMap { column in rows.map { $0 + column * matrix.rows } }
    let result = try MatrixObject(values: try matrix.values.gather(indices), rows: rows.count, columns: matrix.columns)
    result.isIndexed = matrix.isIndexed
    return result
  }
}

// MARK: Tables

extension PairAxis {
  /// A column without numbers gives null where the results are scalars, and stays as it is where they are columns.
  private static func tables(_ call: borrowing Call, _ first: Int, _ second: Int, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    let left = call[first].table?.snapshot
    let right = call[second].table?.snapshot
    guard let shape = left ?? right else { throw call.expected(first, "a table") }
    if let left, let right, left.columns.count != right.columns.count {
      throw KernelError.shape("\(call.name): the tables have \(left.columns.count) and \(right.columns.count) columns")
    }
    let otherMatrix = left == nil ? call[first].matrix : right == nil ? call[second].matrix : nil
    var columns: [Vector] = []
    for index in shape.columns.indices {
      func side(_ table: TableSnapshot?, _ argument: Int) throws -> Vector {
        if let table { return table.columns[index] }
        if let otherMatrix, index < otherMatrix.columns { return otherMatrix.column(index) }
        return try beside(call, argument, shape.rowCount)
      }
      columns.append(try column(try side(left, first), try side(right, second), kept: shape.columns[index], body))
    }
    return .table(try Table(names: shape.names, columns: columns.allSatisfy { $0.count == shape.rowCount } ? columns : try oneRow(columns)))
  }

  private static func column(_ x: Vector, _ y: Vector, kept: Vector, _ body: (Vector, Vector) throws -> Cell) throws -> Vector {
    guard x.type.isNumeric || x.type.isDecimal, y.type.isNumeric || y.type.isDecimal else { return kept }
    let result = try body(x, y)
    return try result.vector ?? Vector.repeating(result, count: 1)
  }

  private static func oneRow(_ columns: [Vector]) throws -> [Vector] {
    try columns.map { $0.count == 1 ? $0 : try Vector.nulls(.double, count: 1) }
  }
}
