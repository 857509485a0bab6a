import WeirHost
import WeirRuntime
import WeirTables

// Sorting and ranking.
extension StandardCatalog {
  static let ordering: [Builtin] = [
    Builtin("sort(X, [ascending=true])", summary: "The elements in order, nulls lowest.", example: Example("sort(9 1 5)", gives: "[1,5,9]")) { call in
      try Ordering.sorted(call)
    },
    Builtin("sort!(mutable X, [ascending=true])", summary: "Puts the elements of `X` in order.", example: Example("x = 9 1 5; sort!(x); x", gives: "[1,5,9]")) { call in
      try NullFilling.inPlace(call) { try Ordering.sorted($0) }
    },
    Builtin(
      "isort(X, [ascending=true])", summary: "The places of the elements in sorted order; a tuple of vectors is sorted by all of them.",
      example: Example("isort(4 1 3)", gives: "[1,2,0]")
    ) { call in .vector(try SortKernel.orderVector(keys: try Ordering.keys(call, 0, 1), threads: call.session.host.threads)) },
    Builtin(
      "isort!(X, [ascending=true], mutable indices)", summary: "Brings `indices` into the order of `X`.",
      example: Example("y = 5 7 8; isort!(3 1 2, true, y)", gives: "[7,8,5]")
    ) { call in
      let order = try Ordering.order(call, 0, 1)
      let indices = try call.vector(2)
      guard indices.count == order.count else { throw KernelError.shape("isort!: `indices` has \(indices.count) elements for \(order.count)") }
      try indices.keep(order)
      return call[2].copy()
    },
    Builtin(
      "isortTop(X, top, [ascending=true])", summary: "The places of the first `top` elements in sorted order.",
      example: Example("isortTop(2 1 4 3, 2)", gives: "[1,0]")
    ) { call in
      let order = try Ordering.order(call, 0, 2)
      let top = try call.int(1)
      guard top > 0, top <= order.count else { throw call.invalid(1, "must be from 1 to the number of elements (\(order.count))") }
      return .vector(try Ordering.vector(Array(order.prefix(top))))
    },
    Builtin(
      "rank(X, [ascending=true], [groupNum], [ignoreNA=true], [tiesMethod='min'], [percent=false], [precision])",
      summary: "The rank of each element, from 0.", example: Example("rank(45 16 32 21)", gives: "[3,0,2,1]"), isConcurrent: true
    ) { call in
      var ranking = Ranking()
      ranking.isAscending = try call.bool(1, default: true)
      ranking.groupCount = call.has(2) && !call[2].isNull ? try call.int(2) : nil
      if let groups = ranking.groupCount, groups < 1 { throw call.invalid(2, "must be greater than 0") }
      ranking.ignoresNull = try call.bool(3, default: true)
      guard let ties = WindowOrder.Ties(rawValue: try call.string(4, default: "min")) else {
        throw call.invalid(4, "must be 'min', 'max', 'average' or 'first'")
      }
      ranking.ties = ties
      ranking.isPercent = try call.bool(5, default: false)
      ranking.precision = call.has(6) && !call[6].isNull ? try call.int(6) : nil
      if ranking.precision != nil, ties == .first { throw call.invalid(4, "must not be 'first' where a precision is given") }
      return try Ordering.ranked(call) { try ranking.ranks($0, threads: $1) }
    },
    Builtin(
      "denseRank(X, [ascending=true], [ignoreNA=true], [percent=false])", summary: "The rank of each element among the different ones, from 0.",
      example: Example("denseRank(5 1 5 6)", gives: "[1,0,1,2]"), isConcurrent: true
    ) { call in
      var ranking = Ranking()
      ranking.isAscending = try call.bool(1, default: true)
      ranking.ignoresNull = try call.bool(2, default: true)
      ranking.isPercent = try call.bool(3, default: false)
      return try Ordering.ranked(call) { try ranking.denseRanks($0, threads: $1) }
    },
    Builtin(
      "sortBy!(mutable table, sortColumns, [sortDirections=true])", summary: "Sorts the rows of a table by columns, each up (true) or down.",
      example: Example("t = table(2 1 as a); t.sortBy!(`a)", gives: "a\n-\n1\n2")
    ) { call in
      let table = try call.table(0)
      let names = try call.strings(1)
      let directions = try Ordering.directions(call, 2, count: names.count)
      let threads = call.session.host.threads
      try table.update(.reorder("sortBy!")) { snapshot in
        var keys: [SortKey] = []
        for (name, isAscending) in zip(names, directions) {
          guard let column = snapshot.columnIndex(name) else { throw KernelError(.name, "sortBy!: the table has no column `\(name)`") }
          keys.append(SortKey(snapshot.columns[column], descending: !isAscending))
        }
        let order = try SortKernel.order(keys: keys, threads: threads)
        try snapshot.keep(order)
      }
      return call[0].copy()
    },
    Builtin("distinct(X)", summary: "The different elements in the order of their first places.", example: Example("distinct(4 5 5 2)", gives: "[4,5,2]")) { call in
      let values = try call[0].matrix?.values ?? (call[0].vector as? ArrayVector)?.values ?? call.vectorOrScalar(0)
      guard values.storage != .any else { throw call.expected(0, "a vector of one type") }
      var index = KeyIndex()
      let rows = try (0..<values.count).filter { row in
        try Interruption.check(atRow: row)
        return index.insert(row, values) == nil
      }
      return .vector(try values.gather(rows))
    },
  ]
}

