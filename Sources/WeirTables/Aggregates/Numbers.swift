/// Columns as the doubles that statistics are computed on.
package enum Numbers {
  /// - Returns: a DOUBLE vector of the same length, itself when it is one already; decimals without their scale lost, temporal values as their integers.
  /// - Throws: `.type` for what has no numbers.
  package static func doubles(_ vector: Vector) throws -> FixedVector {
    if let fixed = vector as? FixedVector {
      if fixed.storage == .double { return fixed }
      if fixed.type.isNumeric, let cast = try fixed.castNumbers(to: .double) { return cast }
      if fixed.type.isTemporal || fixed.type == .duration { return try doubles(asIntegers(fixed)) }
      if fixed.type == .void { return try allNull(fixed.count) }
    }
    guard vector.storage == .any || vector.type.isDecimal else {
      throw KernelError.type("numbers are expected, got \(vector.storage == .array ? "an array vector" : vector.type.name)")
    }
    return try byElement(vector)
  }

  /// Whether `doubles` can answer.
  package static func canRead(_ vector: Vector) -> Bool {
    vector.storage != .array && (vector.type.isNumeric || vector.type.isTemporal || vector.type.isDecimal || vector.type == .void || vector.type == .any)
  }

  private static func asIntegers(_ vector: FixedVector) -> FixedVector {
    vector.reinterpreted(as: vector.storage == .int32 ? .int : .long)
  }

  private static func allNull(_ count: Int) throws -> FixedVector {
    let result = try FixedVector(.double, count: count)
    result.pointer(Double.self).update(repeating: .null, count: count)
    return result
  }

  private static func byElement(_ vector: Vector) throws -> FixedVector {
    let result = try FixedVector(.double, count: vector.count)
    let target = result.pointer(Double.self)
    for row in 0..<vector.count { target[row] = try vector.cell(at: row).asDouble() }
    return result
  }

  /// The values that are neither null nor NaN, in their order.
  package static func present(_ vector: Vector) throws -> [Double] {
    let doubles = try doubles(vector)
    let values = doubles.pointer(Double.self)
    return try [Double](unsafeUninitializedCapacity: vector.count) { target, count in
      try Interruption.inChunks(vector.count) { start, end in
        for row in start..<end where !values[row].isMissing {
          target[count] = values[row]
          count += 1
        }
      }
    }
  }

  /// A DOUBLE vector of `values`.
  package static func vector(_ values: [Double]) throws -> FixedVector {
    let result = try FixedVector(.double, count: values.count)
    let target = result.pointer(Double.self)
    for row in values.indices { target[row] = values[row] }
    return result
  }
}
