import Glibc
import WeirHost

/// What a quantile between two elements is.
package enum Interpolation: String, Sendable {
  case linear, lower, higher, nearest, midpoint
}

/// Order statistics.
package enum Quantiles {
  /// The value at `fraction` (0 to 1) of the way through the sorted values; null when there is none. Reorders `values`.
  package static func quantile(_ values: inout [Double], _ fraction: Double, _ interpolation: Interpolation = .linear) -> Double {
    guard values.count > 0, fraction >= 0, fraction <= 1 else { return .null }
    // The product of a fraction such as 0.54 with a count may miss a whole number by its last bit.
    let exact = fraction * Double(values.count - 1)
    let place = abs(exact - exact.rounded()) < 1e-9 ? exact.rounded() : exact
    let below = Int(place)
    let lower = select(&values, below)
    let share = place - Double(below)
    guard share > 0 else { return lower }
    // What lies behind a selected place is not smaller: the next value is the smallest of it.
    let higher = values[(below + 1)...].min() ?? lower
    return between(lower, higher, share, interpolation)
  }

  static func between(_ lower: Double, _ higher: Double, _ share: Double, _ interpolation: Interpolation) -> Double {
    switch interpolation {
    case .linear: lower + (higher - lower) * share
    case .lower: lower
    case .higher: higher
    case .nearest: share <= 0.5 ? lower : higher
    case .midpoint: (lower + higher) / 2
    }
  }

  package static func median(_ values: [Double]) -> Double {
    var values = values
    return quantile(&values, 0.5)
  }

  /// Puts the value of rank `rank` in its place, none greater before it and none smaller behind (Hoare's quickselect), and answers it. Interrupted, it answers null, which nobody sees: the
  /// evaluator looks at the cancellation behind every call.
  private static func select(_ values: inout [Double], _ rank: Int) -> Double {
    values.withUnsafeMutableBufferPointer { values in
      var low = 0
      var high = values.count - 1
      var exchanges = 0
      while low < high, !StopFlag.isRaised {
        let pivot = medianOfThree(values[low], values[low + (high - low) / 2], values[high])
        var left = low
        var right = high
        while left <= right {
          while values[left] < pivot { left &+= 1 }
          while values[right] > pivot { right &-= 1 }
          exchanges &+= 1
          if exchanges & 0xFFFF == 0, StopFlag.isRaised { return .null }
          if left <= right {
            values.swapAt(left, right)
            left &+= 1
            right &-= 1
          }
        }
        if rank <= right { high = right } else if rank >= left { low = left } else { break }
      }
      return values[rank]
    }
  }

  private static func medianOfThree(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }

  /// The mean absolute distance from the mean.
  package static func meanDeviation(_ values: [Double]) -> Double {
    guard values.count > 0 else { return .null }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + abs($1 - mean) } / Double(values.count)
  }

  /// The median absolute distance from the median.
  package static func medianDeviation(_ values: [Double]) -> Double {
    guard values.count > 0 else { return .null }
    let middle = median(values)
    return median(values.map { abs($0 - middle) })
  }
}

extension Aggregate {
  package static let median = ofPresent { Quantiles.median($0) }

  package static func quantile(_ fraction: Double, _ interpolation: Interpolation) -> Aggregate {
    ofPresent {
      var values = $0
      return Quantiles.quantile(&values, fraction, interpolation)
    }
  }

  package static func meanAbsoluteDeviation(useMedian: Bool) -> Aggregate {
    useMedian ? ofPresent { Quantiles.medianDeviation($0) } : ofPresent { Quantiles.meanDeviation($0) }
  }
}
