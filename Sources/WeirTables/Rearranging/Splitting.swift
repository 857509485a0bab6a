/// Where a sequence of rows is cut.
package enum Splitting {
  /// The ranges of pieces of `size` rows, the last one shorter.
  package static func pieces(of size: Int, count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// The ranges that begin at `positions`; rows before the first are left out.
  /// - Throws: `.value` unless the positions ascend inside of `0..<count`.
  package static func pieces(at positions: Vector, count: Int) throws -> [Range<Int>] {
    let positions = try positions.longs()
    let starts = (0..<positions.count).map { Int(positions.pointer(Int64.self)[$0]) }
    for (index, start) in starts.enumerated() {
      guard start >= 0, start <= count, index == 0 || start > starts[index - 1] else {
        throw KernelError.value("the positions of a cut must ascend and lie inside of the \(count) rows")
      }
    }
    return starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : count) }
  }

  /// For each row the first row of its run of equal values, or the number of the run.
  package static func runs(_ values: Vector, asOffsets: Bool) throws -> Vector {
    let result = try FixedVector(.int, count: values.count)
    let output = result.pointer(Int32.self)
    var run: Int32 = 0
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      if row > 0, !VectorEquality.areEqual(values, row, row - 1) { run = asOffsets ? Int32(truncatingIfNeeded: row) : run + 1 }
      output[row] = run
    }
    return result
  }
}
