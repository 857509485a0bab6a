import WeirHost
import WeirSyntax
import WeirTables

/// `interval(X, duration, fill, [step], [explicitOffset], [closed], [label], [origin])` as a key of `group by`: windows without a gap from the first row to the
/// last, empty ones filled.
struct IntervalKey {
  /// The label of each row's window; of each window that a row belongs to, when windows overlap.
  let windows: Vector
  /// The rows that `windows` speaks of, when a row can belong to several or to none.
  let rows: [Int]?
  /// The labels of all windows.
  private let labels: Vector
  private let filling: Filling

  private enum Filling {
    case none, null, previous, next, linear
    case value(Vector)
  }

  /// Nil when the expression is no `interval`.
  init?(_ expression: Expression, _ query: QueryExecution) throws {
    guard case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind, name.text == "interval", name.modulePath.isEmpty,
      query.binder.columns.index(of: name.text) == nil
    else { return nil }
    let call = try IntervalArguments(arguments, query, expression.span)
    let moments = try call.moments()
    let spans = try IntervalWindows(call, moments, query)
    let placed = try spans.place(moments)
    rows = placed.rows
    windows = try spans.labels(placed.windows)
    labels = try spans.labels(Array(spans.all))
    filling = try IntervalKey.filling(call)
  }

  private static func filling(_ call: IntervalArguments) throws -> Filling {
    let value = try call.value("fill")
    guard let value else { throw ScriptError(.arguments, "`interval` needs to know how to fill empty windows", at: call.span) }
    switch value.stringValue {
    case "prev": return .previous
    case "post": return .next
    case "linear": return .linear
    case "null": return .null
    case "none": return .none
    case nil:
      guard value.isScalar, value.elementType.isNumeric else { break }
      return .value(try Vector.repeating(value, count: 1))
    default: break
    }
    throw ScriptError(.value, "`interval` fills with \"prev\", \"post\", \"linear\", \"null\", \"none\" or a number", at: call.span)
  }

  /// Adds the windows that have no rows, and sorts by the keys.
  /// - Parameters:
  ///   - keys: the names of all keys.
  ///   - window: the name of this one.
  func fill(_ result: inout QueryResult, keys: [String], window: String) throws {
    let keyColumns = result.names.indices.filter { keys.contains(result.names[$0]) }
    guard let windowColumn = keyColumns.first(where: { result.names[$0] == window }) else { return }
    let others = keyColumns.filter { $0 != windowColumn }
    if case .none = filling { return try result.gather(try SortKernel.order(keys: (others + [windowColumn]).map { SortKey(result.columns[$0]) })) }
    let frame = try frame(result, windowColumn, others)
    for index in result.columns.indices {
      let column = result.columns[index]
      if index == windowColumn {
        result.columns[index] = frame.labels
      } else if others.contains(index) {
        result.columns[index] = try column.gather(frame.leaders)
      } else {
        result.columns[index] = try filled(column, frame)
      }
    }
  }

  /// All windows of all combinations of the other keys.
  private struct WindowFrame {
    /// For each place the row of the result, -1 for an empty window.
    var rows: [Int] = []
    /// For each place a row of the result with the same other keys.
    var leaders: [Int] = []
    var labels: Vector
    var windowCount: Int
  }

  private func frame(_ result: QueryResult, _ windowColumn: Int, _ others: [Int]) throws -> WindowFrame {
    let windowOf = Dictionary((0..<labels.count).map { (labels.cell(at: $0).text, $0) }, uniquingKeysWith: { first, _ in first })
    let rowCount = result.rowCount
    let grouping = others.isEmpty ? try RowGrouping.single(rowCount: rowCount) : try RowGrouping.make(keys: others.map { result.columns[$0] }, threads: SerialThreads())
    let order = try SortKernel.order(keys: others.isEmpty ? [SortKey(try result.columns[windowColumn].gather(grouping.firstRows))] : try others.map { SortKey(try result.columns[$0].gather(grouping.firstRows)) })
    var places = [Int](repeating: 0, count: grouping.groupCount)
    for (place, group) in order.enumerated() { places[group] = place }
    var frame = WindowFrame(labels: labels, windowCount: labels.count)
    frame.rows = [Int](repeating: -1, count: grouping.groupCount * labels.count)
    frame.leaders = order.flatMap { [Int](repeating: grouping.firstRows[$0], count: labels.count) }
    let ids = grouping.ids.pointer(Int32.self)
    for row in 0..<rowCount {
      guard let window = windowOf[result.columns[windowColumn].cell(at: row).text] else { continue }
      frame.rows[places[Int(ids[row])] * labels.count + window] = row
    }
    frame.labels = try labels.gather((0..<frame.rows.count).map { $0 % labels.count })
    return frame
  }

  private func filled(_ column: Vector, _ frame: WindowFrame) throws -> Vector {
    switch filling {
    case .none, .null: return try column.gather(frame.rows)
    case .previous: return try column.gather(carried(frame, backwards: false))
    case .next: return try column.gather(carried(frame, backwards: true))
    case .value(let value):
      let gathered = try column.gather(frame.rows)
      let gaps = frame.rows.indices.filter { frame.rows[$0] < 0 }
      return try gathered.replacing(gaps, with: try value.gather([Int](repeating: 0, count: gaps.count)))
    case .linear:
      guard column.type.isNumeric else { return try column.gather(carried(frame, backwards: false)) }
      return try interpolated(column, frame)
    }
  }

  private func carried(_ frame: WindowFrame, backwards: Bool) -> [Int] {
    var rows = frame.rows
    let places = backwards ? Array(rows.indices.reversed()) : Array(rows.indices)
    for (step, place) in places.enumerated() where rows[place] < 0 && step % frame.windowCount != 0 { rows[place] = rows[places[step - 1]] }
    return rows
  }

  private func interpolated(_ column: Vector, _ frame: WindowFrame) throws -> Vector {
    let before = carried(frame, backwards: false)
    let after = carried(frame, backwards: true)
    let gathered = try column.gather(frame.rows).cast(to: .double)
    let result = try Vector.empty(.double, capacity: gathered.count)
    var sinceKnown = 0
    for place in frame.rows.indices {
      sinceKnown = frame.rows[place] >= 0 ? 0 : sinceKnown + 1
      guard frame.rows[place] < 0, before[place] >= 0, after[place] >= 0 else {
        try result.append(gathered.cell(at: place))
        continue
      }
      let toKnown = (place..<frame.rows.count).first { frame.rows[$0] >= 0 }.map { $0 - place } ?? 0
      let first = try column.cell(at: before[place]).asDouble()
      let last = try column.cell(at: after[place]).asDouble()
      try result.append(.double(first + (last - first) * Double(sinceKnown) / Double(sinceKnown + toKnown)))
    }
    return result
  }
}
