/// The greatest and least values of windows and their places.
package enum WindowExtremes {
  package static func maximum(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try extreme(values, extent, FirstGreatest.self) }
  package static func minimum(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try extreme(values, extent, FirstLeast.self) }

  /// Counted from the first row of the window; of equal values the first.
  package static func maximumIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try place(values, extent, FirstGreatest.self) }
  package static func minimumIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try place(values, extent, FirstLeast.self) }
  package static func lastMaximumIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try place(values, extent, LastGreatest.self) }
  package static func lastMinimumIndex(_ values: Vector, _ extent: WindowExtent) throws -> Vector { try place(values, extent, LastLeast.self) }

  @inline(__always)
  private static func extreme<Order: ExtremeOrder>(_ values: Vector, _ extent: WindowExtent, _ order: Order.Type) throws -> Vector {
    guard values.storage.isFixedWidth, values.storage != .wide else { return try extremeRows(values, extent, order) }
    let result = try FixedVector(values.type, count: values.count, scale: values.scale)
    switch values.storage {
    case .int8: try fill(values, Int8.self, extent, order, result)
    case .int16: try fill(values, Int16.self, extent, order, result)
    case .int32: try fill(values, Int32.self, extent, order, result)
    case .int64: try fill(values, Int64.self, extent, order, result)
    case .float: try fill(values, Float.self, extent, order, result)
    default: try fill(values, Double.self, extent, order, result)
    }
    return result
  }

  @inline(__always)
  private static func fill<Element: VectorElement & Comparable, Order: ExtremeOrder>(
    _ values: Vector, _ element: Element.Type, _ extent: WindowExtent, _ order: Order.Type, _ result: FixedVector
  ) throws {
    try slide(
      WindowElements<Element>(values: values.pointer()), count: values.count, extent, origin: .null, into: result.pointer(Element.self),
      ExtremeResult<Element, Order>())
  }

  /// What has no numbers of its own is compared by its rank, as strings are.
  private static func extremeRows<Order: ExtremeOrder>(_ values: Vector, _ extent: WindowExtent, _ order: Order.Type) throws -> Vector {
    let ranks = try ValueRanks.of(values)
    let rows = try FixedVector(.long, count: values.count)
    try slide(
      WindowElements<Int64>(values: ranks.pointer()), count: values.count, extent, origin: .null, into: rows.pointer(Int64.self),
      ExtremeRow<Order>())
    return try values.gather((0..<values.count).map { Int(rows.pointer(Int64.self)[$0]) })
  }

  @inline(__always)
  private static func place<Order: ExtremeOrder>(_ values: Vector, _ extent: WindowExtent, _ order: Order.Type) throws -> Vector {
    let result = try FixedVector(.int, count: values.count)
    guard values.storage.isFixedWidth, values.storage != .wide else {
      try placeIn(try ValueRanks.of(values), Int64.self, extent, order, result)
      return result
    }
    switch values.storage {
    case .int8: try placeIn(values, Int8.self, extent, order, result)
    case .int16: try placeIn(values, Int16.self, extent, order, result)
    case .int32: try placeIn(values, Int32.self, extent, order, result)
    case .int64: try placeIn(values, Int64.self, extent, order, result)
    case .float: try placeIn(values, Float.self, extent, order, result)
    default: try placeIn(values, Double.self, extent, order, result)
    }
    return result
  }

  @inline(__always)
  private static func placeIn<Element: VectorElement & Comparable, Order: ExtremeOrder>(
    _ values: Vector, _ element: Element.Type, _ extent: WindowExtent, _ order: Order.Type, _ result: FixedVector
  ) throws {
    try slide(
      WindowElements<Element>(values: values.pointer()), count: values.count, extent, origin: .null, into: result.pointer(Int32.self),
      ExtremePlaceResult<Element, Order>())
  }
}

/// Numbers that compare as the elements of a vector do.
enum ValueRanks {
  /// One LONG per element, null for null.
  static func of(_ values: Vector) throws -> FixedVector {
    guard values.type.isLiteral else { throw KernelError.type("values that can be compared are expected, got a vector of \(values.type.name)") }
    let texts = (0..<values.count).map { values.text(at: $0) }
    let ranks = Dictionary(uniqueKeysWithValues: Set(texts).sorted().enumerated().map { ($1, Int64($0)) })
    let result = try FixedVector(.long, count: values.count)
    let output = result.pointer(Int64.self)
    for (row, text) in texts.enumerated() { output[row] = text.isEmpty ? .null : ranks[text] ?? .null }
    return result
  }
}
