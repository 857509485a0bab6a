import WeirSyntax
import WeirTables

/// `wj` and `pwj`: the left table with aggregates over windows of the right one.
struct WindowJoinExecution {
  private let window: JoinSource.Window
  private var join: TableJoin
  private let frame: Frame
  private let scope: Scope

  init(_ window: JoinSource.Window, _ join: TableJoin, _ frame: Frame, _ scope: Scope) throws {
    self.window = window
    self.frame = frame
    self.scope = scope
    self.join = join
    try self.join.match(try JoinSource.names(window.columns, frame) ?? [], try window.rightColumns.flatMap { try JoinSource.names($0, frame) })
  }

  func rows() throws -> SourceRows {
    let last = join.keys[join.keys.count - 1]
    let windows = try WindowJoin(
      try join.joinKeys(join.keys.dropLast()), left: try join.left.column(last.left), right: try join.right.column(last.right),
      window: try range(), isPrevailing: join.method == .prevailingWindow)
    let query = QueryExecution(SelectStatement(span: window.range.span), join.right, frame, scope)
    let arranged = query.rows.arranged(windows.rows)
    var result = join.left
    result.name = nil
    for item in try query.expand(try items()) {
      result.append(item.names(query.binder.naming)[0], try values(item, query, arranged, windows))
    }
    return result
  }

  private func range() throws -> WindowJoin.Window {
    let value = try window.range.eval(frame)
    guard let pair = value.pair else {
      throw ScriptError(.type, "a window is a pair such as `-5s:0s`, got \(ValueDescription.short(value))", at: window.range.span)
    }
    let first = pair.elements.cell(at: 0)
    let last = pair.elements.cell(at: 1)
    if pair.elements.type == .duration { return .span(from: .duration(Duration(packed: first.rawInteger)), to: .duration(Duration(packed: last.rawInteger))) }
    let (from, to) = (try first.asInt64(), try last.asInt64())
    guard !from.isNull, !to.isNull, from <= to else { throw ScriptError(.value, "the window ends before it begins", at: window.range.span) }
    return from == 0 && to == 0 ? .sincePrevious : .span(from: .units(from), to: .units(to))
  }

  private func items() throws -> [SelectItem] {
    switch window.aggregates {
    case .items(let items): return items
    case .value(let node): return try MetacodeItems.items(try node.eval(frame), at: node.span)
    }
  }

  /// One value per left row: a scalar each, or the window's values as an array vector.
  private func values(_ item: ExpandedItem, _ query: QueryExecution, _ arranged: RowSet, _ windows: WindowJoin) throws -> Vector {
    if let column = try kernelValues(item, query, arranged, windows) { return column }
    let bound = try query.bind(item)
    let slices = try RowSlices(arranged, bound.columns)
    let values = AnyVector(capacity: windows.starts.count)
    var isList = false
    for row in windows.starts.indices {
      try query.session.checkCancellation()
      slices.show(windows.starts[row]..<windows.ends[row])
      let value = try query.frame.evaluate(bound.node, over: slices.cells)
      if value.vector != nil { isList = true }
      values.push(value)
    }
    guard isList else { return values.count > 0 ? try ResultAssembly.collapsed(values) : try Vector.empty(.double) }
    return try WindowJoinExecution.lists(values)
  }

  /// One value per left row, for an aggregate that has a kernel for windows and arguments that can be computed for all rows at once; else nil.
  private func kernelValues(_ item: ExpandedItem, _ query: QueryExecution, _ arranged: RowSet, _ windows: WindowJoin) throws -> Vector? {
    guard item.column == nil, let call = PlainCall(item.expression), let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction,
      let kernel = builtin.declaration.windowed, call.arguments.allSatisfy(query.binder.isRowwise)
    else { return nil }
    var columns: [Vector] = []
    for argument in call.arguments {
      let bound = try query.binder.bind(argument)
      try arranged.require(bound.columns)
      guard let column = try query.frame.evaluate(bound.node, over: arranged.cells).vector, column.count == arranged.rowCount else { return nil }
      columns.append(column)
    }
    try query.session.checkCancellation()
    do {
      return try kernel(columns, RowRanges(starts: windows.starts, ends: windows.ends, threads: query.session.host.threads))
    } catch { throw ScriptError(error, at: item.expression.span) }
  }

  private static func lists(_ values: AnyVector) throws -> Vector {
    var all: Vector?
    var offsets = [0]
    for row in 0..<values.count {
      guard let list = values.cell(at: row).vector else { return values }
      let present = try all ?? list.emptyLike(capacity: values.count)
      try present.append(contentsOf: list)
      all = present
      offsets.append(present.count)
    }
    guard let all else { return values }
    return ArrayVector(offsets: offsets, values: all)
  }
}
