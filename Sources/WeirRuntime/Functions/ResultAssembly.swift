import WeirTables

/// How results that came one by one become one value.
package enum ResultAssembly {
  /// A tuple whose elements are scalars of one type as a vector of that type; every other tuple as it is. NULLs take the type of the rest.
  package static func collapsed(_ tuple: AnyVector) throws -> Vector {
    guard let type = commonScalarType(tuple) else { return tuple }
    let result = try Vector.empty(type.type, capacity: tuple.count, scale: type.scale)
    for index in 0..<tuple.count { try tuple.withCell(index) { try result.append($0) } }
    return result
  }

  /// The one type of all elements, BOOL to DOUBLE promoted to the widest; nil when an element is no scalar or the types have nothing in common.
  package static func commonScalarType(_ tuple: AnyVector) -> (type: ElementType, scale: Int)? {
    var common: (type: ElementType, scale: Int)?
    for index in 0..<tuple.count {
      let own = tuple.withCell(index) { cell -> (type: ElementType, scale: Int, isScalar: Bool) in (cell.elementType, cell.scale, cell.isScalar) }
      guard own.isScalar, own.type.category != .other else { return nil }
      if own.type == .void { continue }
      guard let present = common else {
        common = (own.type, own.scale)
        continue
      }
      if present.type == own.type, present.scale == own.scale { continue }
      // Decimals of different scales are values of different types.
      if present.type.isDecimal, own.type.isDecimal { return nil }
      guard let promoted = promote(present.type, own.type) else { return nil }
      common = (promoted, max(present.scale, own.scale))
    }
    return common
  }

  private static func promote(_ left: ElementType, _ right: ElementType) -> ElementType? {
    if left == right { return left }
    if left.isNumeric, right.isNumeric { return left.rawValue > right.rawValue ? left : right }
    if left.isLiteral, right.isLiteral { return .string }
    return nil
  }

  /// Columns as the matrix they are, with the labels of `template` where they still fit.
  package static func matrix(ofColumns columns: AnyVector, like template: MatrixObject) throws -> Cell {
    guard columns.count > 0, let first = columns.cell(at: 0).vector else { return .vector(columns) }
    let values = try first.emptyLike(capacity: first.count * columns.count)
    for index in 0..<columns.count {
      guard let column = columns.cell(at: index).vector, column.count == first.count else { return .vector(columns) }
      try values.append(contentsOf: column)
    }
    let result = try MatrixObject(values: values, rows: first.count, columns: columns.count)
    result.columnLabels = template.columnLabels
    if first.count == template.rows {
      result.rowLabels = template.rowLabels
      result.isIndexed = template.isIndexed
    }
    return .matrix(result)
  }
}
