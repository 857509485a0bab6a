import WeirHost

/// The present values of a column, those of a group side by side.
struct GroupedValues {
  private let values: [Double]
  /// Where each group begins, and the end of the last.
  private let offsets: [Int]
  private let grouping: RowGrouping

  /// A counting sort of the rows that have a value.
  init(_ vector: Vector, _ grouping: RowGrouping) throws {
    self.grouping = grouping
    let doubles = try Numbers.doubles(vector)
    let source = doubles.pointer(Double.self)
    let ids = grouping.ids.pointer(Int32.self)
    var next = GroupedValues.starts(source, ids, grouping)
    offsets = next
    values = .build(next[grouping.groupCount]) { target in
      next.withUnsafeMutableBufferPointer { next in
        var row = 0
        while row < grouping.rowCount {
          if !source[row].isMissing {
            let group = Int(ids[row])
            target[next[group]] = source[row]
            next[group] &+= 1
          }
          row &+= 1
        }
      }
    }
  }

  private static func starts(_ source: UnsafeMutablePointer<Double>, _ ids: UnsafeMutablePointer<Int32>, _ grouping: RowGrouping) -> [Int] {
    var starts = [Int](repeating: 0, count: grouping.groupCount + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      var row = 0
      while row < grouping.rowCount {
        if !source[row].isMissing { starts[Int(ids[row]) &+ 1] &+= 1 }
        row &+= 1
      }
      for group in 0..<grouping.groupCount { starts[group + 1] &+= starts[group] }
    }
    return starts
  }

  /// A DOUBLE per group.
  func map(_ value: ([Double]) -> Double) throws -> Vector {
    let result = try FixedVector(.double, count: grouping.groupCount)
    let target = result.pointer(Double.self)
    let groups = grouping.groupCount
    let pieces = max(1, min(64, groups))
    Reduction.perform(pieces, grouping.rowCount, grouping.threads) { piece in
      for group in (piece * groups / pieces)..<((piece + 1) * groups / pieces) {
        target[group] = StopFlag.isRaised ? .null : value(Array(values[offsets[group]..<offsets[group + 1]]))
      }
    }
    return result
  }
}
