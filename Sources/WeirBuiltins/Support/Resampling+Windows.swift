import WeirRuntime
import WeirTables

extension Resampling {
  /// The windows of `resample`: the label of each, and behind which row each ends.
  private struct Windows {
    var labels: Vector
    var ends: [Int]
  }

  /// The rows of each window through the function that is argument 2.
  static func applied(_ call: borrowing Call, _ matrix: MatrixObject, _ labels: Vector) throws -> MatrixObject {
    let function = try call.function(2)
    for row in 0..<labels.count {
      try Interruption.check(atRow: row)
      guard !labels.isNull(at: row), row == 0 || labels.cell(at: row - 1).rawInteger <= labels.cell(at: row).rawInteger else {
        throw call.invalid(0, "must have labels that ascend and are not null")
      }
    }
    let windows = try windows(call, labels)
    var columns: [Vector] = []
    for column in 0..<matrix.columns {
      let values = matrix.column(column)
      var results = ValueCollector(capacity: windows.ends.count)
      var start = 0
      for end in windows.ends {
        try results.add(end > start ? try value(function, values.slice(start, end - start), call.session) : .void)
        start = end
      }
      columns.append(try results.finish())
    }
    let made = try MatrixAssembly.matrix(ofColumns: columns)
    made.rowLabels = windows.labels
    made.columnLabels = matrix.columnLabels
    made.isIndexed = matrix.isIndexed
    return made
  }

  private static func value(_ function: Function, _ rows: Vector, _ session: SessionContext) throws -> Cell {
    var argument = Cell.vector(rows)
    let result = try withUnsafeMutablePointer(to: &argument) { try session.call(function, $0, count: 1) }
    guard result.isScalar else { throw KernelError.type("the function must give a scalar, not a \(result.form)") }
    return result
  }

  private static func windows(_ call: borrowing Call, _ labels: Vector) throws -> Windows {
    let rule = try SamplingRule(try call.string(1))
    guard let (first, last) = bounds(labels) else { return Windows(labels: try labels.emptyLike(capacity: 0), ends: []) }
    let places = Places(rule: 1, closed: 3, label: 4, origin: 5)
    switch rule.step {
    case .clock(let nanoseconds):
      let windows = try windows(call, places, rule, nanoseconds, labels.type, first, last, labelFollowsOrigin: true)
      let moments = try regular(labels.type, from: windows.label(first), through: windows.label(last), by: windows.length)
      let start = windows.label(first)
      return Windows(labels: moments, ends: ends(labels, moments.count) { Int((windows.label($0) - start) / windows.length) })
    case .calendar(let grid): return try calendarWindows(call, places, grid, rule.count, labels, first, last)
    }
  }

  /// Where each window ends when `number` says which one a value lies in.
  private static func ends(_ labels: Vector, _ count: Int, _ number: (Int64) throws -> Int) rethrows -> [Int] {
    var ends = Array(repeating: 0, count: count)
    for row in 0..<labels.count { ends[try number(labels.cell(at: row).rawInteger)] = row + 1 }
    for index in ends.indices.dropFirst() where ends[index] == 0 { ends[index] = ends[index - 1] }
    return ends
  }

  private static func calendarWindows(
    _ call: borrowing Call, _ places: Places, _ grid: CalendarGrid, _ step: Int, _ labels: Vector, _ first: Int64, _ last: Int64
  ) throws -> Windows {
    let closesRight = try side(call, places.closed) ?? grid.isEnd
    let labelsRight = try side(call, places.label) ?? grid.isEnd
    // On which side a day of the grid itself lies.
    let shift = closesRight == grid.isEnd ? 0 : grid.isEnd ? 1 : -1
    let type = labels.type
    let index = { (value: Int64) throws -> Int in grid.index(of: try day(value, type) + shift) }
    let start = try index(first)
    let number = { (value: Int64) throws -> Int in
      let distance = try index(value) - start
      return grid.isEnd ? (distance + step - 1) / step : distance / step
    }
    let moments = try Vector.empty(.date)
    let offset = labelsRight == grid.isEnd ? 0 : grid.isEnd ? -step : step
    for window in 0...(try number(last)) { try moments.append(.integer(Int64(grid.day(start + window * step + offset)), .date)) }
    return Windows(labels: try moments.cast(to: type), ends: try ends(labels, moments.count, number))
  }
}
