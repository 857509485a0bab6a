import WeirHost

/// The present values of a column, those of a group side by side.
struct GroupedValues {
  private let values: FixedVector
  /// Where each group begins, and the end of the last.
  private let offsets: [Int]
  private let grouping: RowGrouping

  init(_ vector: Vector, _ grouping: RowGrouping) throws {
    self.grouping = grouping
    let doubles = try Numbers.doubles(vector)
    let present = try GroupedValues.presentRows(doubles, grouping)
    offsets = present.counts().dropLast(present.groupCount - grouping.groupCount).reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    guard let values = try present.arranged(doubles, from: Array(offsets.prefix(present.groupCount))) as? FixedVector else {
      preconditionFailure("doubles are of a fixed width")
    }
    self.values = values
  }

  /// The grouping with the rows that have no value in one more group, the last; the grouping itself when all have one.
  private static func presentRows(_ doubles: FixedVector, _ grouping: RowGrouping) throws -> RowGrouping {
    let source = doubles.pointer(Double.self)
    let rows = grouping.rowCount
    return try withExtendedLifetime(doubles) {
      guard (0..<rows).contains(where: { source[$0].isMissing }) else { return grouping }
      let ids = try FixedVector(.int, count: rows)
      let (known, target) = (grouping.ids.pointer(Int32.self), ids.pointer(Int32.self))
      for row in 0..<rows { target[row] = source[row].isMissing ? Int32(truncatingIfNeeded: grouping.groupCount) : known[row] }
      return RowGrouping(ids: ids, groupCount: grouping.groupCount + 1, firstRows: grouping.firstRows, threads: grouping.threads)
    }
  }

  /// A DOUBLE per group.
  func map(_ value: ([Double]) -> Double) throws -> Vector {
    let result = try FixedVector(.double, count: grouping.groupCount)
    let target = result.pointer(Double.self)
    let source = values.pointer(Double.self)
    let groups = grouping.groupCount
    let pieces = max(1, min(64, groups))
    Reduction.perform(pieces, grouping.rowCount, grouping.threads) { piece in
      for group in (piece * groups / pieces)..<((piece + 1) * groups / pieces) {
        target[group] = StopFlag.isRaised ? .null : value(Array(UnsafeBufferPointer(start: source + offsets[group], count: offsets[group + 1] - offsets[group])))
      }
    }
    return withExtendedLifetime(values) { result }
  }
}
