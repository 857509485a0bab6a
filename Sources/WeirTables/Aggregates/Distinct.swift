import WeirHost

extension Aggregate {
  /// How many different values there are, null being one of them unless `ignoreNull`; an INT. Several columns: how many different rows.
  package static func distinctCount(ignoreNull: Bool) -> Aggregate {
    Aggregate { columns, threads in
      let grouping = try RowGrouping.make(keys: columns, threads: threads)
      let nulls = ignoreNull && columns.count == 1 ? grouping.firstRows.count { columns[0].isNull(at: $0) } : 0
      return .int(grouping.groupCount - nulls)
    } byGroup: { columns, grouping in
      let pairs = try RowGrouping.make(keys: [grouping.ids] + columns, threads: grouping.threads)
      let result = try FixedVector(.int, count: grouping.groupCount)
      let counts = result.pointer(Int32.self)
      counts.update(repeating: 0, count: grouping.groupCount)
      let ids = grouping.ids.pointer(Int32.self)
      for row in pairs.firstRows where !(ignoreNull && columns.count == 1 && columns[0].isNull(at: row)) { counts[Int(ids[row])] &+= 1 }
      return result
    }
  }

  /// The most frequent value that is not null, the earliest of several.
  package static let mode = Aggregate { columns, threads in
    let vector = columns[0]
    let grouping = try RowGrouping.make(keys: [vector], threads: threads)
    let counts = Reduction.byGroup(EveryRow(), grouping, RowCount.self).map { Int($0.count) }
    let present = try counts.indices.filter { group in
      try Interruption.check(atRow: group)
      return !vector.isNull(at: grouping.firstRows[group])
    }
    guard let most = present.map({ counts[$0] }).max(), let group = present.first(where: { counts[$0] == most }) else { return nullElement(vector) }
    return vector.cell(at: grouping.firstRows[group])
  } byGroup: { columns, grouping in
    let pairs = try RowGrouping.make(keys: [grouping.ids, columns[0]], threads: grouping.threads)
    let counts = Reduction.byGroup(EveryRow(), pairs, RowCount.self)
    let ids = grouping.ids.pointer(Int32.self)
    var best = [(row: Int, count: Int32)](repeating: (-1, 0), count: grouping.groupCount)
    for (pair, row) in pairs.firstRows.enumerated() where !columns[0].isNull(at: row) && counts[pair].count > best[Int(ids[row])].count {
      best[Int(ids[row])] = (row, counts[pair].count)
    }
    return try columns[0].gather(best.map { $0.row })
  }
}
