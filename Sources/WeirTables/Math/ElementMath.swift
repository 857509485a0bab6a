import Glibc

/// Functions of one number, element by element over every form.
package enum ElementMath {
  /// `body` of every number as a DOUBLE, in the form of `value`; null stays null, and what is no finite number becomes null.
  ///
  /// - Throws: `.type` naming `function` for what is no number.
  package static func map(_ value: borrowing Cell, _ function: String, _ body: (Double) -> Double) throws -> Cell {
    try OperatorKernel.mapElements(value, function) { vector in
      let source = try doubles(vector, function)
      let result = try FixedVector(.double, count: source.count)
      let values = source.pointer(Double.self)
      let target = result.pointer(Double.self)
      try Interruption.inChunks(source.count) { start, end in
        var row = start
        while row < end {
          let value = values[row]
          let image = value.isNull ? value : body(value)
          target[row] = image.isFinite ? image : .null
          row &+= 1
        }
      }
      return result
    }
  }

  /// The same for one number in place; the words of `.missing` for what is not INT, LONG or DOUBLE.
  package static func scalar(_ number: RawCell, _ body: (Double) -> Double) -> RawCell {
    let double = number.tag == Cell.doubleTag ? number : Cell.plainNumber(number, as: .double)
    guard !double.isMissing else { return double }
    let value = Double(bitPattern: double.bits)
    let image = value.isNull ? value : body(value)
    return Cell.double(image.isFinite ? image : .null).raw
  }

  /// Numbers and decimals as DOUBLE.
  package static func doubles(_ vector: Vector, _ function: String) throws -> Vector {
    if vector.type == .double { return vector }
    guard vector.type.isNumeric || vector.type.isDecimal || vector.type == .void else {
      throw KernelError.type("\(function): `X` must be numbers, got \(vector.type.name)")
    }
    if vector.type == .void { return try Vector.nulls(.double, count: vector.count) }
    return try vector.cast(to: .double)
  }

  /// The magnitude of every number, in its own type; BOOL becomes INT.
  package static func absolute(_ value: borrowing Cell) throws -> Cell {
    try OperatorKernel.mapElements(value, "abs") { vector in
      switch vector.type.category {
      case .void: return vector
      case .floating: return try vector.storage == .float ? magnitude(vector, Float.self) : magnitude(vector, Double.self)
      case .integral: return try integerMagnitude(vector)
      case .logical: return try vector.cast(to: .int)
      case .decimal: return try decimalMagnitude(vector)
      default: throw KernelError.type("abs: `X` must be numbers, got \(vector.type.name)")
      }
    }
  }

  private static func magnitude<Element: VectorElement & BinaryFloatingPoint>(_ vector: Vector, _: Element.Type) throws -> Vector {
    let result = try FixedVector(vector.type, count: vector.count)
    let source = vector.pointer(Element.self)
    let target = result.pointer(Element.self)
    var row = 0
    while row < vector.count {
      target[row] = source[row].isNull ? source[row] : source[row].magnitude
      row &+= 1
    }
    return result
  }

  private static func integerMagnitude(_ vector: Vector) throws -> Vector {
    switch vector.storage {
    case .int8: try integerMagnitude(vector, Int8.self)
    case .int16: try integerMagnitude(vector, Int16.self)
    case .int32: try integerMagnitude(vector, Int32.self)
    default: try integerMagnitude(vector, Int64.self)
    }
  }

  private static func integerMagnitude<Element: VectorElement & FixedWidthInteger & SignedInteger>(
    _ vector: Vector, _: Element.Type
  ) throws -> Vector {
    let result = try FixedVector(vector.type, count: vector.count)
    let source = vector.pointer(Element.self)
    let target = result.pointer(Element.self)
    var row = 0
    while row < vector.count {
      // Null, the smallest value, is its own negative when it wraps.
      target[row] = source[row] < 0 ? 0 &- source[row] : source[row]
      row &+= 1
    }
    return result
  }

  private static func decimalMagnitude(_ vector: Vector) throws -> Vector {
    let result = try FixedVector(vector.type, count: vector.count, scale: vector.scale)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      if let value = DecimalElements.unscaled(vector, row) {
        try DecimalElements.store(value < 0 ? -value : value, result, row)
      } else {
        DecimalElements.storeNull(result, row)
      }
    }
    return result
  }

  /// -1, 0 or 1 as INT; null stays null.
  package static func signum(_ value: borrowing Cell) throws -> Cell {
    try mapToInt(value, "signum", .int) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
  }

  /// Whether the sign is a minus, as BOOL.
  package static func signbit(_ value: borrowing Cell) throws -> Cell {
    try mapToInt(value, "signbit", .bool) { $0.sign == .minus ? 1 : 0 }
  }

  private static func mapToInt(_ value: borrowing Cell, _ function: String, _ type: ElementType, _ body: (Double) -> Int32) throws -> Cell {
    try OperatorKernel.mapElements(value, function) { vector in
      let source = try doubles(vector, function)
      let result = try FixedVector(.int, count: source.count)
      let values = source.pointer(Double.self)
      for row in 0..<source.count { result.pointer(Int32.self)[row] = values[row].isNull || values[row].isNaN ? .null : body(values[row]) }
      return type == .int ? result : try result.cast(to: type)
    }
  }
}
