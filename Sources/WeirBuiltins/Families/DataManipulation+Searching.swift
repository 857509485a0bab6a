import WeirRuntime
import WeirTables

// Finding values and places.
extension StandardCatalog {
  static let searching: [Builtin] = [
    Builtin(
      "find(X, Y)", summary: "The first place in `X` of each element of `Y`, -1 where there is none; of a dictionary the values of the keys `Y`.",
      example: Example("find(7 3 3 5, 3 4)", gives: "[1,-1]")
    ) { call in
      if call[0].dictionary != nil { return try Indexing.read(call[0], call[1]) }
      let values = try Searching.column(call)
      return try Searching.mapped(call, 1) { try VectorSearch.firstPlaces(of: $0, in: values) }
    },
    Builtin(
      "binsrch(X, Y)", summary: "The place in the ascending `X` of each element of `Y`, -1 where there is none.",
      example: Example("binsrch(1..10, 3 20)", gives: "[2,-1]")
    ) { call in
      let values = try call.vector(0)
      return try Searching.mapped(call, 1) { try VectorSearch.sortedPlaces(of: $0, in: values) }
    },
    Builtin(
      "asof(X, Y)", summary: "The last place in the ascending `X` whose value is not above each element of `Y`; -1 where all are.",
      example: Example("asof(1 3 5, 4 0)", gives: "[1,-1]")
    ) { call in
      let values = try call[0].matrix?.rowLabels ?? call.vector(0)
      return try Searching.mapped(call, 1) { try VectorSearch.lastPlaces(notAbove: $0, in: values) }
    },
    Builtin(
      "searchK(X, k)", summary: "The `k`-th least element, nulls left out.", example: Example("searchK(7 1 5 NULL, 2)", gives: "5")
    ) { call in try Searching.kthLeast(call) },
    Builtin(
      "firstHit(func, X, target)", summary: "The first element that stands in the relation to `target`; nulls are skipped.",
      example: Example("firstHit(>, 1 5 7, 3)", gives: "5")
    ) { call in try Searching.hit(call, asPlace: false) },
    Builtin(
      "ifirstHit(func, X, target)", summary: "The place of the first element that stands in the relation to `target`, or -1; nulls are skipped.",
      example: Example("ifirstHit(>, 1 5 7, 3)", gives: "1")
    ) { call in try Searching.hit(call, asPlace: true) },
    Builtin(
      "isSorted(X, [ascending=true])", summary: "Whether the elements ascend, or descend.", example: Example("isSorted(1 2 2)", gives: "true")
    ) { call in
      let values = try call.vector(0)
      let order = try SortKernel.order(keys: [SortKey(values, descending: !(try call.bool(1, default: true)))])
      return .bool(order.enumerated().allSatisfy { $0.offset == $0.element })
    },
    Builtin(
      "conditionalFilter(X, condition, filterMap)", summary: "Whether each element is among, or between, what the dictionary has for its condition.",
      example: Example("conditionalFilter(1 2 3, `a`b`c, dict(`a`b, 1 2))", gives: "[true,true,false]")
    ) { call in try Searching.conditionalFilter(call) },
    Builtin(
      "groups(X, [mode='dict'])", summary: "For each different value the rows where it stands: as dictionary, table, array vector or tuple.",
      example: Example("groups(5 6 5, 'vector')", gives: "[[0,2],[1]]")
    ) { call in try Searching.groups(call) },
  ]
}

/// What the functions that search share.
enum Searching {
  /// The first argument as one column.
  static func column(_ call: borrowing Call) throws -> Vector {
    guard let table = call[0].table else { return try call.vectorOrScalar(0) }
    let columns = table.snapshot.columns
    guard columns.count == 1 else { throw call.expected(0, "a vector, dictionary or table of one column") }
    return columns[0]
  }

  /// The places of the elements of one argument, in its form.
  static func mapped(_ call: borrowing Call, _ index: Int, _ body: (Vector) throws -> Vector) throws -> Cell {
    if let matrix = call[index].matrix { return .matrix(try matrix.withValues(try body(matrix.values))) }
    if let lists = call[index].vector as? ArrayVector { return .vector(ArrayVector(offsets: lists.offsets, values: try body(lists.values))) }
    if let pair = call[index].pair { return .pair(PairObject(try body(pair.elements))) }
    return try SeriesForms.each(call, index) { .vector(try body($0)) }
  }

  private static func withCells(_ count: Int, _ body: (UnsafeMutablePointer<Cell>) throws -> Cell) throws -> Cell {
    let cells = UnsafeMutablePointer<Cell>.allocate(capacity: max(count, 1))
    defer {
      cells.deinitialize(count: count)
      cells.deallocate()
    }
    return try body(cells)
  }

