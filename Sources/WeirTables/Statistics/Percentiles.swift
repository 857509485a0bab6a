/// Which share of the values a percentile rank counts.
package enum PercentileRankMethod: String, Sendable {
  case excel, rank, strict, weak, mean
}

extension Quantiles {
  /// The place of `score` among `values` in percent.
  package static func percentileRank(_ values: [Double], _ score: Double, _ method: PercentileRankMethod) -> Double {
    guard values.count > 0 else { return .null }
    let count = Double(values.count)
    let less = Double(values.count { $0 < score })
    let equal = Double(values.count { $0 == score })
    switch method {
    case .excel: return excelRank(values, score)
    case .rank: return (less + less + equal + (equal > 0 ? 1 : 0)) * 50 / count
    case .strict: return less / count * 100
    case .weak: return (less + equal) / count * 100
    case .mean: return (less + less + equal) / 2 / count * 100
    }
  }

  /// Values below among those that differ; between two neighbours in proportion; null outside of all.
  private static func excelRank(_ values: [Double], _ score: Double) -> Double {
    let equal = values.count { $0 == score }
    if equal > 0 {
      let others = values.count - equal
      return others == 0 ? 100 : Double(values.count { $0 < score }) / Double(others) * 100
    }
    guard let below = values.filter({ $0 < score }).max(), let above = values.filter({ $0 > score }).min() else { return .null }
    let low = excelRank(values, below)
    let high = excelRank(values, above)
    return low + (score - below) / (above - below) * (high - low)
  }

  /// The quantile interval of each value, from 0; null stays null. Intervals are closed on the right, the first on both sides.
  /// - Throws: `.value` when two bounds are equal and `droppingDuplicates` is false.
  package static func cut(_ vector: Vector, fractions: [Double], droppingDuplicates: Bool) throws -> [Int?] {
    let present = try Numbers.present(vector)
    var bounds: [Double] = []
    for fraction in fractions {
      var values = present
      let bound = quantile(&values, fraction)
      if bound == bounds.last {
        guard droppingDuplicates else { throw KernelError.value("the bounds of the quantiles must differ: \(bound) occurs twice") }
        continue
      }
      bounds.append(bound)
    }
    let values = try Numbers.doubles(vector)
    return try (0..<vector.count).mapRows { row in
      let value = values.pointer(Double.self)[row]
      guard !value.isMissing, let first = bounds.first, let last = bounds.last, value >= first, value <= last else { return nil }
      return max(0, (bounds.firstIndex { value <= $0 } ?? 1) - 1)
    }
  }
}
