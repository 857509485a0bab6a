import WeirHost
import WeirSyntax
import WeirTables

/// `f(x) over (partition by … order by … rows between … and …)`: one value per row, computed from the rows of its window.
final class OverNode: Node {
  /// A side of a window's frame.
  enum Bound {
    case unbounded
    case preceding(Node)
    case currentRow
    case following(Node)
  }

  struct FrameClause {
    let unit: WindowFrame.Unit
    let start: Bound
    let end: Bound
  }

  let name: String
  /// The function, when it is not one that exists for windows only.
  let function: Function?
  let arguments: [Node]
  let partition: [Node]
  let order: [(node: Node, item: OrderItem)]
  let frameClause: FrameClause?
  /// Any column: it says how many rows there are.
  let anyColumn: Node

  init(
    _ name: String, _ function: Function?, _ arguments: [Node], partition: [Node], order: [(node: Node, item: OrderItem)], frameClause: FrameClause?,
    anyColumn: Node, span: SourceSpan
  ) {
    self.name = name
    self.function = function
    self.arguments = arguments
    self.partition = partition
    self.order = order
    self.frameClause = frameClause
    self.anyColumn = anyColumn
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    do {
      guard let count = try anyColumn.eval(frame).vector?.count else { throw KernelError.type("`over` needs the rows of a query") }
      let rows = try WindowRows(
        partition: try partition.map { try column($0, frame, count) },
        order: try order.map { SortKey(try column($0.node, frame, count), descending: $0.item.isDescending, nullsFirst: $0.item.nulls.map { $0 == .first }) },
        count: count, threads: frame.session.host.threads)
      return .vector(try values(rows, frame, count).gather(rows.places))
    } catch { throw placed(error) }
  }

  private func column(_ node: Node, _ frame: Frame, _ count: Int) throws -> Vector {
    let value = try node.eval(frame)
    guard let vector = value.vector else { return try Vector.repeating(value, count: 1).repeatedRuns([0, count]) }
    guard vector.count == count else { throw KernelError.shape("a column of \(vector.count) values in a window of \(count) rows") }
    return vector
  }

