import WeirSyntax
import WeirTables

/// How a query came to its rows; what `explainAccess` shows.
package struct AccessReport {
  package enum Path: String {
    case scan, keyLookup, prefixLookup, prefixRange
  }

  package var path = Path.scan
  /// Keys that were looked up in an index.
  package var keysProbed = 0
  /// Rows that conditions were evaluated on.
  package var rowsScanned = 0
  package var partitionsScanned = 0
  /// Of the table that is read by partition.
  package var partitionsTotal = 0

  package init() {}
}

/// The look-up of a query's rows by the key of its table.
struct KeyAccess {
  let rows: [Int]
  /// The conditions that are left to evaluate on these rows.
  let rest: [Expression]
  let path: AccessReport.Path
  let keysProbed: Int

  /// More of them make the combinations of keys as many as a scan has rows.
  private static let listsMax = 2

  /// Nil when the conditions do not ask for rows by key: a hash needs a value or list for each key column, an index one for the first.
  init?(_ tests: ColumnTests, _ source: KeyedRows) throws {
    guard let key = source.snapshot.key else { return nil }
    var wanted: [Vector] = []
    var used: Set<Int> = []
    var rangeFollows = false
    for name in key.columns {
      guard let column = source.snapshot.columnIndex(name), let found = KeyAccess.find(column, in: tests) else { break }
      guard let values = try KeyAccess.keys(found.test, as: source.snapshot.columns[column]) else {
        if case .range = found.test { rangeFollows = true }
        break
      }
      wanted.append(values)
      used.insert(found.place)
    }
    let isWhole = wanted.count == key.columns.count
    guard isWhole || source.table.kind.isIndexed && !wanted.isEmpty else { return nil }
    let lists = tests.conjuncts.count { if case .isIn? = $0.plain?.test { true } else { false } }
    guard lists <= KeyAccess.listsMax, let keys = try KeyAccess.crossed(wanted, rowCount: source.snapshot.rowCount) else { return nil }
    rows = try source.table.rows(withKeys: keys, in: source.snapshot, keepsOrder: false)
    rest = tests.conjuncts.indices.filter { !used.contains($0) }.map { tests.conjuncts[$0].expression }
    path = isWhole ? .keyLookup : rangeFollows ? .prefixRange : .prefixLookup
    keysProbed = keys.first?.count ?? 0
  }

  /// The first test of a column, one by a value before others.
  private static func find(_ column: Int, in tests: ColumnTests) -> (place: Int, test: ColumnTests.Test)? {
    var range: (place: Int, test: ColumnTests.Test)?
    for (place, conjunct) in tests.conjuncts.enumerated() {
      guard let test = conjunct.plain, test.column == column else { continue }
      if case .range = test.test {
        range = range ?? (place, test.test)
      } else {
        return (place, test.test)
      }
    }
    return range
  }

  /// The distinct values that a key column is asked for, of its type; nil when they are of another kind, so that the comparison might convert either side.
  private static func keys(_ test: ColumnTests.Test, as column: Vector) throws -> Vector? {
    let values: Vector
    switch test {
    case .equal(let value), .isIn(let value): values = value
    case .range: return nil
    }
    if column.type.isLiteral, values.type.isLiteral { return try distinct(values) }
    if column.type == values.type { return try distinct(values) }
    guard column.type.category == .integral, values.type.category == .integral else { return nil }
    // What the column cannot hold is not in it.
    let longs = try values.converted(to: .long, scale: 0)
    let bounds = PointKey.range(of: column.storage)
    let inside = (0..<longs.count).filter { bounds.contains(longs.cell(at: $0).rawInteger) }
    return try distinct(try longs.gather(inside).converted(to: column.type, scale: 0))
  }

  private static func distinct(_ values: Vector) throws -> Vector {
    guard values.count > 1 else { return values }
    var index = KeyIndex()
    return try values.gather((0..<values.count).filter { index.insert($0, values) == nil })
  }

  /// Every combination, zipped; nil when there would be more than a scan has rows.
  private static func crossed(_ wanted: [Vector], rowCount: Int) throws -> [Vector]? {
    var total = 1
    for values in wanted {
      let (product, overflow) = total.multipliedReportingOverflow(by: values.count)
      guard !overflow, product <= max(rowCount, 16) else { return nil }
      total = product
    }
    guard total > 1 else { return total == 0 ? try wanted.map { try $0.emptyLike(capacity: 0) } : wanted }
    var repeats = 1
    return try wanted.map { values in
      defer { repeats *= values.count }
      return try values.gather((0..<total).map { $0 / repeats % values.count })
    }
  }
}
