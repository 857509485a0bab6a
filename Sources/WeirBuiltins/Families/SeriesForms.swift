import WeirRuntime
import WeirTables

/// How a function over columns of rows meets the forms: a vector as it is, a matrix column by column, a table over its numeric columns, a tuple of vectors
/// element by element, a dictionary over its values.
enum SeriesForms {
  /// Runs `body` on every column of one argument.
  static func each(_ call: borrowing Call, _ index: Int, numericOnly: Bool = false, _ body: (Vector) throws -> Cell) throws -> Cell {
    try named(call.name) { try eachColumn(call, index, numericOnly: numericOnly, body) }
  }

  /// Runs `body`; an error of a kernel, which does not know whom it works for, gets the function's name.
  private static func named(_ name: String, _ body: () throws -> Cell) throws -> Cell {
    do {
      return try body()
    } catch let error as KernelError where [.type, .value, .shape].contains(error.kind) && !error.text.hasPrefix("\(name): ") {
      throw KernelError(error.kind, "\(name): \(error.text)")
    }
  }

  private static func eachColumn(_ call: borrowing Call, _ index: Int, numericOnly: Bool, _ body: (Vector) throws -> Cell) throws -> Cell {
    switch call[index].heapKind {
    case .vector:
      let vector = call[index].unsafeObject(as: Vector.self)
      guard let tuple = vector as? AnyVector else { return try body(vector) }
      return try eachElement(tuple, body)
    case .matrix:
      let matrix = call[index].unsafeObject(as: MatrixObject.self)
      let columns = AnyVector(capacity: matrix.columns)
      for column in 0..<matrix.columns { columns.push(try body(matrix.column(column))) }
      return try ResultAssembly.matrix(ofColumns: columns, like: matrix)
    case .table: return try eachColumn(of: call[index].unsafeObject(as: Table.self), numericOnly: numericOnly, body)
    case .dictionary: return try eachValue(call[index].unsafeObject(as: DictionaryObject.self), body)
    case .pair: return try body(call[index].unsafeObject(as: PairObject.self).elements)
    default:
      guard call[index].isScalar, !call[index].isMissing, call[index].elementType.category != .other else {
        throw call.expected(index, "a vector, matrix or table")
      }
      let result = try body(try Vector.repeating(call[index], count: 1))
      if let vector = result.vector, vector.count == 1 { return vector.cell(at: 0) }
      return result
    }
  }

