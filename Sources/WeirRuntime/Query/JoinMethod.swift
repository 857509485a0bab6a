import WeirSyntax
import WeirTables

/// The ways of joining two tables; the raw value is the function's name.
package enum JoinMethod: String, CaseIterable, Sendable {
  case equal = "ej"
  case sortedEqual = "sej"
  case left = "lj"
  case leftFirst = "lsj"
  case right = "rj"
  case full = "fj"
  case asof = "aj"
  case window = "wj"
  case prevailingWindow = "pwj"
  case cross = "cj"
  case prefix = "pj"

  init(_ kind: JoinKind) {
    switch kind {
    case .inner: self = .equal
    case .left: self = .left
    case .leftSemi: self = .leftFirst
    case .right: self = .right
    case .full: self = .full
    case .cross: self = .cross
    }
  }

  /// Takes a window and aggregates behind the tables.
  var hasWindow: Bool { self == .window || self == .prevailingWindow }

  /// The parameters of the function, in order.
  var parameters: [String] {
    switch self {
    case .cross: ["leftTable", "rightTable"]
    case .window, .prevailingWindow: ["leftTable", "rightTable", "window", "aggs", "matchingCols", "rightMatchingCols"]
    case .asof, .prefix: ["leftTable", "rightTable", "matchingCols", "rightMatchingCols"]
    default: ["leftTable", "rightTable", "matchingCols", "rightMatchingCols", "leftFilter", "rightFilter"]
    }
  }
}

/// Two tables that are about to be joined.
package struct TableJoin {
  let method: JoinMethod
  let left: SourceRows
  let right: SourceRows
  /// Columns whose values must be equal, or for the last one of an as-of or window join in reach.
  var keys: [(left: Int, right: Int)] = []
  /// Rows whose element is false meet none.
  var leftMask: [Bool]?
  var rightMask: [Bool]?
  let session: SessionContext

  /// The columns called `names` on the left and `rightNames` on the right.
  /// - Throws: `.name` for a column that is not there, `.arguments` for lists of different length or none.
  mutating func match(_ names: [String], _ rightNames: [String]?) throws {
    let others = rightNames ?? names
    guard names.count == others.count, !names.isEmpty else {
      throw KernelError.arguments("\(method.rawValue): \(names.count) columns of the left table and \(others.count) of the right one cannot be matched")
    }
    keys = try zip(names, others).map { (try TableJoin.index(of: $0, in: left, "left"), try TableJoin.index(of: $1, in: right, "right")) }
    if method == .prefix, keys.count > 1 { throw KernelError.arguments("\(method.rawValue): one column is matched, not \(keys.count)") }
  }

  private static func index(of name: String, in source: SourceRows, _ side: String) throws -> Int {
    if let index = source.index(of: name) { return index }
    let hint = Suggestion.nearest(to: name, among: source.names).map { "; did you mean `\($0)`?" } ?? ""
    throw KernelError(.name, "the \(side) table has no column `\(name)`\(hint)")
  }

  /// - Precondition: `method` has no window.
  func rows() throws -> SourceRows {
    switch method {
    case .cross: return .joined(left, right, try EquiJoin.allPairs(left.rowCount, right.rowCount))
    case .prefix:
      let pairs = try PrefixJoin.pairs(left: try left.column(keys[0].left), right: try right.column(keys[0].right))
      return .joined(left, right, pairs)
    case .asof:
      let last = keys[keys.count - 1]
      let rows = try AsofJoin.rows(try joinKeys(keys.dropLast()), left: try left.column(last.left), right: try right.column(last.right))
      return .joined(left, right, JoinedRows(left: nil, right: rows), hiddenRight: Set(keys.dropLast().map(\.right)))
    default: return try equalRows()
    }
  }

  private func equalRows() throws -> SourceRows {
    let joinKeys = try joinKeys(keys[...])
    let rightKeys = Set(keys.map(\.right))
    switch method {
    case .left, .leftFirst:
      let pairs = try EquiJoin.pairs(joinKeys, keep: .left, leftMask: leftMask, rightMask: rightMask, firstOnly: method == .leftFirst)
      return .joined(left, right, pairs, hiddenRight: rightKeys)
    case .right:
      let pairs = try EquiJoin.pairs(joinKeys, keep: .right, leftMask: leftMask, rightMask: rightMask)
      return .joined(left, right, pairs, hiddenLeft: Set(keys.map(\.left)))
    case .full: return .joined(left, right, try EquiJoin.pairs(joinKeys, keep: .both, leftMask: leftMask, rightMask: rightMask))
    default:
      let pairs = try EquiJoin.pairs(joinKeys, keep: .matched, leftMask: leftMask, rightMask: rightMask)
      return .joined(left, right, method == .sortedEqual ? try sorted(pairs) : pairs, hiddenRight: rightKeys)
    }
  }

  func joinKeys(_ keys: ArraySlice<(left: Int, right: Int)>) throws -> JoinKeys {
    try JoinKeys(
      left: try keys.map { try left.column($0.left) }, right: try keys.map { try right.column($0.right) }, leftCount: left.rowCount,
      rightCount: right.rowCount, threads: session.host.threads)
  }

  private func sorted(_ pairs: JoinedRows) throws -> JoinedRows {
    let rows = pairs.left ?? Array(0..<pairs.right.count)
    let order = try SortKernel.order(keys: try keys.map { SortKey(try left.column($0.left).gather(rows)) })
    return JoinedRows(left: order.map { rows[$0] }, right: order.map { pairs.right[$0] })
  }
}

extension TableJoin {
  /// The body of a join's function: `call` has tables, and filters as a BOOL per row.
  package static func call(_ method: JoinMethod, _ call: borrowing Call) throws -> Cell {
    let left = SourceRows(try call.table(0).snapshot, name: call.argumentName(0))
    let right = SourceRows(try call.table(1).snapshot, name: call.argumentName(1))
    var join = TableJoin(method: method, left: left, right: right, session: call.session)
    if method != .cross { try join.match(try call.strings(2), call.has(3) && !call[3].isVoid ? try call.strings(3) : nil) }
    if call.has(4), !call[4].isVoid { join.leftMask = try Selection.mask(call[4], count: left.rowCount) }
    if call.has(5), !call[5].isVoid { join.rightMask = try Selection.mask(call[5], count: right.rowCount) }
    return .table(try join.rows().table())
  }
}
