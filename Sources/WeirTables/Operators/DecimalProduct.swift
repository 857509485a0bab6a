/// Products of decimals with a scale of the caller's choice.
package enum DecimalProduct {
  /// The products, row by row, surplus digits cut; a side of one element is repeated. The type is the wider of the two, or the next one that has room for
  /// the products.
  /// - Throws: `.shape` when the sides differ in length, `.overflow` when a product does not fit.
  package static func of(_ left: Vector, _ right: Vector, scale: Int) throws -> Vector {
    let count = max(left.count, right.count)
    guard left.count == count || left.count == 1, right.count == count || right.count == 1 else {
      throw KernelError.shape("the factors have \(left.count) and \(right.count) elements")
    }
    return try DecimalElements.widening(from: type(left, right)) { type in
      guard left.scale + right.scale <= DecimalScale.max(type) || type == .decimal128 else { throw KernelError(.overflow, "Decimal math overflow") }
      return try of(left, right, count, FixedVector(type, count: count, scale: scale))
    }
  }

  private static func of(_ left: Vector, _ right: Vector, _ count: Int, _ result: FixedVector) throws -> Vector {
    for row in 0..<count {
      try Interruption.check(atRow: row)
      guard let x = DecimalElements.unscaled(left, left.count == 1 ? 0 : row), let y = DecimalElements.unscaled(right, right.count == 1 ? 0 : row) else {
        DecimalElements.storeNull(result, row)
        continue
      }
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      guard !overflow else { throw KernelError(.overflow, "Decimal math overflow") }
      try DecimalElements.store(try DecimalScale.rescale(product, from: left.scale + right.scale, to: result.scale), result, row)
    }
    return result
  }

  private static func type(_ left: Vector, _ right: Vector) -> ElementType {
    guard left.type.isDecimal, right.type.isDecimal else { return left.type.isDecimal ? left.type : right.type }
    return ElementType.promoted(left.type, right.type) ?? .decimal128
  }
}
