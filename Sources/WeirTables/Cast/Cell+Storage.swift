extension Cell {
  /// This scalar as a scalar of `type`, as writing into a typed vector converts it: numbers among numbers, temporal values among temporal values, integers
  /// into temporal types, scalars into texts, NULL into anything.
  /// - Throws: `.type` for every other combination.
  func convertedForStorage(_ type: ElementType, scale: Int) throws -> Cell {
    if elementType == type, isScalar, !type.isDecimal || self.scale == scale { return copy() }
    if type == .any { return copy() }
    guard isScalar else { throw incompatible(type) }
    if isNull { return .null(type, scale: scale) }
    let own = elementType
    if type.isLiteral {
      guard own.category != .other else { throw incompatible(type) }
      return .literal(text, type)
    }
    if own.isLiteral, type.isTemporal || type.category == .wide { return try parsed(as: type) }
    let writable =
      own.isNumeric && (type.isNumeric || type.isDecimal) || own.isDecimal && (type.isNumeric || type.isDecimal)
      || own.isTemporal && type.isTemporal || own.isIntegerLike && type.isTemporal
      || own.isTemporal && type.category == .integral
    guard writable else { throw incompatible(type) }
    return try castScalar(to: type, scale: scale)
  }

  private func parsed(as type: ElementType) throws -> Cell {
    let parsed = try castScalar(to: type)
    guard !parsed.isNull else { throw incompatible(type) }
    return parsed
  }

  /// The text of a scalar that is written into a STRING, SYMBOL or BLOB vector.
  func literalForStorage(_ type: ElementType) throws -> String {
    if let value = stringValue { return value }
    guard isScalar, elementType.category != .other else { throw incompatible(type) }
    return text
  }

  private func incompatible(_ expected: ElementType) -> KernelError {
    .type("Incompatible type. Expected: \(expected.name), Actual: \(isScalar || form == .vector ? elementType.name : "\(form)".uppercased())")
  }
}
