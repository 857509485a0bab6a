import WeirRuntime
import WeirTables

// Rows that hold several values: windows as lists, lists merged, filtered and sorted.
extension StandardCatalog {
  static let listRows: [Builtin] = [
    Builtin(
      "movingWindowData(X, window, [fixed=false])",
      summary: "The last `window` elements up to each one as a list, at the beginning fewer, or with `fixed` filled up with nulls.",
      example: Example("movingWindowData(1 2 3, 2)", gives: "[[1],[1,2],[2,3]]"), body: movingWindowData),
    Builtin(
      "sessionWindow(X, sessionGap)",
      summary: "The first element of the session of each one: a session ends where an element is `sessionGap` or more behind the one before.",
      example: Example("sessionWindow(1 5 6 12 13, 5)", gives: "[1,1,1,12,12]"), body: sessionWindow),
    Builtin(
      "rowMergeAndSort(sortVec, asc, args...)",
      summary: "All rows of one or two array vectors or columnar tuples as one list, sorted; `args` are put in the same order.",
      example: Example("rowMergeAndSort(array(INT[], 0).append!([3 1, 2]), true)", gives: "[1,2,3]"), body: mergedRows),
    Builtin(
      "rowFilterAndSort(sortVec, filterVec, orderedFilters, args...)",
      summary: "In each row the places whose `filterVec` is among `orderedFilters`; places that are equal in the sorted `sortVec` come in the order of the filters.",
      example: Example(
        "rowFilterAndSort([1 1 2].setColumnarTuple!(), [`a`b`c].setColumnarTuple!(), `b`a)", gives: "(([1,1]),([\"b\",\"a\"]))"), body: filteredRows),
    Builtin(
      "oneHot(obj, encodingColumns)",
      summary: "The table with a column of 0 and 1 for each value of the given columns, named `column_value`, and then its other columns.",
      example: Example("oneHot(table(`x`y as a, 1 2 as b), `a)", gives: "a_x a_y b\n--- --- -\n1   0   1\n0   1   2"), body: oneHot),
    Builtin(
      "coevent(event, eventTime, window, [orderSensitive=false])",
      summary: "How often two events come within `window` of each other, as a table; with `orderSensitive` the first one and the second one are told apart.",
      example: Example("coevent(`A`B`A, 1 2 3, 1)", gives: "event1 event2 hits\n------ ------ ----\nA      B      2   "), body: coevent),
    Builtin(
      "loc(obj, [rowFilter], [colFilter], [view=false])",
      summary: "The rows and columns of a matrix that masks, labels or (of an indexed matrix) pairs of labels choose.",
      example: Example("loc(matrix(1 2, 3 4), true false)", gives: "#0 #1\n-- --\n1  3 "), body: chosenByLabels),
  ]

  // MARK: Windows

