import WeirRuntime
import WeirTables

// Tables that several write to, or whose rows do not change.
extension StandardCatalog {
  static let tablesOfOtherKinds: [Builtin] = [
    Builtin(
      "streamTable(args...)", summary: "A table to which rows are only added: of columns, of a table, or with `capacity:size`, names and types.",
      example: Example("streamTable(1 2 as id, 3 4 as v)", gives: "id v\n-- -\n1  3\n2  4"), wantsArgumentNames: true
    ) { call in .table(Table(try makeTable(call, from: 0).snapshot, kind: .stream)) },
    Builtin(
      "mvccTable(args...)",
      summary: "A table that many read and write at once: a reader sees the version that was there when it began. Of columns, of a table, or with `capacity:size`, names "
        + "and types, and behind them `path`, `tableName`, `defaultValues` and `allowNull`.",
      example: Example("mvccTable(1 2 as id, 3 4 as v)", gives: "id v\n-- -\n1  3\n2  4"), wantsArgumentNames: true, body: multiVersionTable),
    Builtin(
      "cachedTable(updateFunc, retentionSeconds)",
      summary: "A table that `updateFunc`, which takes no arguments, makes anew when a query finds it `retentionSeconds` old.",
      example: Example("cachedTable(table{1 2}, 60)", gives: "col0\n----\n1   \n2   ")
    ) { call in
      let seconds = try call.int(1)
      guard seconds > 0 else { throw call.invalid(1, "must be positive") }
      return .table(try CachedRows.makeTable(try call.function(0), retentionSeconds: seconds, in: call.session))
    },
  ]

  /// The places of `mvccTable`'s arguments behind capacity, names and types.
  private enum MultiVersionArgument {
    static let path = 3
    static let defaults = 5
    static let allowsNull = 6
    static let most = 7
  }

  private static func multiVersionTable(_ call: borrowing Call) throws -> Cell {
    let snapshot = try makeTable(call, from: 0).snapshot
    guard call.has(0), call[0].pair != nil else { return .table(Table(snapshot, kind: .multiVersion)) }
    guard call.count <= MultiVersionArgument.most else { throw KernelError.arguments("mvccTable: expects at most \(MultiVersionArgument.most) arguments, got \(call.count)") }
    if given(call, MultiVersionArgument.path), try !call.string(MultiVersionArgument.path).isEmpty {
      throw KernelError.unsupported("mvccTable: tables with a `path` cannot be made yet")
    }
    let filled = try withDefaults(snapshot, call)
    return .table(Table(filled, kind: .multiVersion, withoutNulls: try columnsWithoutNull(snapshot, call)))
  }

  private static func given(_ call: borrowing Call, _ index: Int) -> Bool { call.has(index) && !call[index].isVoid }

  /// The rows that are there from the first on, with `defaultValues` in them.
  private static func withDefaults(_ snapshot: TableSnapshot, _ call: borrowing Call) throws -> TableSnapshot {
    guard given(call, MultiVersionArgument.defaults) else { return snapshot }
    let values = try call.vectorOrScalar(MultiVersionArgument.defaults)
    guard values.count == snapshot.columns.count else { throw KernelError.shape("mvccTable: \(values.count) default values for \(snapshot.columns.count) columns") }
    var filled = snapshot
    filled.columns = try zip(snapshot.columns.indices, snapshot.columns).map { place, column in
      let values = try Vector.repeating(values.cell(at: place), count: snapshot.rowCount)
      let result = try column.emptyLike(capacity: snapshot.rowCount)
      try result.append(contentsOf: values)
      return result
    }
    return filled
  }

  private static func columnsWithoutNull(_ snapshot: TableSnapshot, _ call: borrowing Call) throws -> Set<String> {
    guard given(call, MultiVersionArgument.allowsNull) else { return [] }
    let flags = try call.vectorOrScalar(MultiVersionArgument.allowsNull)
    guard flags.count == snapshot.names.count else { throw KernelError.shape("mvccTable: \(flags.count) values of `allowNull` for \(snapshot.names.count) columns") }
    return Set(try snapshot.names.indices.filter { try flags.cell(at: $0).asInt64() == 0 }.map { snapshot.names[$0] })
  }
}
