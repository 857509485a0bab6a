import Glibc

/// `floor`, `ceil` and `round`.
package enum Rounding {
  package enum Rule: String, Sendable {
    case floor, ceil, round

    func callAsFunction(_ value: Double) -> Double {
      switch self {
      case .floor: value.rounded(.down)
      case .ceil: value.rounded(.up)
      case .round: value.rounded(.toNearestOrAwayFromZero)
      }
    }
  }

  /// Floats and decimals as LONG, integers as they are; what no LONG holds becomes null.
  package static func toIntegers(_ value: borrowing Cell, _ rule: Rule) throws -> Cell {
    try OperatorKernel.mapElements(value, rule.rawValue) { vector in
      if vector.type.isIntegerLike { return vector }
      let source = try ElementMath.doubles(vector, rule.rawValue)
      let result = try FixedVector(.long, count: source.count)
      let values = source.pointer(Double.self)
      let target = result.pointer(Int64.self)
      var row = 0
      while row < source.count {
        let rounded = rule(values[row])
        // A NaN fails both comparisons, and the null is below the range.
        target[row] = rounded > -9.2e18 && rounded < 9.2e18 ? Int64(rounded) : .null
        row &+= 1
      }
      return result
    }
  }

  /// To `digits` digits behind the point, as DOUBLE; a FLOAT stays one, a DECIMAL keeps its type and scale.
  /// - Precondition: `digits` is in 1...10.
  package static func toDigits(_ value: borrowing Cell, _ digits: Int) throws -> Cell {
    let factor = pow(10, Double(digits))
    return try OperatorKernel.mapElements(value, "round") { vector in
      if vector.type.isDecimal { return try decimals(vector, digits) }
      let source = try ElementMath.doubles(vector, "round")
      let result = try FixedVector(.double, count: source.count)
      let values = source.pointer(Double.self)
      let target = result.pointer(Double.self)
      var row = 0
      while row < source.count {
        let scaled = values[row] * factor
        // Beyond 2^53 a double has no digits behind the point left.
        target[row] = values[row].isNull || scaled.magnitude >= 0x1p53 ? values[row] : scaled.rounded(.toNearestOrAwayFromZero) / factor
        row &+= 1
      }
      return result
    }
  }

  private static func decimals(_ vector: Vector, _ digits: Int) throws -> Vector {
    guard digits < vector.scale else { return vector }
    let unit = DecimalScale.power(vector.scale - digits)
    let result = try FixedVector(vector.type, count: vector.count, scale: vector.scale)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      guard let value = DecimalElements.unscaled(vector, row) else {
        DecimalElements.storeNull(result, row)
        continue
      }
      let half = value < 0 ? -unit / 2 : unit / 2
      try DecimalElements.store((value + half) / unit * unit, result, row)
    }
    return result
  }
}
