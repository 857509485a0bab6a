import WeirSyntax
import WeirTables

/// A table of partitions after `from`, and which of them the conditions of the query leave.
struct SegmentSource {
  let view: any PartitionView
  /// Ascending.
  let chosen: [Int]
  let name: String?

  init(_ table: any SegmentedTable, name: String?, where conditions: [Expression], _ frame: Frame, _ scope: Scope) throws {
    view = try table.partitions()
    chosen = try PartitionPruning.partitions(view, conditions, frame, scope, name: name)
    self.name = name
    frame.session.access?.partitionsScanned = chosen.count
    frame.session.access?.partitionsTotal = view.count
  }

  /// One of several tables of a query.
  init(_ view: any PartitionView, name: String?, _ tests: [PreparedSource.Test], _ session: SessionContext) throws {
    self.view = view
    self.name = name
    chosen = try PartitionPruning.partitions(view, tests, session)
    session.access?.partitionsScanned += chosen.count
    session.access?.partitionsTotal += view.count
  }

  /// How much of the table is read.
  func describe(in profile: QueryProfile) {
    profile.add(rows: chosen.reduce(0) { $0 + view.rowCount(of: $1) })
    profile.note("\(chosen.count) of \(view.count) partitions")
  }

  /// All partitions.
  init(_ view: any PartitionView, name: String?) {
    self.view = view
    self.name = name
    chosen = view.all
  }

  /// The rows of the chosen partitions behind each other.
  func rows() throws -> SourceRows {
    SourceRows(SegmentRows(view.shape, try chosen.map { SegmentRows.Piece(try view.open($0)) }), name: name)
  }
}

/// The rows of partitions behind each other, or those that conditions left. A column is put together when it is asked for.
struct SegmentRows: Sendable {
  struct Piece: Sendable {
    let rows: any PartitionRows
    /// Ascending; nil for all rows.
    var positions: [Int]?

    init(_ rows: any PartitionRows, at positions: [Int]? = nil) {
      self.rows = rows
      self.positions = positions
    }

    var rowCount: Int { positions?.count ?? rows.rowCount }

    func column(_ index: Int) throws -> Vector {
      let column = try rows.column(index)
      return try positions.map { try column.gather($0) } ?? column
    }
  }

  let shape: TableSnapshot
  /// None is empty, unless there is a single one.
  let pieces: [Piece]
  let rowCount: Int

  init(_ shape: TableSnapshot, _ pieces: [Piece]) {
    self.shape = shape
    self.pieces = pieces.count == 1 ? pieces : pieces.filter { $0.rowCount > 0 }
    rowCount = pieces.reduce(0) { $0 + $1.rowCount }
  }

  func column(_ index: Int) throws -> Vector {
    if pieces.count == 1 { return try pieces[0].column(index) }
    let all = try shape.columns[index].emptyLike(capacity: rowCount)
    for piece in pieces {
      try all.append(contentsOf: piece.column(index))
      try Interruption.check()
    }
    return all
  }
}

extension SourceRows {
  init(_ rows: SegmentRows, name: String?) {
    let columns = rows.shape.names.indices.map { index in SourceColumn(DeferredColumn { try rows.column(index) }, part: 0) }
    self.init(names: rows.shape.names, columns: columns, parts: [nil], rowCount: rows.rowCount)
    if rows.pieces.count == 1, rows.pieces[0].positions == nil { keyed = rows.pieces[0].rows.keyed }
    if let name { qualify(name) }
  }
}
