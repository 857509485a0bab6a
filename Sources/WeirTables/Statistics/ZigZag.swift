package struct ZigZagOptions: Sendable {
  /// The least move that counts, in percent or in the unit of the values.
  package var change = 10.0
  package var isPercent = true
  /// Measures a reversal by the move before it instead of by the extreme.
  package var isRetrace = false
  /// Of several equal extremes the last.
  package var keepsLastExtreme = true

  package init() {}
}

/// The turning points of a price, small moves left out.
///
/// - Source: the ZigZag overlay of technical analysis, as R's package TTR defines it.
package struct ZigZag {
  private struct Point {
    var price: Double
    var row: Int
  }

  private enum Trend { case unknown, up, down }

  private let options: ZigZagOptions
  /// The last turning point, which is settled, and the extreme since then, which may still move.
  private var reference: Point
  private var inflection: Point
  private var trend = Trend.unknown
  private var turns: [Point] = []

  private init(start: Double, _ options: ZigZagOptions) {
    self.options = options
    reference = Point(price: start, row: 0)
    inflection = reference
  }

  /// - Returns: as many rows as `high`: the turning points, null between them.
  /// - Throws: `.shape` when the columns differ in length, `.type` when one has no numbers.
  package static func turns(_ high: Vector, _ low: Vector, _ options: ZigZagOptions) throws -> Vector {
    guard high.count == low.count else { throw KernelError.shape("the columns differ in length: \(high.count) and \(low.count)") }
    let highValues = try Numbers.doubles(high)
    let lowValues = try Numbers.doubles(low)
    // The pointers below do not keep the vectors: an optimised build would let go of them at their last use.
    defer { withExtendedLifetime((highValues, lowValues)) {} }
    let result = try FixedVector(.double, count: high.count)
    let target = result.pointer(Double.self)
    target.update(repeating: .null, count: high.count)
    let (highs, lows) = (highValues.pointer(Double.self), lowValues.pointer(Double.self))
    guard high.count > 0, !highs[0].isMissing, !lows[0].isMissing else { return result }
    var state = ZigZag(start: (highs[0] + lows[0]) / 2, options)
    for row in 1..<max(high.count, 1) where !highs[row].isMissing && !lows[row].isMissing { state.step(row, highs[row], lows[row]) }
    for point in state.turns + [state.reference, state.inflection] { target[point.row] = point.price }
    return result
  }

  private mutating func step(_ row: Int, _ high: Double, _ low: Double) {
    let reach = options.isPercent ? abs(inflection.price) * options.change / 100 : options.change
    if trend == .unknown {
      if min(low, inflection.price) <= inflection.price - reach { trend = .down } else if max(high, inflection.price) >= inflection.price + reach { trend = .up }
    }
    switch trend {
    case .unknown: break
    case .up: follow(row, high, isBeyond: high > inflection.price, against: low, turnsAt: low <= inflection.price - reversal(reach), to: .down)
    case .down: follow(row, low, isBeyond: low < inflection.price, against: high, turnsAt: high >= inflection.price + reversal(reach), to: .up)
    }
  }

  /// How far against the trend a price must go.
  private func reversal(_ reach: Double) -> Double {
    options.isRetrace && options.isPercent ? abs(inflection.price - reference.price) * options.change / 100 : reach
  }

  private mutating func follow(_ row: Int, _ price: Double, isBeyond: Bool, against opposite: Double, turnsAt isTurn: Bool, to next: Trend) {
    if isBeyond || price == inflection.price && options.keepsLastExtreme { inflection = Point(price: price, row: row) }
    // A row that makes a new extreme is not also the one that turns.
    guard isTurn, !isBeyond else { return }
    turns.append(reference)
    reference = inflection
    inflection = Point(price: opposite, row: row)
    trend = next
  }
}