  static func kthLeast(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    let k = try call.int(1)
    let present = try values.gather((0..<values.count).filterRows { !values.isNull(at: $0) })
    guard k > 0, k <= present.count else { throw call.invalid(1, "must be from 1 to the number of values (\(present.count))") }
    return present.cell(at: try SortKernel.order(keys: [SortKey(present)])[k - 1])
  }

  static func hit(_ call: borrowing Call, asPlace: Bool) throws -> Cell {
    let function = try call.function(0)
    if let matrix = call[1].matrix {
      let results = AnyVector(capacity: matrix.columns)
      for column in 0..<matrix.columns { results.push(try hit(matrix.column(column), function, call, asPlace)) }
      return .vector(try ResultAssembly.collapsed(results))
    }
    if let table = call[1].table {
      let snapshot = table.snapshot
      let columns = try snapshot.columns.map { try Vector.repeating(try hit($0, function, call, asPlace), count: 1) }
      return .table(try Table(names: snapshot.names, columns: columns))
    }
    return try hit(try call.vectorOrScalar(1), function, call, asPlace)
  }

  private static func hit(_ values: Vector, _ function: Function, _ call: borrowing Call, _ asPlace: Bool) throws -> Cell {
    let flags = try withCells(2) { cells in
      cells.initialize(to: .vector(values))
      (cells + 1).initialize(to: call[2].copy())
      return try call.session.call(function, cells, count: 2)
    }
    guard let answers = try flags.vector?.longs(), answers.count == values.count else { throw call.expected(0, "a comparison") }
    let row = (0..<values.count).first { !values.isNull(at: $0) && answers.pointer(Int64.self)[$0] > 0 }
    if asPlace { return .int(row ?? -1) }
    return row.map { values.cell(at: $0) } ?? .null(values.type, scale: values.scale)
  }

  static func conditionalFilter(_ call: borrowing Call) throws -> Cell {
    let values = try call.vectorOrScalar(0)
    let conditions = try call.vectorOrScalar(1)
    let filters = try call.dictionary(2)
    guard values.count == conditions.count || conditions.count == 1 else { throw KernelError.shape("conditionalFilter: `X` and `condition` differ in length") }
    let result = try FixedVector(.bool, count: values.count)
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      let filter = try filters.value(conditions.cell(at: conditions.count == 1 ? 0 : row)) ?? .missing
      result.pointer(Int8.self)[row] = try passes(values.slice(row, 1), filter) ? 1 : 0
    }
    return try SeriesForms.likeArgument(call, result)
  }

  private static func passes(_ value: Vector, _ filter: borrowing Cell) throws -> Bool {
    if filter.isMissing { return false }
    if let pair = filter.pair {
      let low = try VectorSearch.lastPlaces(notAbove: value, in: pair.elements.slice(0, 1))
      let high = try VectorSearch.firstPlaces(notBelow: value, in: pair.elements.slice(1, 1))
      return low.cell(at: 0).rawInteger == 0 && high.cell(at: 0).rawInteger == 0
    }
    let allowed = try filter.vector ?? Vector.repeating(filter, count: 1)
    return try VectorSearch.firstPlaces(of: value, in: allowed).cell(at: 0).rawInteger >= 0
  }

  static func groups(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    let order = try SortKernel.order(keys: [SortKey(values)])
    var offsets = [0]
    for place in order.indices.dropFirst() {
      try Interruption.check(atRow: place)
      if !VectorEquality.areEqual(values, order[place], order[place - 1]) { offsets.append(place) }
    }
    if !order.isEmpty { offsets.append(order.count) }
    let keys = try values.gather(offsets.dropLast().map { order[$0] })
    let rows = try FixedVector(.int, count: order.count)
    for (place, row) in order.enumerated() { rows.pointer(Int32.self)[place] = Int32(truncatingIfNeeded: row) }
    let lists = ArrayVector(offsets: offsets, values: rows)
    switch try call.string(1, default: "dict") {
    case "vector": return .vector(lists)
    case "tuple": return .vector(try tuple(lists))
    case "table": return .table(try Table(names: ["key", "index"], columns: [keys, lists]))
    case "dict": return .dictionary(try DictionaryObject(keys: keys, values: try tuple(lists)))
    default: throw call.invalid(1, "must be 'dict', 'table', 'vector' or 'tuple'")
    }
  }

  private static func tuple(_ lists: ArrayVector) throws -> AnyVector {
    AnyVector(vectors: try (0..<lists.count).map { row in
      try Interruption.check(atRow: row)
      return lists.row(row)
    })
  }
}
