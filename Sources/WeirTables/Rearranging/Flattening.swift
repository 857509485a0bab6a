/// Nested values as one row of elements.
package enum Flattening {
  /// A matrix or a tuple without tuples as one vector; in a tuple with tuples only these are flattened, one level.
  package static func flattened(_ value: borrowing Cell) throws -> Cell {
    if let matrix = value.matrix { return .vector(matrix.values.sharingHeader()) }
    if let lists = value.vector as? ArrayVector { return .vector(lists.values.sharingHeader()) }
    guard let tuple = value.tuple else { return value.copy() }
    let nested = (0..<tuple.count).map { tuple.cell(at: $0).tuple != nil }
    guard nested.contains(true) else { return .vector(try concatenated(tuple)) }
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      let element = tuple.cell(at: index)
      result.push(nested[index] ? try flattened(element) : element.copy())
    }
    return .vector(result)
  }

  /// The scalars, and the elements of the vectors and matrices, of a tuple: of their common type, or a tuple when there is none.
  package static func concatenated(_ tuple: AnyVector) throws -> Vector {
    var parts: [Vector] = []
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      guard let part = try part(tuple.cell(at: index)) else { return try cells(tuple) }
      parts.append(part)
    }
    guard let type = commonType(parts) else { return try cells(tuple) }
    let result = try Vector.empty(type.type, capacity: parts.reduce(0) { $0 + $1.count }, scale: type.scale)
    for part in parts { try result.append(contentsOf: part) }
    return result
  }

  private static func part(_ cell: borrowing Cell) throws -> Vector? {
    if let lists = cell.vector as? ArrayVector { return lists.values }
    if let vector = cell.vector { return vector }
    if let matrix = cell.matrix { return matrix.values }
    if let pair = cell.pair { return pair.elements }
    guard cell.isScalar, cell.elementType.category != .other else { return nil }
    return try Vector.repeating(cell, count: 1)
  }

  /// The type that holds the elements of all vectors, or nil.
  package static func commonType(_ vectors: [Vector]) -> (type: ElementType, scale: Int)? {
    var common: (type: ElementType, scale: Int)?
    for vector in vectors where vector.type != .void {
      guard vector.type != .any else { return nil }
      guard let present = common else {
        common = (vector.type, vector.scale)
        continue
      }
      if present.type == vector.type {
        common = (present.type, max(present.scale, vector.scale))
      } else if present.type.isNumeric, vector.type.isNumeric {
        common = (present.type.rawValue > vector.type.rawValue ? present.type : vector.type, 0)
      } else if present.type.isLiteral, vector.type.isLiteral {
        common = (.string, 0)
      } else {
        return nil
      }
    }
    return common ?? (vectors.isEmpty ? nil : (.void, 0))
  }

  private static func cells(_ tuple: AnyVector) throws -> Vector {
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      let cell = tuple.cell(at: index)
      if let vector = cell.vector { try result.append(contentsOf: vector) } else { result.push(cell.copy()) }
    }
    return result
  }

  /// A table in which every list in a column has become rows; the other columns repeat their values.
  package static func ungrouped(_ snapshot: TableSnapshot) throws -> TableSnapshot {
    let listed = snapshot.columns.first { isLists($0) }
    guard snapshot.rowCount > 0, let listed else { return snapshot }
    let lengths = (0..<snapshot.rowCount).map { listLength(listed, $0) }
    let rows = lengths.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
    let columns = try snapshot.columns.map { column in
      guard isLists(column) else { return try column.gather(rows) }
      let values = try listValues(column)
      guard values.count == rows.count else { throw KernelError.shape("the lists of a row differ in length") }
      return values
    }
    return try TableSnapshot(names: snapshot.names, columns: columns)
  }

  private static func isLists(_ column: Vector) -> Bool {
    if column.storage == .array { return true }
    guard let tuple = column as? AnyVector else { return false }
    return tuple.isColumnar || (0..<tuple.count).contains { index in tuple.withCell(index) { $0.vector != nil } }
  }

  private static func listLength(_ column: Vector, _ row: Int) -> Int { column.cell(at: row).vector?.count ?? 1 }

  private static func listValues(_ column: Vector) throws -> Vector {
    if let lists = column as? ArrayVector { return lists.values }
    guard let tuple = column as? AnyVector else { return column }
    return try concatenated(tuple)
  }
}
