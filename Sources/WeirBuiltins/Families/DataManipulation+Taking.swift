import WeirRuntime
import WeirTables

// Choosing rows: take, head, tail, drop, stretch, subarray.
extension StandardCatalog {
  static let taking: [Builtin] = [
    Builtin(
      "take(X, n)", summary: "`n` rows of `X`, round and round; from the end when `n` is negative; each as often as a vector `n` says.",
      example: Example("take(1 2 3, 5)", gives: "[1,2,3,1,2]")
    ) { call in try Selecting.take(call) },
    Builtin(
      "stretch(X, n)", summary: "`n` rows in which the rows of `X` are repeated equally often.",
      example: Example("stretch(1 2 3, 5)", gives: "[1,1,2,2,3]")
    ) { call in
      try Selecting.requireRows(call, 0)
      return try RowSelection.rows(call[0], try Taking.stretched(try call.int(1), of: RowSelection.count(call[0])))
    },
    Builtin(
      "head(obj, [n=1])", summary: "The first `n` elements of a vector, columns of a matrix or rows of a table; without `n` the first one itself.",
      example: Example("head(1..10, 2)", gives: "[1,2]")
    ) { call in try Selecting.end(call, atTail: false) },
    Builtin(
      "tail(obj, [n=1])", summary: "The last `n` elements of a vector, columns of a matrix or rows of a table; without `n` the last one itself.",
      example: Example("tail(1..10, 2)", gives: "[9,10]")
    ) { call in try Selecting.end(call, atTail: true) },
    Builtin(
      "drop(obj, count)", summary: "All but the first `count` elements, columns or rows; all but the last ones when `count` is negative.",
      example: Example("drop(1..5, 2)", gives: "[3,4,5]")
    ) { call in try Selecting.drop(call) },
    Builtin(
      "subarray(X, range)", summary: "The elements of `X` from the first to before the second number of `range`.",
      example: Example("subarray(1..10, 2:4)", gives: "[3,4]")
    ) { call in .vector(try Selecting.range(call, try Selecting.sequence(call))) },
    Builtin(
      "reverse(X)", summary: "The elements of a vector, the rows of a table or of each column of a matrix in the opposite order.",
      example: Example("reverse(1 2 3)", gives: "[3,2,1]")
    ) { call in
      if let tuple = call[0].dictionary { return .dictionary(try Selecting.reversed(tuple)) }
      if let pair = call[0].pair { return .pair(PairObject(try pair.elements.gather([1, 0]))) }
      if call[0].isScalar, let text = call[0].stringValue { return .string(try TextEdit.reversed(text)) }
      guard !call[0].isScalar else { return call[0].copy() }
      try Selecting.requireRows(call, 0)
      return try RowSelection.rows(call[0], Array((0..<RowSelection.count(call[0])).reversed()))
    },
    Builtin(
      "til(n)", summary: "The integers from 0 to before `n`, of the type of `n`.", example: Example("til(4)", gives: "[0,1,2,3]")
    ) { call in
      let count = try call.int(0)
      guard call[0].elementType.category == .integral else { throw call.expected(0, "an integer") }
      guard count >= 0 else { throw call.invalid(0, "must not be negative") }
      let longs = try FixedVector(.long, count: count)
      let output = longs.pointer(Int64.self)
      try Interruption.inChunks(count) { start, end in for row in start..<end { output[row] = Int64(row) } }
      return .vector(try longs.cast(to: call[0].elementType))
    },
    Builtin(
      "shuffle(X)", summary: "The elements in a random order.", example: Example("sum(shuffle(1..10))", gives: "55")
    ) { call in try Selecting.shuffled(call) },
    Builtin(
      "shuffle!(mutable X)", summary: "Puts the elements of `X` into a random order.", example: Example("x = 1..10; shuffle!(x); sum(x)", gives: "55")
    ) { call in
      let shuffled = try Selecting.shuffled(call)
      if let vector = call[0].vector, let source = shuffled.vector {
        try Mutation.overwrite(vector, with: source)
      } else {
        call.arguments[0] = shuffled
      }
      return call[0].copy()
    },
  ]
}

/// What the functions that choose rows share.
enum Selecting {
  static func requireRows(_ call: borrowing Call, _ index: Int) throws {
    switch call[index].heapKind {
    case .vector, .matrix, .table, .pair: return
    default: throw call.expected(index, "a vector, matrix or table")
    }
  }

  static func take(_ call: borrowing Call) throws -> Cell {
    guard !call[0].isVoid, !call[0].isMissing else { throw call.expected(0, "a value whose type is known") }
    let count = call[0].isScalar || call[0].dictionary != nil || call[0].set != nil ? 1 : RowSelection.count(call[0])
    if let times = call[1].vector {
      if count == 1, times.count != 1, call[0].isScalar { throw call.expected(1, "an integer") }
      return try RowSelection.rows(call[0], try Taking.repeated(times, of: count))
    }
    let wanted = try call.int(1)
    if call[0].isScalar || call[0].dictionary != nil || call[0].set != nil {
      guard wanted >= 0 else { return .vector(try Vector.repeating(call[0], count: -wanted)) }
      return .vector(try Vector.repeating(call[0], count: wanted))
    }
    return try RowSelection.rows(call[0], try Taking.cyclic(wanted, of: count))
  }

