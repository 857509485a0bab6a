/// `winsorize`.
package enum Winsorizing {
  /// Where nulls stand among the values.
  package enum NullPolicy: String, Sendable { case upper, lower, raise, omit }

  /// `vector` with its lowest and highest share replaced by the nearest value that stays.
  ///
  /// - Parameters:
  ///   - limits: the shares at the lower and at the upper end.
  ///   - truncates: whether the number of values at either end is cut or rounded.
  /// - Throws: `.value` for nulls under `raise`, and for shares that leave nothing.
  package static func winsorize(
    _ vector: Vector, limits: (Double, Double), truncates: (Bool, Bool), nulls: NullPolicy
  ) throws -> Vector {
    let doubles = try ElementMath.doubles(vector, "winsorize")
    let numbers = Array(UnsafeBufferPointer(start: doubles.pointer(Double.self), count: doubles.count))
    let isNull = try (0..<vector.count).mapRows { vector.isNull(at: $0) }
    if nulls == .raise, isNull.contains(true) { throw KernelError.value("winsorize: `X` must not contain a null") }
    let rows = try (0..<vector.count).filterRows { nulls != .omit || !isNull[$0] }
    func precedes(_ row: Int, _ other: Int) -> Bool {
      if isNull[row] != isNull[other] { return isNull[row] == (nulls == .lower) }
      return isNull[row] ? row < other : numbers[row] < numbers[other] || numbers[row] == numbers[other] && row < other
    }
    let order = try rows.sortedRows(by: precedes)
    let low = count(order.count, limits.0, truncates.0)
    let high = count(order.count, limits.1, truncates.1)
    guard order.isEmpty || low + high < order.count else { throw KernelError.value("winsorize: `limit` leaves no value as it is") }
    var sources = Array(0..<vector.count)
    for place in 0..<low { sources[order[place]] = order[low] }
    for place in (order.count - high)..<order.count { sources[order[place]] = order[order.count - high - 1] }
    return try vector.gather(sources)
  }

  private static func count(_ total: Int, _ share: Double, _ truncates: Bool) -> Int {
    // What is a whole number but for rounding counts as one.
    let exact = Double(total) * share
    return truncates ? Int((exact + 1e-9).rounded(.down)) : Int(exact.rounded())
  }
}
