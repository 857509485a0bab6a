/// What rows may leave out when they are added to a stream table: columns that are newer than the writers, and one that says when they came.
package struct RowIntake: Sendable {
  /// A column that the table fills with the time at which rows are added.
  struct Stamp: Sendable {
    var column: String
    /// Nanoseconds since 1970 on the local clock.
    let now: @Sendable () -> Int64
  }

  /// How many columns rows have at least; nil as long as no column was added, so that they have all.
  private var shortest: Int?
  var stamp: Stamp?

  package init() {}

  /// A column was added behind `count` others: rows without it are taken until there is one with it.
  mutating func widen(from count: Int) { shortest = shortest ?? count }

  mutating func rename(_ changes: [(old: String, new: String)]) {
    guard let name = stamp?.column, let change = changes.first(where: { $0.old == name }) else { return }
    stamp?.column = change.new
  }

  /// Whether rows may have as many columns, of the `total` that there are.
  func accepts(_ count: Int, of total: Int) -> Bool {
    let given = stamp == nil ? total : total - 1
    return count == given || count < given && shortest.map { count >= $0 - (total - given) } ?? false
  }

  /// Rows with all columns.
  /// - Returns: nil for a number of columns that the table does not take.
  /// - Throws: `.shape` for rows of a shape that has been left behind.
  mutating func completed(_ columns: [Vector], for snapshot: TableSnapshot) throws -> [Vector]? {
    let total = snapshot.columns.count
    guard stamp != nil || columns.count != total else {
      note(total)
      return columns
    }
    guard accepts(columns.count, of: total) else {
      guard let shortest, columns.count < shortest else { return nil }
      throw KernelError.shape("The data to append contains fewer columns than the schema.")
    }
    let rows = columns.first?.count ?? 0
    var all = columns
    if let stamp, let place = snapshot.columnIndex(stamp.column) {
      let times = try Vector.repeating(.integer(stamp.now(), .nanotimestamp), count: rows)
      all.insert(try times.converted(to: snapshot.columns[place].type, scale: 0), at: min(place, all.count))
    }
    note(all.count)
    for column in snapshot.columns[all.count...] { all.append(try column.nulls(rows)) }
    return all
  }

  private mutating func note(_ count: Int) { if let known = shortest { shortest = max(known, count) } }
}

extension TableSnapshot {
  /// Whether the table itself fills a column, so that rows come without it.
  package func isStamped(_ column: Int) -> Bool { intake.stamp.map { names[column] == $0.column } ?? false }
}

extension Vector {
  /// Nulls of the same type.
  func nulls(_ count: Int) throws -> Vector {
    storage == .array ? try emptyLike(capacity: 0).gather([Int](repeating: -1, count: count)) : try Vector.nulls(type, count: count, scale: scale)
  }
}

extension Table {
  /// From now on the last column gets the time at which its row was added, and rows come without it.
  /// - Throws: `.unsupported` where this is no stream table, `.value` for another column than the last, or a table that has such a column already.
  package func stamp(_ name: String, now: @escaping @Sendable () -> Int64) throws {
    guard kind.isStream else { throw KernelError.unsupported("only a stream table records the time at which rows come") }
    try update(.insert) { snapshot in
      let place = try Table.require(name, in: snapshot)
      guard snapshot.intake.stamp == nil else { throw KernelError.value("the table records the time already, in the column `\(snapshot.intake.stamp?.column ?? "")`") }
      guard place == snapshot.columns.count - 1, snapshot.key.map({ !$0.contains(name) && !$0.timeColumns.contains(name) }) ?? true else {
        throw KernelError.value("the time is recorded in the last column, `\(snapshot.names.last ?? "")`, got `\(name)`")
      }
      guard snapshot.columns[place].type.isTemporal, snapshot.columns[place].storage != .array else {
        throw KernelError.type("the column `\(name)` of type \(snapshot.columns[place].type.name) cannot hold a time")
      }
      snapshot.intake.stamp = RowIntake.Stamp(column: snapshot.names[place], now: now)
    }
  }
}
