// An update of a column that partitions are told by: rows go where their new values belong.
extension DatabaseTable {
  /// Changes the rows of some partitions, and puts each into the partition that its values say: all, or none when anything throws.
  ///
  /// Which partitions that will be is not known before the values are, so that nobody else writes to the table meanwhile.
  /// - Throws: `.value` when a row would belong to no partition, and what `update` throws.
  func moveRows(choosing choose: (any PartitionView) throws -> [Int], _ change: (inout TableSnapshot) throws -> [Int]?) throws {
    try locks.holdAll(in: database.chunkPath) {
      let view = try view()
      let touched = try choose(view)
      guard !touched.isEmpty else { return }
      let before = try DatabaseTable.joined(try touched.map { try view.snapshot(of: $0) }, view.shape)
      var next = before
      _ = try change(&next)
      try Interruption.check()
      let routed = try route(next.columns)
      guard routed.rowCount == next.rowCount else {
        throw KernelError.value("\(next.rowCount - routed.rowCount) of the updated rows would belong to no partition of \(database.directory)")
      }
      var write = PartitionWrite(self, current)
      try DatabaseTable.collect(routed, of: view, touched, before, next, in: &write)
      try write.publish()
    }
  }

  /// - Parameter touched: the partitions that the rows come from, in their order.
  private static func collect(_ routed: RoutedRows, of view: DatabaseTableView, _ touched: [Int], _ before: TableSnapshot, _ next: TableSnapshot, in write: inout PartitionWrite) throws {
    var origins: [String: (partition: Int, rows: Range<Int>)] = [:]
    var start = 0
    for partition in touched {
      origins[view.partitions[partition].path] = (partition, start..<start + view.rowCount(of: partition))
      start += view.rowCount(of: partition)
    }
    for piece in routed.pieces {
      guard let (partition, own) = origins.removeValue(forKey: piece.labels.joined(separator: "/")) else {
        try write.append(try next.columns.map { try $0.gather(piece.rows) }, to: piece.labels)
        continue
      }
      if piece.rows.elementsEqual(own) {
        try write.replaceColumns(of: view, partition) { before.columns[$0] === next.columns[$0] ? nil : next.columns[$0].slice(own.lowerBound, own.count) }
      } else {
        // Who comes from elsewhere stands behind those who were there.
        let rows = piece.rows.filter { own.contains($0) } + piece.rows.filter { !own.contains($0) }
        try write.replace(piece.labels, try next.columns.map { try $0.gather(rows) })
      }
    }
    for (partition, _) in origins.values { write.removeRows(of: view.partitions[partition]) }
  }
}
