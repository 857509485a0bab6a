import WeirSyntax
import WeirTables

/// A query over a table of partitions: what can be done partition by partition is done so, by the same execution that runs over any rows, and put together.
///
/// Partitions that follow each other go together until they have rows enough for several threads.
struct SegmentExecution {
  private let statement: SelectStatement
  private let segments: SegmentSource
  private let pieces: [SegmentRows.Piece]
  /// The partition that each piece is.
  private let partitions: [Int]
  private let frame: Frame
  private let scope: Scope
  /// Over the columns, without rows.
  private let shape: QueryExecution

  /// Rows up to which partitions go together.
  private static let unitRowsMin = 1 << 18

  init(_ statement: SelectStatement, _ segments: SegmentSource, _ frame: Frame, _ scope: Scope) throws {
    self.statement = statement
    self.segments = segments
    self.frame = frame
    self.scope = scope
    let opened = try segments.chosen.map { ($0, SegmentRows.Piece(try segments.view.open($0))) }.filter { $0.1.rowCount > 0 }
    partitions = opened.map(\.0)
    pieces = opened.map(\.1)
    shape = QueryExecution(statement, SourceRows(SegmentRows(segments.view.shape, []), name: segments.name), frame, scope)
  }

  func run() throws -> QueryResult {
    guard pieces.count > 1 else { return try execution(statement, pieces).run() }
    if statement.isMap { return try joined(pieces.map { try execution(statement, [$0]).run() }) }
    guard try isFilteredByRow() else { return try execution(statement, pieces).run() }
    if let result = try byAggregates() ?? byGroups() { return result }
    return try overFilteredRows()
  }

  private func execution(_ statement: SelectStatement, _ pieces: [SegmentRows.Piece]) -> QueryExecution {
    QueryExecution(statement, SourceRows(SegmentRows(segments.view.shape, pieces), name: segments.name), frame, scope)
  }

  /// Whether the conditions say of each row what they would say of it among fewer others.
  private func isFilteredByRow() throws -> Bool {
    try statement.conditions.allSatisfy { try shape.isOfEachRow($0) || ColumnTests([$0], shape.binder, frame) != nil }
  }

  // MARK: Units

  /// Places of pieces that go together: as many as have rows enough. With keys to look conditions up by each is by itself.
  /// - Parameter places: of the pieces, in their order; `isBorder` says whether a unit may end between two of them.
  private func units(_ places: [Int], isBorder: (Int, Int) -> Bool = { _, _ in true }) -> [[Int]] {
    let looksUp = !statement.conditions.isEmpty && pieces.contains { $0.rows.keyed != nil }
    var units: [[Int]] = []
    var rows = 0
    for place in places {
      if let last = units.last?.last, !isBorder(last, place) || !looksUp && rows + pieces[place].rowCount <= SegmentExecution.unitRowsMin {
        units[units.count - 1].append(place)
      } else {
        units.append([place])
        rows = 0
      }
      rows += pieces[place].rowCount
    }
    return units
  }

  private func pieces(of unit: [Int]) -> [SegmentRows.Piece] { unit.map { pieces[$0] } }

  // MARK: Aggregates

  /// Aggregates of each unit, merged; nil when the query has others.
  private func byAggregates() throws -> QueryResult? {
    guard let plan = try MergePlan(shape) else { return nil }
    let units = units(Array(pieces.indices))
    guard units.count > 1 else { return nil }
    let partial = PartialAggregates(plan)
    for unit in units {
      let query = execution(statement, pieces(of: unit))
      try query.filterSource(statement.conditions)
      guard try frame.session.step("aggregates of partitions", { try partial.add(query) }) else { return nil }
    }
    return try frame.session.step("merge") { try partial.merged(frame.session).map { try shape.run(merged: $0) } }
  }

  // MARK: Groups that lie in one partition each

