/// Totals of groups whose members move from one to another.
package enum DynamicGroups {
  /// For each group its total after each row: a row adds its value to the group that it belongs to now and takes its former value from the group before.
  /// A row that stays in its group changes nothing; a null former group is none.
  package static func totals(
    values: Vector, former: Vector, groups: Vector, formerGroups: Vector, count: Int
  ) throws -> AnyVector {
    let rows = groups.count
    guard values.count == rows, former.count == rows, formerGroups.count == rows else { throw KernelError.shape("the columns differ in length") }
    let (added, removed) = (try values.doubles(), try former.doubles())
    let (now, before) = (try groups.longs(), try formerGroups.longs())
    var totals = [Double](repeating: 0, count: count)
    let columns = try (0..<count).map { _ in try FixedVector(.double, count: rows) }
    for row in 0..<rows {
      try Interruption.check(atRow: row)
      let group = now.pointer(Int64.self)[row]
      let old = before.pointer(Int64.self)[row]
      guard group >= 0, group < count, old.isNull || old >= 0 && old < count else {
        throw KernelError.value("a group must be from 0 to \(count - 1)")
      }
      if group != old {
        if added.pointer(Double.self)[row].hasValue { totals[Int(group)] += added.pointer(Double.self)[row] }
        if !old.isNull, removed.pointer(Double.self)[row].hasValue { totals[Int(old)] -= removed.pointer(Double.self)[row] }
      }
      for (column, total) in zip(columns, totals) { column.pointer(Double.self)[row] = total }
    }
    let type: ElementType = values.type.isIntegerLike ? .long : .double
    return AnyVector(vectors: try columns.map { try $0.cast(to: type) })
  }
}
