/// What is known of a partition without reading its rows.
package struct PartitionListing: Sendable {
  /// `20180801/Key0`; empty for a table that is not partitioned.
  package let path: String
  package let table: String
  package let version: Int
  package let rowCount: Int
  package let fileCount: Int
  /// Nil where nobody asked.
  package let byteCount: Int?
}

extension DatabaseTable {
  /// The partitions that have rows, in their order.
  package func listing(withBytes: Bool) throws -> [PartitionListing] {
    let name = name ?? ""
    return try view().partitions.map { partition in
      let bytes = withBytes ? try partition.files.reduce(0) { try $0 + $1.byteCount() } : nil
      return PartitionListing(
        path: partition.path, table: name, version: partition.version, rowCount: partition.rowCount, fileCount: partition.files.count, byteCount: bytes)
    }
  }

  package func hasPartition(_ path: String) -> Bool { current.partitions[path] != nil }
}

extension Database {
  /// The paths of partitions that conditions describe: one list of values for each level, or nil for all of it.
  /// - Throws: `.type` when values cannot be compared with those of the scheme, `.shape` when there are more conditions than levels.
  package func paths(with conditions: [Vector?]) throws -> [String] {
    let levels = levels
    guard conditions.count <= levels.count else { throw KernelError.shape("\(conditions.count) conditions for \(levels.count) level\(levels.count == 1 ? "" : "s") of \(directory)") }
    var paths = [""]
    for (index, level) in levels.enumerated() {
      var labels = level.labels
      if index < conditions.count, let values = conditions[index] { labels = try Set(level.scheme.partitions(of: values)).filter { $0 >= 0 }.sorted().map { level.labels[$0] } }
      paths = paths.flatMap { path in labels.map { path.isEmpty ? $0 : path + "/" + $0 } }
    }
    return paths
  }

  /// Forgets values of the first level, whose partitions are empty.
  /// - Throws: `.value` unless that is a VALUE level.
  package func removeValues(_ values: Vector) throws {
    guard let first = levels.first, first.scheme.kind == .value else { throw KernelError.value("only values of a VALUE scheme at the first level can be removed from \(directory)") }
    try change { state in
      let scheme = state.levels[0].scheme
      let places = Set(try scheme.partitions(of: values).filter { $0 >= 0 })
      guard places.count < scheme.count else { throw KernelError.value("\(directory) must keep at least one value") }
      if !places.isEmpty { state.levels[0] = DatabaseLevel(try scheme.removing(places)) }
    }
  }
}
