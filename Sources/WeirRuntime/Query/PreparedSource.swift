import WeirSyntax
import WeirTables

/// What stands after `from` with its tables looked up, but none of their partitions opened.
indirect enum PreparedSource {
  case rows(SourceRows)
  case segments(any PartitionView, name: String?)
  case join(JoinSource, PreparedSource, PreparedSource)

  typealias Test = (target: ColumnTests.Target, test: ColumnTests.Test)

  /// The rows, without the partitions that the conditions of the query leave out on either side of a join.
  func rows(where conditions: [Expression], _ frame: Frame, _ scope: Scope) throws -> SourceRows {
    try rows(hasPartitions && !conditions.isEmpty ? tests(conditions, frame, scope) : [], frame, scope)
  }

  private func rows(_ tests: [Test], _ frame: Frame, _ scope: Scope) throws -> SourceRows {
    switch self {
    case .rows(let rows): return rows
    case .segments(let view, let name):
      let source = try SegmentSource(view, name: name, tests, frame.session)
      guard let profile = frame.session.profile else { return try source.rows() }
      return try profile.run(QuerySource.stepName(name)) {
        source.describe(in: profile)
        return try source.rows()
      }
    case .join(let join, let left, let right):
      let (leftTests, rightTests) = try tests.isEmpty ? ([], []) : split(tests, join, try left.shape(frame, scope), try right.shape(frame, scope), frame, scope)
      return try join.joined(try left.rows(leftTests, frame, scope), try right.rows(rightTests, frame, scope), frame, scope)
    }
  }

  private var hasPartitions: Bool {
    switch self {
    case .rows: false
    case .segments: true
    case .join(_, let left, let right): left.hasPartitions || right.hasPartitions
    }
  }

  /// The columns, without rows.
  private func shape(_ frame: Frame, _ scope: Scope) throws -> SourceRows {
    switch self {
    case .rows(var rows):
      rows.parts = rows.parts.map { _ in [] }
      rows.rowCount = 0
      rows.keyed = nil
      return rows
    case .segments(let view, let name): return SourceRows(view.shape, name: name)
    case .join(let join, let left, let right): return try join.joined(try left.shape(frame, scope), try right.shape(frame, scope), frame, scope)
    }
  }

  /// The tests that the conditions consist of; none where what is left out might change what they say of other rows.
  private func tests(_ conditions: [Expression], _ frame: Frame, _ scope: Scope) -> [Test] {
    do {
      let binder = QueryBinder(session: frame.session, scope: scope, columns: try shape(frame, scope).queryColumns)
      return ColumnTests(conditions, binder, frame)?.conjuncts.compactMap(\.test) ?? []
    } catch {
      // The query itself will say what is wrong with it.
      return []
    }
  }

  /// The tests that rows of each side have to pass by themselves. The columns of a join are those of the left side, and behind them those of the right one.
  private func split(_ tests: [Test], _ join: JoinSource, _ left: SourceRows, _ right: SourceRows, _ frame: Frame, _ scope: Scope) throws -> ([Test], [Test]) {
    guard join.looksAtRowsAlone(left, right, frame, scope) else { return ([], []) }
    let shift = left.columns.count
    let keys = try join.keys(left, right, frame)
    var (ofLeft, ofRight): ([Test], [Test]) = ([], [])
    for test in tests {
      let column = test.target.column
      var moved = test
      if column < shift, join.method.dropsLeftRows {
        ofLeft.append(test)
        // Rows that belong together are equal there, so that the other side passes the test, too.
        guard let key = keys.first(where: { $0.left == column }) else { continue }
        moved.target.column = key.right
        ofRight.append(moved)
      } else if column >= shift, join.method.dropsRightRows {
        moved.target.column = column - shift
        ofRight.append(moved)
        guard join.method.dropsLeftRows, let key = keys.first(where: { $0.right == column - shift }) else { continue }
        moved.target.column = key.left
        ofLeft.append(moved)
      }
    }
    return (ofLeft, ofRight)
  }
}

extension JoinMethod {
  /// Whether a row of the left table that is not read is missing in the result, and changes nothing else in it.
  fileprivate var dropsLeftRows: Bool { self != .right && self != .full }
  fileprivate var dropsRightRows: Bool { self == .equal || self == .sortedEqual || self == .right || self == .cross }
  /// Whether rows are together in the result only where the keys are equal, or the right side has nulls.
  fileprivate var joinsEqualRows: Bool { self == .equal || self == .sortedEqual || self == .left || self == .leftFirst }
}

extension JoinSource {
  /// Whether the conditions of the join itself say of a row what they would say of it among others.
  fileprivate func looksAtRowsAlone(_ left: SourceRows, _ right: SourceRows, _ frame: Frame, _ scope: Scope) -> Bool {
    switch condition {
    case .none, .using: return true
    case .columns(_, _, let leftFilter, let rightFilter): return leftFilter == nil && rightFilter == nil
    case .on(let expression):
      do {
        let columns = try joined(left, right, frame, scope).queryColumns
        return ColumnTests([expression], QueryBinder(session: frame.session, scope: scope, columns: columns), frame) != nil
      } catch { return false }
    }
  }

  /// Columns of one type that are equal in rows that belong together.
  fileprivate func keys(_ left: SourceRows, _ right: SourceRows, _ frame: Frame) throws -> [(left: Int, right: Int)] {
    guard method.joinsEqualRows, window == nil else { return [] }
    var join = TableJoin(method: method, left: left, right: right, session: frame.session)
    try match(&join, frame)
    return try join.keys.filter { try left.columns[$0.left].vector().type == right.columns[$0.right].vector().type }
  }
}
