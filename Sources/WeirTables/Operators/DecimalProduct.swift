/// Products of decimals with a scale of the caller's choice.
package enum DecimalProduct {
  /// The products, row by row, surplus digits cut; a side of one element is repeated. The type is the wider of the two, or the next one that has room for
  /// the digits of both scales.
  /// - Throws: `.shape` when the sides differ in length, `.overflow` when a product does not fit.
  package static func of(_ left: Vector, _ right: Vector, scale: Int) throws -> Vector {
    let count = max(left.count, right.count)
    guard left.count == count || left.count == 1, right.count == count || right.count == 1 else {
      throw KernelError.shape("the factors have \(left.count) and \(right.count) elements")
    }
    let full = left.scale + right.scale
    let result = try FixedVector(type(left, right, digits: full), count: count, scale: scale)
    for row in 0..<count {
      guard let x = DecimalElements.unscaled(left, left.count == 1 ? 0 : row), let y = DecimalElements.unscaled(right, right.count == 1 ? 0 : row) else {
        DecimalElements.storeNull(result, row)
        continue
      }
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      guard !overflow else { throw KernelError(.overflow, "Decimal math overflow") }
      try DecimalElements.store(try DecimalScale.rescale(product, from: full, to: scale), result, row)
    }
    return result
  }

  private static func type(_ left: Vector, _ right: Vector, digits: Int) -> ElementType {
    let wider = ElementType.promoted(left.type, right.type) ?? .decimal128
    return [wider, .decimal64, .decimal128].first { $0.rawValue >= wider.rawValue && DecimalScale.max($0) >= digits } ?? .decimal128
  }
}