  private static func eachElement(_ tuple: AnyVector, _ body: (Vector) throws -> Cell) throws -> Cell {
    let collapsed = try ResultAssembly.collapsed(tuple)
    if !(collapsed is AnyVector) { return try body(collapsed) }
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      let element = tuple.cell(at: index)
      if let inner = element.tuple {
        result.push(try eachElement(inner, body))
      } else {
        result.push(try body(try element.vector ?? Vector.repeating(element, count: 1)))
      }
    }
    result.isColumnar = tuple.isColumnar
    return .vector(result)
  }

  private static func eachColumn(of table: Table, numericOnly: Bool, _ body: (Vector) throws -> Cell) throws -> Cell {
    let snapshot = table.snapshot
    let columns = try snapshot.columns.map { column -> Vector in
      if numericOnly, !column.isNumericLike { return column }
      let result = try body(column)
      return try result.vector ?? Vector.repeating(result, count: 1)
    }
    return .table(try Table(names: snapshot.names, columns: columns))
  }

  private static func eachValue(_ dictionary: DictionaryObject, _ body: (Vector) throws -> Cell) throws -> Cell {
    let values = try dictionary.values
    let result = (values as? AnyVector).map { tuple in Result { try eachElement(tuple, body) } } ?? Result { try body(values) }
    let cell = try result.get()
    guard let vector = cell.vector, vector.count == values.count else { return cell.copy() }
    return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: vector, isOrdered: dictionary.isOrdered))
  }

  /// Runs `body` on the columns of two arguments side by side; a vector goes along with every column of a matrix.
  static func eachPair(_ call: borrowing Call, _ first: Int, _ second: Int, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    try named(call.name) { try pairs(call, first, second, body) }
  }

  private static func pairs(_ call: borrowing Call, _ first: Int, _ second: Int, _ body: (Vector, Vector) throws -> Cell) throws -> Cell {
    if let left = call[first].matrix, let right = call[second].matrix, let aligned = try LabelledWindow.aligned(right, to: left) {
      let columns = AnyVector(capacity: left.columns)
      for column in 0..<left.columns { columns.push(try body(left.column(column), aligned.column(aligned.columns == 1 ? 0 : column))) }
      return try ResultAssembly.matrix(ofColumns: columns, like: left)
    }
    if let left = call[first].matrix {
      let columns = AnyVector(capacity: left.columns)
      for column in 0..<left.columns { columns.push(try body(left.column(column), try counterpart(call, second, column, of: left.columns, left.rows))) }
      return try ResultAssembly.matrix(ofColumns: columns, like: left)
    }
    if let right = call[second].matrix {
      let columns = AnyVector(capacity: right.columns)
      for column in 0..<right.columns { columns.push(try body(try counterpart(call, first, column, of: right.columns, right.rows), right.column(column))) }
      return try ResultAssembly.matrix(ofColumns: columns, like: right)
    }
    if let table = call[first].table {
      let snapshot = table.snapshot
      var columns: [Vector] = []
      for (index, column) in snapshot.columns.enumerated() {
        guard column.isNumericLike else {
          columns.append(column)
          continue
        }
        let result = try body(column, try counterpart(call, second, index, of: snapshot.columns.count, snapshot.rowCount))
        columns.append(try result.vector ?? Vector.repeating(result, count: 1))
      }
      return .table(try Table(names: snapshot.names, columns: columns))
    }
    if let left = call[first].tuple, !(try ResultAssembly.collapsed(left) is FixedVector) {
      let result = AnyVector(capacity: left.count)
      for index in 0..<left.count {
        try Interruption.check(atRow: index)
        guard let vector = left.cell(at: index).vector else { throw call.expected(first, "vectors") }
        result.push(try body(vector, try counterpart(call, second, index, of: left.count, vector.count)))
      }
      return .vector(result)
    }
    if call[first].isScalar, call[second].isScalar {
      let result = try body(try call.vectorOrScalar(first), try call.vectorOrScalar(second))
      return result.vector.map { $0.cell(at: 0) } ?? result.copy()
    }
    let rows = max(RowSelection.count(call[first]), RowSelection.count(call[second]))
    return try body(try vector(call, first, rows), try vector(call, second, rows))
  }

  /// What stands beside column `index` of the other argument.
  private static func counterpart(_ call: borrowing Call, _ argument: Int, _ index: Int, of count: Int, _ rows: Int) throws -> Vector {
    if let matrix = call[argument].matrix {
      guard matrix.columns == count || matrix.columns == 1 else { throw KernelError.shape("\(call.name): the matrices differ in shape") }
      return matrix.column(matrix.columns == 1 ? 0 : index)
    }
    if let table = call[argument].table {
      let columns = table.snapshot.columns
      guard columns.count == count else { throw KernelError.shape("\(call.name): the tables differ in shape") }
      return columns[index]
    }
    if let tuple = call[argument].tuple, tuple.count == count, let vector = tuple.cell(at: index).vector { return vector }
    return try vector(call, argument, rows)
  }

  /// A vector as it is; a scalar repeated.
  static func vector(_ call: borrowing Call, _ index: Int, _ rows: Int) throws -> Vector {
    if let tuple = call[index].tuple { return try ResultAssembly.collapsed(tuple) }
    if let vector = call[index].vector { return vector }
    if let matrix = call[index].matrix, matrix.columns == 1 { return matrix.values }
    guard call[index].isScalar else { throw call.expected(index, "a vector, matrix or table") }
    return try Vector.repeating(call[index], count: rows)
  }

  /// `result` as a scalar when the first argument is one.
  static func likeArgument(_ call: borrowing Call, _ result: Vector) throws -> Cell {
    call[0].isScalar && result.count == 1 ? result.cell(at: 0) : .vector(result)
  }
}
