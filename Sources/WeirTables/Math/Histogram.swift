/// Counts of numbers in bins.
package struct Histogram: Sendable {
  /// One per bin.
  package private(set) var heights: [Double]
  /// One more than bins, ascending; the last bin includes its upper edge.
  package let edges: [Double]

  /// - Parameters:
  ///   - weights: as many as `values`, or nil for 1 each.
  ///   - range: values outside of it do not count.
  package init(_ values: [Double], edges: [Double], range: ClosedRange<Double>, weights: [Double]?, isDensity: Bool) {
    self.edges = edges
    heights = Array(repeating: 0, count: edges.count - 1)
    for (index, value) in values.enumerated() where !value.isNull && !value.isNaN && range.contains(value) {
      guard let bin = Histogram.bin(of: value, edges) else { continue }
      heights[bin] += weights.map { $0[index] } ?? 1
    }
    guard isDensity else { return }
    let total = heights.reduce(0, +)
    for bin in heights.indices { heights[bin] /= total * (edges[bin + 1] - edges[bin]) }
  }

  private static func bin(of value: Double, _ edges: [Double]) -> Int? {
    guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if value >= edges[middle] { low = middle } else { high = middle }
    }
    return low
  }

  /// `count` bins of equal width from the lower to the upper end of `range`.
  package static func edges(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    (0...count).map { $0 == count ? range.upperBound : range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count) }
  }
}
