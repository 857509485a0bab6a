import WeirHost
import WeirTables

/// What a table with the columns `id`, `sym` and `val` should hold, as a list of rows.
struct TableModel {
  enum Kind: CaseIterable {
    case regular, keyed, indexed, stream, mvcc, partitioned, partitionedKeyed

    var constructor: String {
      let schema = "1:0, `id`sym`val, [INT, SYMBOL, LONG]"
      switch self {
      case .regular: return "table(\(schema))"
      case .keyed: return "keyedTable(`id`sym, \(schema))"
      case .indexed: return "indexedTable(`id`sym, \(schema))"
      case .stream: return "streamTable(\(schema))"
      case .mvcc: return "mvccTable(\(schema))"
      case .partitioned: return "database(\"\", RANGE, 0 10 20 30 40).createPartitionedTable(table(\(schema)), `pt, `id)"
      case .partitionedKeyed: return "database(\"\", VALUE, 0..39).createPartitionedTable(keyedTable(`id`sym, \(schema)), `pt, `id)"
      }
    }

    var hasKey: Bool { self == .keyed || self == .indexed }
    var overwrites: Bool { hasKey || self == .partitionedKeyed }
    var isPartitioned: Bool { self == .partitioned || self == .partitionedKeyed }
    var allowsChanges: Bool { self != .stream }

    /// The partition of a row; nil for one that no partition takes.
    fileprivate func partition(of row: Row) -> Int32? {
      guard isPartitioned else { return 0 }
      guard (0..<40).contains(row.id) else { return nil }
      return self == .partitioned ? row.id / 10 : row.id
    }
  }

  struct Row: Equatable {
    /// `Int32.min` is null.
    var id: Int32
    /// 0 is null, 3 is `s3`.
    var sym: UInt8
    /// `Int64.min` is null.
    var val: Int64

    fileprivate var key: Key { Key(id: id, sym: sym) }
    fileprivate var symbol: String { sym == 0 ? "" : "s\(sym)" }
  }

  fileprivate struct Key: Hashable {
    var id: Int32
    var sym: UInt8
  }

  let kind: Kind
  private(set) var rows: [Row] = []
  private var places: [Key: Int] = [:]

  init(_ kind: Kind) { self.kind = kind }

  /// As a query answers them: partition after partition.
  var ordered: [Row] {
    guard kind.isPartitioned else { return rows }
    var parts: [Int32: [Row]] = [:]
    for row in rows { if let part = kind.partition(of: row) { parts[part, default: []].append(row) } }
    return parts.keys.sorted().flatMap { parts[$0] ?? [] }
  }

  mutating func insert(_ batch: [Row]) { upsert(batch, ignoringNulls: false) }

  /// A table without a key takes every row.
  mutating func upsert(_ batch: [Row], ignoringNulls: Bool) {
    for row in batch where kind.partition(of: row) != nil {
      if kind.overwrites, let place = places[row.key] {
        if !(ignoringNulls && row.val == .min) { rows[place].val = row.val }
      } else {
        if kind.overwrites { places[row.key] = rows.count }
        rows.append(row)
      }
    }
  }

  mutating func update(_ holds: (Row) -> Bool, adding amount: Int64) {
    for index in rows.indices where holds(rows[index]) && rows[index].val != .min { rows[index].val += amount }
  }

  mutating func delete(_ holds: (Row) -> Bool) {
    rows.removeAll(where: holds)
    guard kind.overwrites else { return }
    places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element.key, $0.offset) })
  }

  /// Rows as vectors of the language.
  static func columns(_ rows: [Row]) -> [String] {
    let ids = rows.map { $0.id == .min ? "00i" : String($0.id) }.joined(separator: ",")
    let symbols = rows.map { "\"\($0.symbol)\"" }.joined(separator: ",")
    let values = rows.map { $0.val == .min ? "00l" : "\($0.val)l" }.joined(separator: ",")
    return ["[\(ids)]", "symbol([\(symbols)])", "[\(values)]"]
  }

  static func literal(_ rows: [Row]) -> String {
    let columns = columns(rows)
    return "table(\(columns[0]) as id, \(columns[1]) as sym, \(columns[2]) as val)"
  }

  static func rows(of table: Table) throws -> [Row] {
    let snapshot = table.snapshot
    let (ids, symbols, values) = (snapshot.columns[0], snapshot.columns[1], snapshot.columns[2])
    return try (0..<snapshot.rowCount).map { index in
      let text = symbols.text(at: index)
      let (id, value) = (try ids.cell(at: index).asInt64(), try values.cell(at: index).asInt64())
      return Row(id: ids.isNull(at: index) ? .min : Int32(id), sym: text.isEmpty ? 0 : UInt8(text.dropFirst())!, val: values.isNull(at: index) ? .min : value)
    }
  }
}

/// A condition of a query, as text and as what it says of a row.
struct RowCondition {
  let text: String
  let holds: (TableModel.Row) -> Bool
}

extension SeededRandom {
  mutating func below(_ bound: Int) -> Int { Int(next(below: UInt64(bound))) }

  mutating func rows(atMost count: Int) -> [TableModel.Row] { (0...below(count)).map { _ in row() } }

  private mutating func row() -> TableModel.Row {
    TableModel.Row(id: below(40) == 0 ? .min : id(), sym: UInt8(below(8)), val: below(10) == 0 ? .min : Int64(below(1_000)))
  }

  private mutating func id() -> Int32 { Int32(below(46)) - 2 }

  /// Every shape that an index, a prefix or a partition may answer, and some that only a scan does.
  mutating func condition() -> RowCondition {
    let (id, other, sym) = (id(), id(), UInt8(below(8)))
    let bound = Int64(below(1_000))
    let symbol = sym == 0 ? "\"\"" : "`s\(sym)"
    switch below(11) {
    case 0: return RowCondition(text: "id = \(id)") { $0.id == id }
    case 1: return RowCondition(text: "id = \(id) and sym = \(symbol)") { $0.id == id && $0.sym == sym }
    case 2: return RowCondition(text: "sym = \(symbol), id in [\(id), \(other)]") { $0.sym == sym && ($0.id == id || $0.id == other) }
    case 3: return RowCondition(text: "id = \(id), sym in `s1`s2, val > \(bound)") { $0.id == id && ($0.sym == 1 || $0.sym == 2) && $0.val > bound }
    case 4: return RowCondition(text: "id = \(id) or sym = \(symbol)") { $0.id == id || $0.sym == sym }
    case 5: return RowCondition(text: "id between \(min(id, other)) and \(max(id, other))") { $0.id >= min(id, other) && $0.id <= max(id, other) }
    case 6: return RowCondition(text: "id >= \(id), id < \(other)") { $0.id >= id && $0.id < other }
    case 7: return RowCondition(text: "sym = \(symbol)") { $0.sym == sym }
    case 8: return RowCondition(text: "val <= \(bound), isValid(val)") { $0.val <= bound && $0.val != .min }
    case 9: return RowCondition(text: "isNull(id)") { $0.id == .min }
    default: return RowCondition(text: "id in [\(id), \(other)], sym in [\(symbol), `s3], val != \(bound)") { ($0.id == id || $0.id == other) && ($0.sym == sym || $0.sym == 3) && $0.val != bound }
    }
  }
}
