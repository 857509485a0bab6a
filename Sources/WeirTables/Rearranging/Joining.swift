/// Values put one behind the other.
package enum Joining {
  /// `left` followed by `right`, a new vector: of the type of `left` when it is a typed vector or scalar, else a tuple.
  package static func joined(_ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    if let matrix = left.matrix { return .matrix(try joined(matrix, right)) }
    if let table = left.table { return .table(try joined(table, right)) }
    guard let vector = left.vector else { return .vector(try joinedScalar(left, right)) }
    if vector.type == .void || vector.isEmpty && vector.type == .any, let other = right.vector, other.type != .void {
      let result = try other.emptyLike(capacity: vector.count + other.count)
      for _ in 0..<vector.count { try result.append(.void) }
      try result.append(contentsOf: other)
      return .vector(result)
    }
    let result = vector.sharingHeader()
    try append(right, to: result)
    return .vector(result)
  }

  private static func joinedScalar(_ left: borrowing Cell, _ right: borrowing Cell) throws -> Vector {
    guard left.isScalar else { throw KernelError.type("a \(left.form) cannot be joined") }
    if right.tuple != nil || !right.isScalar && right.vector == nil || left.elementType.category == .other {
      let tuple = AnyVector(capacity: 2)
      tuple.push(left.copy())
      try append(right, to: tuple)
      return tuple
    }
    let type = left.isVoid ? right.elementType : left.elementType
    let result = try Vector.empty(type, capacity: 1 + RowSelection.count(right), scale: left.isVoid ? right.scale : left.scale)
    try result.append(left)
    try append(right, to: result)
    return result
  }

  /// Adds to a vector: a scalar, or the elements of a vector or tuple. To a tuple everything is added as one element, to a columnar one a tuple's rows.
  /// - Throws: `.type` when an element cannot be converted.
  package static func append(_ value: borrowing Cell, to vector: Vector) throws {
    if let lists = vector as? ArrayVector { return try appendRows(value, to: lists) }
    if let tuple = vector as? AnyVector {
      if tuple.isColumnar, let rows = value.tuple {
        try tuple.append(contentsOf: rows)
      } else {
        tuple.push(value.copiedForAssignment())
      }
      return
    }
    if let added = value.tuple {
      // Together first: a member that does not fit leaves the vector as it was.
      let members = try vector.emptyLike(capacity: added.count)
      for index in 0..<added.count { try append(added.cell(at: index), to: members) }
      return try vector.append(contentsOf: members)
    }
    if let added = value.vector { return try vector.append(contentsOf: added) }
    if let pair = value.pair { return try vector.append(contentsOf: pair.elements) }
    guard value.isScalar else {
      throw KernelError.type("Incompatible type. Expected: \(vector.type.name), Actual: \("\(value.form)".uppercased())")
    }
    try vector.append(value)
  }

  /// A typed vector is one row; a tuple or array vector is a row per element.
  private static func appendRows(_ value: borrowing Cell, to lists: ArrayVector) throws {
    if let rows = value.vector as? ArrayVector { return try lists.append(contentsOf: rows) }
    if let rows = value.tuple { return try lists.append(contentsOf: rows) }
    try lists.append(value)
  }

  /// A matrix with more columns: those of another matrix, or a vector of whole columns.
  package static func joined(_ left: MatrixObject, _ right: borrowing Cell) throws -> MatrixObject {
    let values = left.values.sharingHeader()
    var labels = left.columnLabels?.sharingHeader()
    if let matrix = right.matrix {
      guard matrix.rows == left.rows else { throw KernelError.shape("a matrix of \(matrix.rows) rows cannot be joined to one of \(left.rows)") }
      try values.append(contentsOf: matrix.values)
      if let present = labels, let added = matrix.columnLabels { try present.append(contentsOf: added) } else { labels = nil }
    } else {
      let added = try right.vector ?? Vector.repeating(right, count: 1)
      guard left.rows > 0, added.count % left.rows == 0 else {
        throw KernelError.shape("\(added.count) values are no whole columns of a matrix of \(left.rows) rows")
      }
      try values.append(contentsOf: added)
      labels = nil
    }
    let columns = left.rows == 0 ? left.columns + (right.matrix?.columns ?? 0) : values.count / left.rows
    return try MatrixObject(values: values, rows: left.rows, columns: columns, rowLabels: left.rowLabels, columnLabels: labels)
  }

  /// A table with more columns.
  package static func joined(_ left: Table, _ right: borrowing Cell) throws -> Table {
    let snapshot = left.snapshot
    if let table = right.table {
      let other = table.snapshot
      return try Table(names: snapshot.names + other.names, columns: snapshot.columns + other.columns)
    }
    guard let column = right.vector else { throw KernelError.type("a table can be joined with a table or a vector, not with a \(right.form)") }
    return try Table(names: snapshot.names + [freeName(snapshot.names)], columns: snapshot.columns + [column])
  }

  private static func freeName(_ names: [String]) -> String {
    var number = names.count
    while names.contains("C\(number)") { number += 1 }
    return "C\(number)"
  }
}