  /// The query over units that share no group; nil when groups reach over partitions.
  private func byGroups() throws -> QueryResult? {
    guard statement.grouping.count == 1, segments.view.isExact, try isOrderedByResult() else { return nil }
    let clause = statement.grouping[0]
    let levels = coveredLevels(clause)
    guard clause.kind == .group || clause.kind == .context, levels > 0 else { return nil }
    var places = Array(pieces.indices)
    if clause.kind == .context, !ContextExecution.keepsSourceOrder(statement, clause) {
      guard let sorted = try sortedByFirstKey(clause) else { return nil }
      places = sorted
    }
    let units = units(places) { left, right in
      (0..<levels).contains { segments.view.place(of: partitions[left], at: $0) != segments.view.place(of: partitions[right], at: $0) }
    }
    guard units.count > 1 else { return nil }
    var part = statement
    part.order = []
    part.isDistinct = false
    if clause.kind == .group { (part.top, part.limit) = (nil, nil) }
    var result = try joined(try units.map { try execution(part, pieces(of: $0)).run() })
    return try shape.finish(&result, alignedColumns: nil)
  }

  /// How many levels, from the first on, have their column among the keys.
  private func coveredLevels(_ clause: GroupingClause) -> Int {
    let columns = clause.keys.compactMap { column($0.expression) }
    return segments.view.levels.prefix { level in shape.source.index(of: level.column).map(columns.contains) ?? false }.count
  }

  private func column(_ expression: Expression) -> Int? {
    switch expression.kind {
    case .name(let name): shape.source.index(of: name.text)
    case .quotedColumn(let name): shape.source.index(of: name)
    default: nil
    }
  }

  /// The pieces in the order of their first key; nil when a partition has keys between those of another.
  private func sortedByFirstKey(_ clause: GroupingClause) throws -> [Int]? {
    let level = segments.view.levels[0]
    guard let first = clause.keys.first.flatMap({ column($0.expression) }), first == shape.source.index(of: level.column) else { return nil }
    switch level.scheme.kind {
    case .range: return Array(pieces.indices)
    case .value:
      let values = try level.scheme.given.gather(partitions.map { segments.view.place(of: $0, at: 0) })
      return try SortKernel.order(keys: [SortKey(values)])
    case .list, .hash: return nil
    }
  }

  private func isOrderedByResult() throws -> Bool {
    guard !statement.order.isEmpty else { return true }
    let names = try shape.expandedItems().flatMap { $0.names(shape.binder.naming) } + statement.grouping.flatMap(\.keys).map { shape.binder.naming.name($0.expression) }
    return statement.order.allSatisfy { item in
      switch item.expression.kind {
      case .name(let name): names.contains(name.text)
      case .quotedColumn(let name): names.contains(name)
      default: false
      }
    }
  }

  /// Results behind each other.
  private func joined(_ results: [QueryResult]) throws -> QueryResult {
    guard var all = results.first else { return QueryResult() }
    guard results.count > 1 else { return all }
    var builders = all.columns.map { _ in ColumnBuilder(capacity: results.reduce(0) { $0 + $1.rowCount }) }
    for result in results {
      for (index, column) in result.columns.enumerated() { try builders[index].add(.vector(column), count: column.count) }
      try frame.session.checkCancellation()
    }
    all.columns = try builders.map { try $0.finish() }
    all.isScalar = false
    return all
  }

  // MARK: Rows

  /// The rest of the query over what the conditions leave of each partition.
  private func overFilteredRows() throws -> QueryResult {
    var rest = statement
    rest.conditions = []
    return try execution(rest, filtered()).run()
  }

  private func filtered() throws -> [SegmentRows.Piece] {
    guard !statement.conditions.isEmpty else { return pieces }
    var left: [SegmentRows.Piece] = []
    for unit in units(Array(pieces.indices)) {
      let query = execution(statement, pieces(of: unit))
      try query.filterSource(statement.conditions)
      left += SegmentExecution.split(query.rows.parts[0], pieces(of: unit))
    }
    return left
  }

  /// Positions among the rows of several pieces, ascending, as those of each.
  private static func split(_ positions: [Int]?, _ pieces: [SegmentRows.Piece]) -> [SegmentRows.Piece] {
    guard let positions else { return pieces }
    if pieces.count == 1 { return [SegmentRows.Piece(pieces[0].rows, at: positions)] }
    var (start, next) = (0, 0)
    return pieces.map { piece in
      let end = start + piece.rowCount
      let first = next
      while next < positions.count, positions[next] < end { next += 1 }
      let own = positions[first..<next].map { $0 - start }
      start = end
      return SegmentRows.Piece(piece.rows, at: own)
    }
  }
}