/// What the functions that sort share.
enum Ordering {
  static func sorted(_ call: borrowing Call) throws -> Cell {
    let descending = !(try call.bool(1, default: true))
    let threads = call.session.host.threads
    if let matrix = call[0].matrix { return .matrix(try matrix.withValues(try SortKernel.sorted(matrix.values, descending: descending, threads: threads))) }
    if let pair = call[0].pair { return .pair(PairObject(try SortKernel.sorted(pair.elements, descending: descending))) }
    let values = try call[0].tuple.map { try ResultAssembly.collapsed($0) } ?? call.vector(0)
    return .vector(try SortKernel.sorted(values, descending: descending, threads: threads))
  }

  /// The rows in the order of one vector or of several.
  static func order(_ call: borrowing Call, _ data: Int, _ ascending: Int) throws -> [Int] {
    try SortKernel.order(keys: try keys(call, data, ascending), threads: call.session.host.threads)
  }

  /// One vector or several to sort by.
  static func keys(_ call: borrowing Call, _ data: Int, _ ascending: Int) throws -> [SortKey] {
    guard let tuple = call[data].tuple, tuple.count > 0, tuple.cell(at: 0).vector != nil else {
      let values = try call[data].tuple.map { try ResultAssembly.collapsed($0) } ?? call[data].matrix?.values ?? call.vector(data)
      return [SortKey(values, descending: !(try directions(call, ascending, count: 1)[0]))]
    }
    let directions = try directions(call, ascending, count: tuple.count)
    var keys: [SortKey] = []
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      guard let vector = tuple.cell(at: index).vector else { throw call.expected(data, "a vector or a tuple of vectors") }
      keys.append(SortKey(vector, descending: !directions[index]))
    }
    return keys
  }

  /// One direction for each of `count` keys: true for up.
  static func directions(_ call: borrowing Call, _ index: Int, count: Int) throws -> [Bool] {
    guard call.has(index), !call[index].isVoid else { return Array(repeating: true, count: count) }
    guard call[index].vector != nil else { return Array(repeating: try call.bool(index, default: true), count: count) }
    let flags = try call.vector(index).longs()
    guard flags.count == count else { throw call.invalid(index, "must have one element for each of the \(count) keys") }
    return (0..<count).map { flags.pointer(Int64.self)[$0] != 0 }
  }

  static func vector(_ rows: [Int]) throws -> Vector {
    let result = try FixedVector(.int, count: rows.count)
    for (place, row) in rows.enumerated() { result.pointer(Int32.self)[place] = Int32(truncatingIfNeeded: row) }
    return result
  }

  /// Ranks of a vector, of each column, or of the values of a dictionary.
  static func ranked(_ call: borrowing Call, _ body: (Vector, any Threads) throws -> Vector) throws -> Cell {
    let threads = call.session.host.threads
    if let dictionary = call[0].dictionary { return .vector(try body(try dictionary.values, threads)) }
    return try SeriesForms.each(call, 0) { .vector(try body($0, threads)) }
  }
}
