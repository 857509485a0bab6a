import Synchronization
import WeirTables

/// A column that a query can name: a vector of a table, and which list of rows picks from it.
struct SourceColumn {
  private enum Content {
    case vector(Vector)
    case deferred(DeferredColumn)
  }

  private let content: Content
  /// Index into the lists of rows; all columns of one table share theirs, however often tables are joined.
  var part: Int

  init(vector: Vector, part: Int) {
    content = .vector(vector)
    self.part = part
  }

  init(_ column: DeferredColumn, part: Int) {
    content = .deferred(column)
    self.part = part
  }

  /// All elements, which the lists of rows pick from.
  func vector() throws -> Vector {
    switch content {
    case .vector(let vector): vector
    case .deferred(let column): try column.vector()
    }
  }

  /// Whether asking for the elements takes time.
  var isDeferred: Bool {
    if case .deferred = content { true } else { false }
  }
}

/// A column that is put together when somebody asks for it.
final class DeferredColumn: Sendable {
  private let make: @Sendable () throws -> Vector
  private let known = Mutex<Vector?>(nil)

  init(_ make: @escaping @Sendable () throws -> Vector) { self.make = make }

  func vector() throws -> Vector {
    if let vector = known.withLock({ $0 }) { return vector }
    let vector = try make()
    known.withLock { $0 = vector }
    return vector
  }
}

/// The rows that a query starts from. Columns of joined tables are not put together before an expression needs them.
struct SourceRows {
  /// In the order of the columns; a name can occur twice, and then means the first.
  var names: [String]
  var columns: [SourceColumn]
  /// For each part the rows of its table, -1 for a row of nulls; nil for all rows in order.
  var parts: [[Int]?]
  var rowCount: Int
  /// Columns that `*` leaves out: keys that a join shows once.
  var hidden: Set<Int> = []
  /// Tables' names and aliases with the columns that each contributes.
  var qualifiers: [String: [String: Int]] = [:]
  /// The table with a key that these are all rows of.
  var keyed: KeyedRows?
  /// What columns are prefixed with when this is the right side of a join and the left one has their names.
  var name: String?

  /// One row without columns: a query without `from`.
  static let none = SourceRows(names: [], columns: [], parts: [nil], rowCount: 1)

  init(names: [String], columns: [SourceColumn], parts: [[Int]?], rowCount: Int) {
    self.names = names
    self.columns = columns
    self.parts = parts
    self.rowCount = rowCount
  }

  /// All rows of a table.
  init(_ snapshot: TableSnapshot, name: String?) {
    self.init(names: snapshot.names, columns: snapshot.columns.map { SourceColumn(vector: $0, part: 0) }, parts: [nil], rowCount: snapshot.rowCount)
    if let name { qualify(name) }
  }

  /// Makes the visible columns known under `name`, too.
  mutating func qualify(_ name: String) {
    self.name = name
    qualifiers[name] = Dictionary(names.indices.filter { !hidden.contains($0) }.map { (names[$0], $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The place of a column by its name: exactly, or else without regard to case.
  func index(of name: String) -> Int? {
    if let exact = names.firstIndex(of: name) { return exact }
    let lowered = name.lowercased()
    return names.firstIndex { $0.lowercased() == lowered }
  }

  var visible: [Int] { names.indices.filter { !hidden.contains($0) } }

  /// One column with all its rows.
  func column(_ index: Int) throws -> Vector {
    let vector = try columns[index].vector()
    return try parts[columns[index].part].map { try vector.gather($0) } ?? vector.sharingHeader()
  }

  var queryColumns: QueryColumns { QueryColumns(names: names, qualifiers: qualifiers) }

  /// The visible columns as a table.
  func table() throws -> Table {
    var result = QueryResult()
    for index in visible { result.append(names[index], try column(index)) }
    return try result.table()
  }
}

extension SourceRows {
  /// Both sides beside each other, row for row as `pairs` has it.
  ///
  /// - Parameters:
  ///   - hiddenLeft: columns of `left` that `*` leaves out.
  ///   - hiddenRight: likewise.
  static func joined(_ left: SourceRows, _ right: SourceRows, _ pairs: JoinedRows, hiddenLeft: Set<Int> = [], hiddenRight: Set<Int> = []) -> SourceRows {
    let shift = left.columns.count
    let parts = left.parts.map { compose($0, pairs.left) } + right.parts.map { compose($0, pairs.right) }
    var moved = right.columns
    for index in moved.indices { moved[index].part += left.parts.count }
    var result = SourceRows(names: left.names, columns: left.columns + moved, parts: parts, rowCount: pairs.right.count)
    result.hidden = left.hidden.union(hiddenLeft).union(right.hidden.union(hiddenRight).map { $0 + shift })
    var taken = Set(left.names.indices.filter { !result.hidden.contains($0) }.map { left.names[$0] })
    for (index, name) in right.names.enumerated() {
      guard !result.hidden.contains(index + shift), taken.contains(name) else {
        result.names.append(name)
        continue
      }
      let prefixed = "\(right.name ?? "right")_\(name)"
      taken.insert(prefixed)
      result.names.append(prefixed)
    }
    result.qualifiers = left.qualifiers
    for (name, columns) in right.qualifiers where result.qualifiers[name] == nil { result.qualifiers[name] = columns.mapValues { $0 + shift } }
    return result
  }

  /// Adds a column of as many values as there are rows.
  mutating func append(_ name: String, _ vector: Vector) {
    parts.append(nil)
    columns.append(SourceColumn(vector: vector, part: parts.count - 1))
    names.append(name)
  }

  /// The rows of a table behind a choice of rows; -1 stays.
  static func compose(_ part: [Int]?, _ rows: [Int]?) -> [Int]? {
    guard let rows else { return part }
    guard let part else { return rows }
    return part.withUnsafeBufferPointer { part in rows.map { $0 < 0 ? -1 : part[$0] } }
  }
}
