import WeirHost
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
      "setStreamTableTimestamp(streamTable, columnName)",
      summary: "From now on the last column of a stream table gets the time at which its row was added, and rows come without it. It stays so.",
      example: Example(
        "t = streamTable(1:0, `id`received, [INT, TIMESTAMP])\nsetStreamTableTimestamp(t, `received)\ninsert into t values(7)\nexec id from t where received > 2020.01.01T00:00:00",
        gives: "[7]")
    ) { call in
      let clock = call.session.host.clock
      try call.table(0).stamp(try call.string(1)) { clock.localNanoseconds() }
      return .missing
    },
    Builtin(
      "mvccTable(args...)",
      summary: "A table that many read and write at once: a reader sees the version that was there when it began. Of columns, of a table, or with `capacity:size`, names "
        + "and types, and behind them `path`, `tableName`, `defaultValues` and `allowNull`. With a path it is kept on disk, and every change is there when its statement ends.",
      example: Example("mvccTable(1 2 as id, 3 4 as v)", gives: "id v\n-- -\n1  3\n2  4"), wantsArgumentNames: true, body: multiVersionTable),
    Builtin(
      "loadMvccTable(path, tableName)", summary: "The MVCC table that is kept under a path: the object that is there already, or what is on disk.",
      example: Example(
        "path = \"/tmp/weirExample/mvcc\"\nmkdir(path)\nrmdir(path, true)\nt = mvccTable(1:0, `id`v, [INT, DOUBLE], path, `prices)\n"
          + "insert into t values(1, 2.5)\nloadMvccTable(path, `prices)", gives: "id v  \n-- ---\n1  2.5")
    ) { call in
      let place = (path: try diskPath(call, 0), name: try call.string(1))
      return try naming(call.name) {
        .table(try TableStore.load(place.name, in: place.path, on: call.session.host.disk, among: call.session.site.storedTables))
      }
    },
    Builtin(
      "getMvccStat(table)",
      summary: "What becomes of an MVCC table: how many changes it has seen, how many of its versions somebody reads or holds, the present one included, and how many rows it has.",
      example: Example("t = mvccTable(1 2 as id)\ninsert into t values(3)\ngetMvccStat(t)", gives: "version->1\nliveVersions->1\nrows->3")
    ) { call in
      let table = try call.table(0)
      guard let version = table.version else { throw call.invalid(0, "must be an MVCC table") }
      let values = AnyVector(capacity: 3)
      values.push(.long(version.number))
      values.push(.long(version.liveCount))
      values.push(.long(table.snapshot.rowCount))
      return .dictionary(try DictionaryObject(keys: try StringVector(["version", "liveVersions", "rows"]), values: values, isOrdered: true))
    },
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
    static let name = 4
    static let defaults = 5
    static let allowsNull = 6
    static let most = 7
  }

  private static func multiVersionTable(_ call: borrowing Call) throws -> Cell {
    let isTyped = call.has(0) && call[0].pair != nil
    if !isTyped { for index in 0..<call.count where call[index].matrix != nil || call[index].tuple != nil { throw call.expected(index, "a vector or a table") } }
    let snapshot = try makeTable(call, from: 0).snapshot
    guard isTyped else { return .table(Table(snapshot, kind: .multiVersion)) }
    guard call.count <= MultiVersionArgument.most else { throw KernelError.arguments("mvccTable: expects at most \(MultiVersionArgument.most) arguments, got \(call.count)") }
    let filled = try withDefaults(snapshot, call)
    let rules = TableStore.Rules(withoutNulls: try columnsWithoutNull(snapshot, call), defaultValues: try defaultValues(snapshot, call) ?? [])
    for (name, column) in zip(filled.names, filled.columns) where rules.withoutNulls.contains(name) && column.hasNull {
      throw KernelError.value("The column \(name) does not allow NULL values.")
    }
    guard given(call, MultiVersionArgument.path), try !call.string(MultiVersionArgument.path).isEmpty else {
      return .table(Table(filled, kind: .multiVersion, withoutNulls: rules.withoutNulls))
    }
    let path = try diskPath(call, MultiVersionArgument.path)
    let name = given(call, MultiVersionArgument.name) ? try call.string(MultiVersionArgument.name) : ""
    return try naming(call.name) {
      .table(
        try TableStore.makeTable(
          filled, rules, in: path, name: name.isEmpty ? nil : name, on: call.session.host.disk, identity: call.session.host.entropy.nextSeed(),
          among: call.session.site.storedTables))
    }
  }

  /// - Throws: `.value` for what is no path of a directory.
  private static func diskPath(_ call: borrowing Call, _ index: Int) throws -> String {
    let path = try call.string(index)
    guard !path.hasPrefix("dfs://"), !path.isEmpty else { throw KernelError.value("\(call.name): `path` must be a directory on disk, got '\(path)'") }
    return path
  }

  private static func given(_ call: borrowing Call, _ index: Int) -> Bool { call.has(index) && !call[index].isVoid }

  /// `defaultValues` as columns of one row each; nil where none are given.
  private static func defaultValues(_ snapshot: TableSnapshot, _ call: borrowing Call) throws -> [Vector]? {
    guard given(call, MultiVersionArgument.defaults) else { return nil }
    let values = try call.vectorOrScalar(MultiVersionArgument.defaults)
    guard values.count == snapshot.columns.count else { throw KernelError.shape("mvccTable: \(values.count) default values for \(snapshot.columns.count) columns") }
    return try zip(snapshot.columns.indices, snapshot.columns).map { place, column in
      let value = try column.emptyLike(capacity: 1)
      try value.append(values.cell(at: place))
      return value
    }
  }

  /// The rows that are there from the first on, with `defaultValues` in them.
  private static func withDefaults(_ snapshot: TableSnapshot, _ call: borrowing Call) throws -> TableSnapshot {
    guard let values = try defaultValues(snapshot, call) else { return snapshot }
    var filled = snapshot
    filled.columns = try values.map { try $0.gather([Int](repeating: 0, count: snapshot.rowCount)) }
    return filled
  }

  private static func columnsWithoutNull(_ snapshot: TableSnapshot, _ call: borrowing Call) throws -> Set<String> {
    guard given(call, MultiVersionArgument.allowsNull) else { return [] }
    let flags = try call.vectorOrScalar(MultiVersionArgument.allowsNull)
    guard flags.count == snapshot.names.count else { throw KernelError.shape("mvccTable: \(flags.count) values of `allowNull` for \(snapshot.names.count) columns") }
    return Set(try snapshot.names.indices.filter { try flags.cell(at: $0).asInt64() == 0 }.map { snapshot.names[$0] })
  }
}
