import WeirTables

extension HigherOrder {
  /// The function over the last `window` rows up to each row; null where there are fewer than `minPeriods`.
  ///
  /// - Parameter window: a number of rows, or a DURATION along the row labels of a matrix.
  package static func moving(_ function: Function, _ arguments: borrowing Cell, _ window: borrowing Cell, minPeriods: Int?, _ session: SessionContext) throws -> Cell {
    if window.elementType == .duration {
      let span = try labelSpan(arguments, "moving")
      return try overWindows(function, arguments, try span.trailing(try span.length(window, "moving")), "moving", session)
    }
    let length = Int(try window.asInt64())
    guard length > 0 else { throw KernelError.value("moving: `window` must be greater than 0") }
    if let minPeriods, minPeriods < 1 || minPeriods > length { throw KernelError.value("moving: `minPeriods` must lie between 1 and the window of \(length)") }
    return try overWindows(function, arguments, "moving", session) { .trailing($0, length: length, least: minPeriods ?? length) }
  }

  /// The function over the rows `i + a` to `i + b` of each row `i`, or along the row labels of an indexed matrix or series.
  package static func window(_ function: Function, _ arguments: borrowing Cell, _ range: borrowing Cell, _ session: SessionContext) throws -> Cell {
    guard let bounds = range.pair?.elements else { throw KernelError.type("window: `range` must be a pair, got \(ValueDescription.short(range))") }
    if let matrix = arguments.matrix, matrix.rowLabels != nil, matrix.isIndexed || bounds.type == .duration {
      let span = try labelSpan(arguments, "window")
      let windows = try span.between(try span.length(bounds.cell(at: 0), "window"), try span.length(bounds.cell(at: 1), "window"))
      return try overWindows(function, arguments, windows, "window", session)
    }
    guard bounds.type.category == .integral, !bounds.hasNull else { throw KernelError.type("window: `range` must be a pair of integers") }
    let first = Int(try bounds.cell(at: 0).asInt64())
    let last = Int(try bounds.cell(at: 1).asInt64())
    return try overWindows(function, arguments, "window", session) { .around($0, from: first, through: last) }
  }

  /// The function over the time `(t - window, t]` of each row, of equal times only those up to the row.
  package static func tmoving(
    _ function: Function, _ times: Vector, _ arguments: borrowing Cell, _ window: borrowing Cell, excluding period: borrowing Cell, _ session: SessionContext
  ) throws -> Cell {
    let span = try WindowSpan(times, "tmoving").excluding(period, "tmoving")
    return try overWindows(function, arguments, try span.trailing(try span.length(window, "tmoving")), "tmoving", session)
  }

  /// The function over the time `[t + a, t + b]` of each row.
  package static func twindow(
    _ function: Function, _ arguments: borrowing Cell, _ times: Vector, _ range: borrowing Cell, prevailing: Int, excluding period: borrowing Cell,
    _ session: SessionContext
  ) throws -> Cell {
    guard let bounds = range.pair?.elements else { throw KernelError.type("twindow: `range` must be a pair, got \(ValueDescription.short(range))") }
    guard let rule = WindowSpan.Prevailing(rawValue: prevailing) else { throw KernelError.value("twindow: `prevailing` must be 0, 1 or 2") }
    let span = try WindowSpan(times, "twindow").excluding(period, "twindow")
    let windows = try span.between(try span.length(bounds.cell(at: 0), "twindow"), try span.length(bounds.cell(at: 1), "twindow"), rule)
    return try overWindows(function, arguments, windows, "twindow", session)
  }

  private static func labelSpan(_ arguments: borrowing Cell, _ function: String) throws -> WindowSpan {
    guard let labels = arguments.matrix?.rowLabels else { throw KernelError.type("\(function): a window of time needs a matrix or series with row labels") }
    return try WindowSpan(labels, function)
  }

  private static func overWindows(
    _ function: Function, _ arguments: borrowing Cell, _ windows: WindowBounds, _ name: String, _ session: SessionContext
  ) throws -> Cell {
    try overWindows(function, arguments, name, session) { rows in
      guard rows == windows.windows.count else { throw KernelError.shape("\(name): \(windows.windows.count) times for \(rows) rows") }
      return windows
    }
  }