  private static func movingWindowData(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    let window = try call.int(1)
    guard window >= 2 else { throw call.invalid(1, "must be at least 2, got \(window)") }
    let isFixed = try call.bool(2, default: false)
    let width = isFixed ? window : min(window, values.count)
    let (total, overflow) = width.multipliedReportingOverflow(by: values.count)
    try BufferPool.checkRoom(rowNumbers: overflow ? Int.max : total)
    var offsets = [0]
    var places: [Int] = []
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      let first = row - window + 1
      places += (isFixed ? first : max(first, 0))...row
      offsets.append(places.count)
    }
    guard values.storage == .any || values.storage == .array else { return .vector(ArrayVector(offsets: offsets, values: try values.gather(places))) }
    let rows = AnyVector(capacity: values.count)
    for row in 0..<values.count { rows.push(.vector(AnyVector(vectors: []).filled(places[offsets[row]..<offsets[row + 1]], of: values))) }
    return .vector(rows)
  }

  private static func sessionWindow(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    guard values.type.category == .integral || values.type.isTemporal else { throw call.expected(0, "a vector of integers or moments") }
    let gap = try call.int(1)
    guard gap > 0 else { throw call.invalid(1, "must be positive") }
    let result = try Vector.empty(values.type, capacity: values.count)
    var session: (first: Int64, last: Int64)?
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      if !values.isNull(at: row) {
        let value = values.cell(at: row).rawInteger
        if let open = session {
          // What comes too late belongs to the session that is open.
          let distance = value.subtractingReportingOverflow(open.last)
          if value >= open.last { session = distance.overflow || distance.partialValue >= gap ? (value, value) : (open.first, value) }
        } else {
          session = (value, value)
        }
      }
      try result.append(session.map { .integer($0.first, values.type) } ?? .null(values.type))
    }
    return .vector(result)
  }

  // MARK: Lists

  /// One list of rows, or the lists that a tuple holds.
  private static func lists(_ call: borrowing Call, _ index: Int, most: Int) throws -> [RowSet] {
    if let one = try RowArguments.lists(call[index]) { return [one] }
    guard let tuple = call[index].tuple, (1...most).contains(tuple.count) else { throw call.expected(index, "an array vector, a columnar tuple, or a tuple of up to \(most) of them") }
    var result: [RowSet] = []
    for place in 0..<tuple.count {
      try Interruption.check(atRow: place)
      guard let rows = try RowArguments.lists(tuple.cell(at: place)) else { throw call.expected(index, "an array vector, a columnar tuple, or a tuple of up to \(most) of them") }
      result.append(rows)
    }
    return result
  }

  private static func moreLists(_ call: borrowing Call, from first: Int) throws -> [RowSet] {
    var result: [RowSet] = []
    for index in first..<max(call.count, first) { result.append(try lists(call, index, most: 1)[0]) }
    return result
  }

  private static func sameShape(_ all: [RowSet], _ call: borrowing Call) throws {
    for rows in all {
      guard rows.rowCount == all[0].rowCount else { throw KernelError.shape("\(call.name): the arguments must have equally many rows") }
      for row in 0..<rows.rowCount where try rows.row(row).count != all[0].row(row).count {
        throw KernelError.shape("\(call.name): the arguments must have equally many values in row \(row)")
      }
    }
  }

  private static func merged(_ rows: RowSet) throws -> Vector { try Vector.joined((0..<rows.rowCount).mapRows { try rows.row($0) }) }

  private static func mergedRows(_ call: borrowing Call) throws -> Cell {
    let sorting = try lists(call, 0, most: 2)
    let directions = try call.vectorOrScalar(1)
    guard directions.type == .bool, directions.count == sorting.count || directions.count == 1 else { throw call.expected(1, "a BOOL for each list") }
    let others = try moreLists(call, from: 2)
    try sameShape(sorting + others, call)
    let keys = try sorting.enumerated().map { index, rows in
      let isAscending = try directions.cell(at: directions.count == 1 ? 0 : index).asInt64() == 1
      return (vector: try merged(rows), descending: !isAscending, nullsFirst: Bool?.none)
    }
    let order = try naming(call.name) { try SortKernel.order(keys: keys) }
    let sorted = try keys.map { try $0.vector.gather(order) } + others.map { try merged($0).gather(order) }
    return .vector(sorted.count == 1 ? sorted[0] : AnyVector(vectors: sorted))
  }

  private static func filteredRows(_ call: borrowing Call) throws -> Cell {
    let sorting = try lists(call, 0, most: 3)
    let filters = try lists(call, 1, most: 3)
    let words = try orderedFilters(call, count: filters.count)
    let others = try moreLists(call, from: 3)
    let all = sorting + filters + others
    try sameShape(all, call)
    var results = all.map { _ in [Vector]() }
    for row in 0..<all[0].rowCount {
      let places = try keptPlaces(try sorting.map { try $0.row(row) }, try filters.map { try $0.row(row) }, words)
      for (index, rows) in all.enumerated() { results[index].append(try rows.row(row).gather(places)) }
    }
    let tuple = AnyVector(capacity: results.count)
    let argument = sorting.map { _ in 0 } + filters.map { _ in 1 } + others.indices.map { $0 + 3 }
    for (index, rows) in results.enumerated() { tuple.push(try asLists(rows, like: call[argument[index]])) }
    return .vector(tuple)
  }

  /// The rank of each word of each filter.
  private static func orderedFilters(_ call: borrowing Call, count: Int) throws -> [[String: Int]] {
    let lists: [Vector]
    if let tuple = call[2].tuple {
      lists = (0..<tuple.count).compactMap { tuple.cell(at: $0).vector }
    } else {
      lists = [try call.vectorOrScalar(2)]
    }
    guard lists.count == count, lists.allSatisfy({ $0.type.isLiteral }) else { throw call.expected(2, "strings, or a tuple of strings for each filter") }
    return lists.map { words in Dictionary((0..<words.count).map { (words.text(at: $0), $0) }) { first, _ in first } }
  }

  private static func keptPlaces(_ sorting: [Vector], _ filters: [Vector], _ words: [[String: Int]]) throws -> [Int] {
    var kept: [(run: Int, ranks: [Int], place: Int)] = []
    var run = 0
    for place in 0..<sorting[0].count {
      if place > 0 {
        for vector in sorting {
          let isSame = try OperatorKernel.apply(.equal, vector.cell(at: place - 1), vector.cell(at: place))
          if isSame.rawInteger != 1 {
            run += 1
            break
          }
        }
      }
      let ranks = zip(filters, words).compactMap { $1[$0.text(at: place)] }
      if ranks.count == filters.count { kept.append((run, ranks, place)) }
    }
    return kept.sorted { $0.run != $1.run ? $0.run < $1.run : $0.ranks != $1.ranks ? $0.ranks.lexicographicallyPrecedes($1.ranks) : $0.place < $1.place }.map(\.place)
  }

  /// Rows as an array vector where the argument, or the first list in it, was one; else as a columnar tuple.
  private static func asLists(_ rows: [Vector], like template: borrowing Cell) throws -> Cell {
    let first = template.tuple.flatMap { $0.isColumnar || $0.count == 0 ? nil : $0.cell(at: 0).vector }
    guard (template.vector as? ArrayVector ?? first as? ArrayVector) != nil else {
      let tuple = AnyVector(vectors: rows)
      tuple.isColumnar = true
      return .vector(tuple)
    }
    let offsets = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    return .vector(ArrayVector(offsets: offsets, values: try Vector.joined(rows)))
  }

  // MARK: Tables

  private static func oneHot(_ call: borrowing Call) throws -> Cell {
    let table = try call.table(0).snapshot
    let encoded = try naming(call.name) { try call.strings(1).map { try Table.require($0, in: table) } }
    var (names, columns) = ([String](), [Vector]())
    for index in encoded {
      let source = table.columns[index]
      guard source.storage != .any, source.storage != .array else { throw call.invalid(1, "must name columns of one type") }
      let words = (0..<source.count).map { source.type == .bool && !source.isNull(at: $0) ? "\(source.cell(at: $0).rawInteger)" : source.text(at: $0) }
      var places: [String: Int] = [:]
      for (row, word) in words.enumerated() {
        if places[word] == nil {
          guard places.count < oneHotColumnsMax else { throw call.invalid(1, "must name columns of at most \(oneHotColumnsMax) values") }
          places[word] = names.count
          names.append("\(table.names[index])_\(word)")
          columns.append(try Vector.zeros(.int, count: source.count))
        }
        let column = columns[places[word] ?? 0]
        column.pointer(Int32.self)[row] = 1
      }
    }
    for index in table.columns.indices where !encoded.contains(index) {
      names.append(table.names[index])
      columns.append(table.columns[index])
    }
    return .table(try Table(names: names, columns: columns))
  }

  private static let oneHotColumnsMax = 10_000

  private static func coevent(_ call: borrowing Call) throws -> Cell {
    let (events, times) = (try call.vector(0), try call.vector(1))
    guard events.storage != .any, events.storage != .array else { throw call.expected(0, "a vector of one type") }
    guard times.type.isTemporal || times.type.category == .integral else { throw call.expected(1, "a vector of moments or integers") }
    guard events.count == times.count else { throw KernelError.shape("coevent: `event` and `eventTime` must be of equal length") }
    let window = try call.int(2)
    guard window >= 0 else { throw call.invalid(2, "must not be negative") }
    let keepsOrder = try call.bool(3, default: false)
    let rows = try (0..<times.count).filterRows { !times.isNull(at: $0) }
    let order = rows.map { (time: times.cell(at: $0).rawInteger, row: $0) }.sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    let ranks = try SortKernel.order(keys: [(vector: events, descending: false, nullsFirst: nil)])
    // Equal events have one number, and the numbers are in the order of the events.
    var numbers = Array(repeating: 0, count: events.count)
    for (place, row) in ranks.enumerated().dropFirst() {
      let isSame = try OperatorKernel.apply(.equal, events.cell(at: ranks[place - 1]), events.cell(at: row)).rawInteger == 1
      numbers[row] = numbers[ranks[place - 1]] + (isSame ? 0 : 1)
    }
    var hits: [[Int]: Int] = [:]
    var pairs: [(first: Int, second: Int)] = []
    var counts: [Int] = []
    for (index, early) in order.enumerated() {
      try call.session.checkCancellation()
      for late in order[(index + 1)...] {
        let (distance, overflow) = late.time.subtractingReportingOverflow(early.time)
        if overflow || distance > window { break }
        let isTurned = !keepsOrder && numbers[late.row] < numbers[early.row]
        let (first, second) = isTurned ? (late.row, early.row) : (early.row, late.row)
        let place = hits[[numbers[first], numbers[second]], default: pairs.count]
        if place == pairs.count {
          hits[[numbers[first], numbers[second]]] = place
          pairs.append((first, second))
          counts.append(0)
        }
        counts[place] += 1
      }
    }
    let result = try Vector.empty(.int, capacity: counts.count)
    for count in counts { try result.append(.int(count)) }
    let columns = [try events.gather(pairs.map(\.first)), try events.gather(pairs.map(\.second)), result]
    return .table(try Table(names: ["event1", "event2", "hits"], columns: columns))
  }

  // MARK: Labels

  private static func chosenByLabels(_ call: borrowing Call) throws -> Cell {
    guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
    guard try !call.bool(3, default: false) else { throw KernelError.unsupported("loc: a view is not supported, only a copy") }
    let rows = try chosen(call, 1, matrix.rowLabels, count: matrix.rows, isIndexed: matrix.isIndexed)
    let columns = try chosen(call, 2, matrix.columnLabels, count: matrix.columns, isIndexed: matrix.isIndexed)
    let places = columns.flatMap { column in rows.map { column * matrix.rows + $0 } }
    let result = try MatrixObject(
      values: try matrix.values.gather(places), rows: rows.count, columns: columns.count, rowLabels: try matrix.rowLabels?.gather(rows),
      columnLabels: try matrix.columnLabels?.gather(columns))
    result.isIndexed = matrix.isIndexed
    return .matrix(result)
  }

  private static func chosen(_ call: borrowing Call, _ index: Int, _ labels: Vector?, count: Int, isIndexed: Bool) throws -> [Int] {
    guard call.has(index), !call[index].isVoid else { return Array(0..<count) }
    if let mask = call[index].vector, mask.type == .bool {
      guard mask.count == count else { throw call.invalid(index, "must have \(count) elements, one for each row or column") }
      return (0..<count).filter { mask.pointer(Int8.self)[$0] > 0 }
    }
    guard let labels else { throw call.invalid(index, "must be a mask: the matrix has no labels") }
    if let pair = call[index].pair {
      guard isIndexed else { throw call.invalid(index, "can be a pair for an indexed matrix only") }
      let low = try matches(.greaterOrEqual, labels, pair.elements.cell(at: 0))
      let high = try matches(.lessOrEqual, labels, pair.elements.cell(at: 1))
      return (0..<count).filter { low[$0] && high[$0] }
    }
    let wanted = try call.vectorOrScalar(index)
    var places: [Int] = []
    for place in 0..<wanted.count {
      try Interruption.check(atRow: place)
      let flags = try matches(.equal, labels, wanted.cell(at: place))
      places += (0..<count).filter { flags[$0] }
    }
    return places
  }

  private static func matches(_ operation: BinaryOperation, _ labels: Vector, _ wanted: borrowing Cell) throws -> [Bool] {
    let answer = try OperatorKernel.apply(operation, .vector(labels), wanted)
    guard let flags = answer.vector, flags.type == .bool else { throw KernelError.type("loc: labels of the type \(labels.type.name) are expected") }
    return withExtendedLifetime(flags) { (0..<flags.count).map { flags.pointer(Int8.self)[$0] > 0 } }
  }
}

extension AnyVector {
  /// The same tuple with elements of another vector behind its own.
  fileprivate func filled(_ places: ArraySlice<Int>, of source: Vector) -> AnyVector {
    for place in places { push(place < 0 ? .void : source.cell(at: place)) }
    return self
  }
}
