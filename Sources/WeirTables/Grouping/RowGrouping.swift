import WeirHost

/// Which group each row belongs to, and where each group's first row is.
package struct RowGrouping: @unchecked Sendable {
  // Unchecked: the vector of ids is written before the grouping is made and never after.
  /// One INT per row, from 0 to `groupCount - 1`.
  package let ids: FixedVector
  package let groupCount: Int
  /// For every group the position of its first row.
  package let firstRows: [Int]
  /// What the kernels that run over the groups may use.
  package let threads: any Threads
  /// Those that were made of several columns at once.
  let sums = GroupedSums()

  package init(ids: FixedVector, groupCount: Int, firstRows: [Int], threads: any Threads = SerialThreads()) {
    self.threads = threads
    self.ids = ids
    self.groupCount = groupCount
    self.firstRows = firstRows
  }

  package var rowCount: Int { ids.count }

  /// The rows in group order, each group's in their own order, and where each group begins (`groupCount + 1` offsets): a counting sort.
  package func sortedRows() throws -> (rows: [Int], offsets: [Int]) {
    let pointer = ids.pointer(Int32.self)
    var offsets = [Int](repeating: 0, count: groupCount + 1)
    try Interruption.inChunks(rowCount) { start, end in
      for row in start..<end { offsets[Int(pointer[row]) + 1] += 1 }
    }
    for group in 0..<groupCount { offsets[group + 1] += offsets[group] }
    var next = offsets
    let rows = try [Int](unsafeUninitializedCapacity: rowCount) { buffer, count in
      try Interruption.inChunks(rowCount) { start, end in
        for row in start..<end {
          let group = Int(pointer[row])
          buffer[next[group]] = row
          next[group] += 1
        }
      }
      count = rowCount
    }
    return (rows, offsets)
  }
}