  private static func overWindows(
    _ function: Function, _ arguments: borrowing Cell, _ name: String, _ session: SessionContext, _ bounds: (Int) throws -> WindowBounds
  ) throws -> Cell {
    try byMatrixColumn(arguments, name) { source in
      let windows = try bounds(source.rowCount)
      let slab = ArgumentSlab(count: source.argumentCount)
      var results = ValueCollector(capacity: source.rowCount)
      for window in windows.windows {
        guard let window else {
          try results.add(.void)
          continue
        }
        try source.fill(slab, from: window.lowerBound, count: window.count)
        try results.add(try session.call(function, slab.cells, count: slab.count))
      }
      return try results.finish()
    }
  }

  /// Windows of `window` rows, each `step` further than the one before: a value per window, or with as many values as rows, these.
  package static func rolling(_ function: Function, _ arguments: borrowing Cell, window: Int, step: Int, _ session: SessionContext) throws -> Cell {
    guard window > 0, step > 0 else { throw KernelError.value("rolling: `window` and `step` must be greater than 0") }
    return try byMatrixColumn(arguments, "rolling", rowOf: { $0 * step }) { source in
      let slab = ArgumentSlab(count: source.argumentCount)
      var results = ValueCollector()
      var start = 0
      while start <= source.rowCount - window {
        try source.fill(slab, from: start, count: window)
        let result = try session.call(function, slab.cells, count: slab.count)
        if let vector = result.vector {
          guard window == step else { throw KernelError.value("rolling: `step` must equal `window` for a function that gives vectors") }
          try results.add(contentsOf: vector)
        } else {
          try results.add(result)
        }
        start += step
      }
      return try results.finish()
    }
  }

  /// Runs `body` on the arguments, for every column when one of them is a matrix; a dictionary keeps its keys.
  ///
  /// - Parameter rowOf: the source row that labels a row of the result, when there are fewer of these.
  private static func byMatrixColumn(
    _ arguments: borrowing Cell, _ name: String, rowOf: (Int) -> Int = { $0 }, _ body: (RowSource) throws -> Vector
  ) throws -> Cell {
    if let dictionary = arguments.dictionary {
      let values = try body(RowSource([try dictionary.values]))
      guard values.count == dictionary.count else { return .vector(values) }
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: values, isOrdered: dictionary.isOrdered))
    }
    if let table = arguments.table?.snapshot {
      return .table(try Table(names: table.names, columns: try table.columns.map { try body(RowSource([$0])) }))
    }
    guard let matrix = firstMatrix(arguments) else { return .vector(try body(try RowSource(arguments, name))) }
    var columns: [Vector] = []
    for column in 0..<matrix.columns { columns.append(try body(try RowSource(columnArguments(arguments, column, name)))) }
    let result = try ResultAssembly.matrix(ofColumns: AnyVector(vectors: columns), like: matrix)
    if let shaped = result.matrix, let labels = matrix.rowLabels, shaped.rowLabels == nil {
      let isPerRow = shaped.rows > matrix.rows / max(rowOf(1), 1)
      shaped.rowLabels = isPerRow ? labels.slice(0, shaped.rows) : try labels.gather((0..<shaped.rows).map(rowOf))
    }
    return result
  }

  private static func firstMatrix(_ arguments: borrowing Cell) -> MatrixObject? {
    if let matrix = arguments.matrix { return matrix }
    guard let tuple = arguments.tuple else { return nil }
    return (0..<tuple.count).lazy.compactMap { index in tuple.withCell(index) { $0.matrix } }.first
  }

  private static func columnArguments(_ arguments: borrowing Cell, _ column: Int, _ name: String) throws -> [Vector] {
    func part(_ value: borrowing Cell) throws -> Vector {
      if let matrix = value.matrix {
        guard column < matrix.columns else { throw KernelError.shape("\(name): the matrices differ in their number of columns") }
        return matrix.column(column)
      }
      guard let vector = value.vector else { throw KernelError.type("\(name): `funcArgs` must be vectors or matrices") }
      return vector
    }
    guard let tuple = arguments.tuple else { return [try part(arguments)] }
    return try (0..<tuple.count).map { try part(tuple.cell(at: $0)) }
  }
}