  /// One value per row, in the order of the partitions.
  private func values(_ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> Vector {
    if let ranking = Ranking(rawValue: name) { return try ResultAssembly.collapsed(try rankings(ranking, rows, frame)) }
    switch name {
    case "lead", "lag": return try ResultAssembly.collapsed(try shifted(rows, frame, count))
    case "first_value", "last_value", "nth_value": return try ResultAssembly.collapsed(try picked(rows, frame, count))
    default: return try aggregated(rows, frame, count)
    }
  }

  // MARK: Functions for windows only

  private enum Ranking: String {
    case rowNumber = "row_number"
    case rank, ntile
    case denseRank = "dense_rank"
    case percentRank = "percent_rank"
    case cumulativeDistribution = "cume_dist"
  }

  private func rankings(_ ranking: Ranking, _ rows: WindowRows, _ frame: Frame) throws -> AnyVector {
    let values = AnyVector(capacity: rows.order.count)
    let parts = ranking == .ntile ? try number(0, frame, default: nil) : 1
    guard parts > 0 else { throw KernelError.value("ntile: the number of parts must be positive") }
    for range in rows.partitions {
      var peerGroup = 0
      for place in range {
        if place == rows.peers[place].lowerBound { peerGroup += 1 }
        let before = rows.peers[place].lowerBound - range.lowerBound
        switch ranking {
        case .rowNumber: values.push(.int(Int32(place - range.lowerBound + 1)))
        case .rank: values.push(.int(Int32(before + 1)))
        case .denseRank: values.push(.int(Int32(peerGroup)))
        case .percentRank: values.push(.double(range.count > 1 ? Double(before) / Double(range.count - 1) : 0))
        case .cumulativeDistribution: values.push(.double(Double(rows.peers[place].upperBound - range.lowerBound) / Double(range.count)))
        case .ntile: values.push(.int(Int32(OverNode.part(place - range.lowerBound, of: range.count, parts) + 1)))
        }
      }
    }
    return values
  }

  /// The part of a row when the first parts are one larger than the others.
  private static func part(_ place: Int, of count: Int, _ parts: Int) -> Int {
    let (size, larger) = count.quotientAndRemainder(dividingBy: parts)
    let inLarger = larger * (size + 1)
    return place < inLarger ? place / (size + 1) : larger + (place - inLarger) / max(size, 1)
  }

  private func number(_ index: Int, _ frame: Frame, default fallback: Int?) throws -> Int {
    guard index < arguments.count else {
      guard let fallback else { throw KernelError.arguments("\(name) needs another argument") }
      return fallback
    }
    let value = try arguments[index].eval(frame)
    guard value.isScalar, value.elementType.isIntegerLike, !value.isNull else { throw KernelError.type("\(name) needs an integer, got \(ValueDescription.short(value))") }
    return try Int(value.asInt64())
  }

  private func firstArgument(_ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> Vector {
    guard let first = arguments.first else { throw KernelError.arguments("\(name) needs an argument") }
    return try column(first, frame, count).gather(rows.order)
  }

  private func shifted(_ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> AnyVector {
    let source = try firstArgument(rows, frame, count)
    let offset = try number(1, frame, default: 1) * (name == "lag" ? -1 : 1)
    let fallback = arguments.count > 2 ? try arguments[2].eval(frame) : Cell.void
    let values = AnyVector(capacity: count)
    for range in rows.partitions {
      for place in range {
        let (target, overflow) = place.addingReportingOverflow(offset)
        values.push(!overflow && range.contains(target) ? source.cell(at: target) : fallback.copy())
      }
    }
    return values
  }

  private func picked(_ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> AnyVector {
    let source = try firstArgument(rows, frame, count)
    let nth = name == "nth_value" ? try number(1, frame, default: nil) : 1
    guard nth >= 1 else { throw KernelError.value("nth_value counts from 1") }
    let values = AnyVector(capacity: count)
    try forEachFrame(rows, frame) { range in
      guard range.count >= nth else { return values.push(.void) }
      values.push(source.cell(at: name == "last_value" ? range.upperBound - 1 : range.lowerBound + nth - 1))
    }
    return values
  }

  // MARK: Aggregates

  private func aggregated(_ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> Vector {
    guard let function else { throw KernelError(.name, "there is no function `\(name)` for windows") }
    let columns = try arguments.map { node -> Vector? in
      let value = try node.eval(frame)
      return try value.vector?.count == count ? value.vector?.gather(rows.order) : nil
    }
    if let column = try kernelValues(function, columns, rows, frame, count) { return column }
    return try ResultAssembly.collapsed(try calledValues(function, columns, rows, frame, count))
  }

  /// The values by the function's kernel for windows; nil where it has none.
  private func kernelValues(_ function: Function, _ arguments: [Vector?], _ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> Vector? {
    let columns = arguments.compactMap { $0 }
    guard let kernel = (function as? BuiltinFunction)?.declaration.windowed, !columns.isEmpty, columns.count == arguments.count else { return nil }
    var starts: [Int] = []
    var ends: [Int] = []
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    try forEachFrame(rows, frame) { range in
      starts.append(range.lowerBound)
      ends.append(range.upperBound)
    }
    return try kernel(columns, RowRanges(starts: starts, ends: ends, threads: frame.session.host.threads))
  }

  private func calledValues(_ function: Function, _ columns: [Vector?], _ rows: WindowRows, _ frame: Frame, _ count: Int) throws -> AnyVector {
    let slab = ArgumentSlab(count: arguments.count)
    for (index, column) in columns.enumerated() where column == nil { slab[index] = try arguments[index].eval(frame) }
    let values = AnyVector(capacity: count)
    var known: (range: Range<Int>, place: Int)?
    try forEachFrame(rows, frame) { range in
      if let known, known.range == range { return values.push(values.cell(at: known.place)) }
      for (index, column) in columns.enumerated() { if let column { slab[index] = .vector(column.slice(range.lowerBound, range.count)) } }
      known = (range, values.count)
      values.push(try frame.session.call(function, slab.cells, count: arguments.count))
    }
    return values
  }

  /// The places of each row's frame, partition after partition.
  private func forEachFrame(_ rows: WindowRows, _ frame: Frame, _ body: (Range<Int>) throws -> Void) throws {
    let frames = try frameClause.map { try WindowFrames($0, rows, frame) }
    for partition in rows.partitions {
      for place in partition {
        if let frames {
          try body(try frames.range(place, in: partition))
        } else {
          // Up to the rows that are equal in order, which without an order are all.
          try body(partition.lowerBound..<rows.peers[place].upperBound)
        }
      }
    }
  }
}

/// The rows of a query in partitions, sorted within them.
struct WindowRows {
  /// The rows, partition after partition.
  let order: [Int]
  /// For each row its place in `order`.
  let places: [Int]
  private(set) var partitions: [Range<Int>] = []
  /// For each place the places that are equal in order.
  private(set) var peers: [Range<Int>] = []
  /// The sort key, when there is one only.
  let sortKey: SortKey?

  init(partition: [Vector], order keys: [SortKey], count: Int, threads: any Threads) throws {
    let ids = try partition.isEmpty ? RowGrouping.single(rowCount: count).ids : RowGrouping.make(keys: partition, threads: threads).ids
    order = try SortKernel.order(keys: [SortKey(ids)] + keys)
    let peerIds = try keys.isEmpty ? ids : RowGrouping.make(keys: [ids] + keys.map(\.vector), threads: threads).ids
    var places = [Int](repeating: 0, count: count)
    for (place, row) in order.enumerated() { places[row] = place }
    self.places = places
    sortKey = keys.count == 1 ? keys[0] : nil
    partitions = WindowRows.runs(ids.pointer(Int32.self), order)
    for run in WindowRows.runs(peerIds.pointer(Int32.self), order) { peers += repeatElement(run, count: run.count) }
  }

  private static func runs(_ ids: UnsafeMutablePointer<Int32>, _ order: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for place in order.indices where place + 1 == order.count || ids[order[place]] != ids[order[place + 1]] {
      runs.append(start..<place + 1)
      start = place + 1
    }
    return runs
  }
}

/// The frames of a window: by counting rows, or by the values of the sort key.
private struct WindowFrames {
  private let unit: WindowFrame.Unit
  private let rows: WindowRows
  private let start: Edge
  private let end: Edge
  /// The sort key in the order of the places, when frames go by its values.
  private var values: [Int64] = []

  private enum Edge {
    case unbounded, currentRow
    /// Rows from the current one, negative before it.
    case rows(Int)
    /// For each place the value that bounds its frame.
    case values([Int64])
  }

  init(_ clause: OverNode.FrameClause, _ rows: WindowRows, _ frame: Frame) throws {
    unit = clause.unit
    self.rows = rows
    var column: Vector?
    if unit == .range, WindowFrames.hasNumber(clause) {
      guard let key = rows.sortKey, key.vector.type.category == .temporal || key.vector.type.category == .integral else {
        throw KernelError.type("`range` with a number needs one integer or temporal column in `order by`")
      }
      let ordered = try key.vector.gather(rows.order)
      column = ordered
      values = try WindowFrames.integers(ordered)
    }
    start = try WindowFrames.edge(clause.start, column, rows, frame)
    end = try WindowFrames.edge(clause.end, column, rows, frame)
  }

  private static func hasNumber(_ clause: OverNode.FrameClause) -> Bool {
    [clause.start, clause.end].contains { bound in
      switch bound {
      case .preceding, .following: true
      default: false
      }
    }
  }

  private static func integers(_ vector: Vector) throws -> [Int64] {
    let longs = try vector.cast(to: .long)
    return Array(UnsafeBufferPointer(start: longs.pointer(Int64.self), count: longs.count))
  }

  private static func edge(_ bound: OverNode.Bound, _ column: Vector?, _ rows: WindowRows, _ frame: Frame) throws -> Edge {
    switch bound {
    case .unbounded: .unbounded
    case .currentRow: .currentRow
    case .preceding(let node): try edge(try node.eval(frame), isPreceding: true, column, rows)
    case .following(let node): try edge(try node.eval(frame), isPreceding: false, column, rows)
    }
  }

  private static func edge(_ distance: borrowing Cell, isPreceding: Bool, _ column: Vector?, _ rows: WindowRows) throws -> Edge {
    guard let column else {
      guard distance.isScalar, distance.elementType.isIntegerLike, !distance.isNull else { throw KernelError.type("a frame of rows needs whole numbers") }
      let count = try Int(distance.asInt64())
      guard count >= 0, count < Int(Int32.max) else { throw KernelError.value("a frame must not have a negative size") }
      return .rows(isPreceding ? -count : count)
    }
    // Before in a descending order is larger.
    let isSmaller = isPreceding != (rows.sortKey?.descending ?? false)
    if distance.elementType == .duration {
      let duration = Duration(packed: distance.rawInteger)
      let moved = try TimeSpan.shifted(column, by: Duration(isSmaller ? duration.count : -duration.count, duration.unit, calendar: duration.calendar))
      return .values(try integers(moved))
    }
    guard distance.isScalar, distance.elementType.isIntegerLike, !distance.isNull else { throw KernelError.type("a frame of a range needs an integer or a DURATION") }
    let step = try distance.asInt64()
    return .values(try integers(column).map { isSmaller ? $0 &- step : $0 &+ step })
  }

  func range(_ place: Int, in partition: Range<Int>) throws -> Range<Int> {
    let first: Int
    switch start {
    case .unbounded: first = partition.lowerBound
    case .currentRow: first = unit == .rows ? place : rows.peers[place].lowerBound
    case .rows(let count): first = min(max(place + count, partition.lowerBound), partition.upperBound)
    case .values(let limits): first = search(partition) { isBefore(values[$0], limits[place]) }
    }
    let last: Int
    switch end {
    case .unbounded: last = partition.upperBound
    case .currentRow: last = unit == .rows ? place + 1 : rows.peers[place].upperBound
    case .rows(let count): last = min(max(place + count + 1, partition.lowerBound), partition.upperBound)
    case .values(let limits): last = search(partition) { !isBefore(limits[place], values[$0]) }
    }
    return first..<max(first, last)
  }

  private func isBefore(_ left: Int64, _ right: Int64) -> Bool { rows.sortKey?.descending == true ? left > right : left < right }

  /// The first place of a partition where `holds` does not hold.
  private func search(_ partition: Range<Int>, _ holds: (Int) -> Bool) -> Int {
    var low = partition.lowerBound
    var high = partition.upperBound
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