  /// `head` and `tail`.
  static func end(_ call: borrowing Call, atTail: Bool) throws -> Cell {
    try requireRows(call, 0)
    let total = call[0].matrix?.columns ?? RowSelection.count(call[0])
    guard call.has(1) else { return try one(call, atTail ? total - 1 : 0, of: total) }
    let wanted = try call.int(1)
    guard wanted >= 0 else { throw call.invalid(1, "must not be negative") }
    let count = min(wanted, total)
    let start = atTail ? total - count : 0
    if let matrix = call[0].matrix { return .matrix(try RowSelection.columns(matrix, Array(start..<(start + count)))) }
    return try RowSelection.slice(call[0], start, count)
  }

  private static func one(_ call: borrowing Call, _ index: Int, of total: Int) throws -> Cell {
    if let matrix = call[0].matrix {
      guard total > 0 else { throw call.invalid(0, "has no columns") }
      return .vector(matrix.column(index))
    }
    if let table = call[0].table { return .dictionary(try rowDictionary(table, index)) }
    if let pair = call[0].pair { return pair.elements.cell(at: index) }
    let vector = try call.vector(0)
    guard total > 0 else { return .null(vector.type, scale: vector.scale) }
    return vector.cell(at: index)
  }

  /// One row of a table by column name; nulls when there is no such row.
  static func rowDictionary(_ table: Table, _ row: Int) throws -> DictionaryObject {
    let snapshot = table.snapshot
    let values = AnyVector(capacity: snapshot.columns.count)
    for column in snapshot.columns {
      values.push(row >= 0 && row < column.count ? column.cell(at: row) : .null(column.storage == .array ? .any : column.type, scale: column.scale))
    }
    return try DictionaryObject(keys: try StringVector(snapshot.names), values: values, isOrdered: true)
  }

  static func drop(_ call: borrowing Call) throws -> Cell {
    try requireRows(call, 0)
    let wanted = try call.int(1)
    let total = call[0].matrix?.columns ?? RowSelection.count(call[0])
    let dropped = Int(min(wanted.magnitude, UInt(total)))
    let start = wanted >= 0 ? dropped : 0
    if let matrix = call[0].matrix { return .matrix(try RowSelection.columns(matrix, Array(start..<(start + total - dropped)))) }
    return try RowSelection.slice(call[0], start, total - dropped)
  }

  /// A vector, or the values of a matrix column after column.
  static func sequence(_ call: borrowing Call) throws -> Vector {
    if let matrix = call[0].matrix { return matrix.values }
    return try call.vector(0)
  }

  /// The part of `vector` that the pair in the second argument names; an open end is the end of the vector.
  static func range(_ call: borrowing Call, _ vector: Vector) throws -> Vector {
    guard let pair = call[1].pair else { throw call.expected(1, "a pair") }
    let from = pair.elements.isNull(at: 0) ? 0 : Int(try pair.elements.cell(at: 0).asInt64())
    let to = pair.elements.isNull(at: 1) ? vector.count : Int(try pair.elements.cell(at: 1).asInt64())
    guard from <= to else { throw call.invalid(1, "must not descend") }
    if from >= 0, to <= vector.count { return vector.slice(from, to - from) }
    guard to - from < BufferPool.allocationBytesMax / 8 else { throw KernelError.memory("\(call.name): a range of \(to - from) elements") }
    return try vector.gather(Array(from..<to))
  }

  static func reversed(_ dictionary: DictionaryObject) throws -> DictionaryObject {
    let order = Array((0..<dictionary.count).reversed())
    return try DictionaryObject(keys: try dictionary.keys.gather(order), values: try dictionary.values.gather(order), isOrdered: dictionary.isOrdered)
  }

  /// All elements in a random order; those of a matrix keep its shape.
  static func shuffled(_ call: borrowing Call) throws -> Cell {
    if let matrix = call[0].matrix {
      return .matrix(try matrix.withValues(try matrix.values.gather(try permutation(matrix.values.count, call.session))))
    }
    try requireRows(call, 0)
    return try RowSelection.rows(call[0], try permutation(RowSelection.count(call[0]), call.session))
  }

  /// Fisher and Yates, from the front.
  private static func permutation(_ count: Int, _ session: SessionContext) throws -> [Int] {
    var order = Array(0..<count)
    for place in order.indices.dropLast() {
      try Interruption.check(atRow: place)
      order.swapAt(place, Int.random(in: place..<count, using: &session.random))
    }
    return order
  }
}
