import WeirRuntime
import WeirTables

// Putting values together and changing what a variable holds.
extension StandardCatalog {
  static let appending: [Builtin] = [
    Builtin(
      "append!(mutable obj, newData)", aliases: ["push!"], summary: "Adds values to a vector, tuple or set, rows to a table, columns to a matrix.",
      example: Example("x = 1 2; x.append!(3); x", gives: "[1,2,3]")
    ) { call in try Mutation.append(call) },
    Builtin(
      "appendTuple!(mutable X, Y, [wholistic=false])", summary: "Adds the elements of the tuple `Y` to the tuple `X`, or `Y` as one element.",
      example: Example("x = (1, `a); x.appendTuple!((2, `b), true); x", gives: "(1,\"a\",(2,\"b\"))")
    ) { call in
      let isWhole = try call.bool(2, default: false)
      if let lists = call[0].vector as? ArrayVector {
        try Joining.append(call[1], to: lists)
        return call[0].copy()
      }
      guard let tuple = call[0].tuple else { throw call.expected(0, "a tuple") }
      guard let added = call[1].vector else { throw call.expected(1, "a tuple") }
      if isWhole { tuple.push(.vector(added)) } else { for index in 0..<added.count { tuple.push(added.cell(at: index)) } }
      return call[0].copy()
    },
    Builtin(
      "join(X, Y)", summary: "`X` followed by `Y`: elements of vectors, columns of matrices and tables.",
      example: Example("1 2 join 3", gives: "[1,2,3]")
    ) { call in try Joining.joined(call[0], call[1]) },
    Builtin(
      "join!(mutable X, Y)", summary: "Adds `Y` to `X`: elements to a vector, columns to a matrix or table.",
      example: Example("x = 1 2; x.join!(3); x", gives: "[1,2,3]")
    ) { call in
      if let vector = call[0].vector {
        try Joining.append(call[1], to: vector)
      } else if let table = call[0].table {
        let joined = try Joining.joined(table, call[1]).snapshot
        try table.update(.addColumnByUpdate) { ($0.names, $0.columns) = (joined.names, joined.columns) }
      } else {
        call.arguments[0] = try Joining.joined(call[0], call[1])
      }
      return call[0].copy()
    },
    Builtin(
      "pop!(mutable X)", summary: "Removes the last element and gives it.", example: Example("x = 1 2 3; pop!(x)", gives: "3")
    ) { call in
      let vector = try call.vector(0)
      guard vector.count > 0 else { throw call.invalid(0, "has no elements") }
      let last = vector.cell(at: vector.count - 1)
      try Mutation.keep(call, Array(0..<(vector.count - 1)))
      return last
    },
    Builtin(
      "removeHead!(mutable obj, n)", summary: "Removes the first `n` elements.", example: Example("x = 1..5; x.removeHead!(2); x", gives: "[3,4,5]")
    ) { call in
      let count = try call.vector(0).count
      let removed = try Mutation.removedCount(call, of: count)
      return try Mutation.keep(call, Array(removed..<count))
    },
    Builtin(
      "removeTail!(mutable obj, n)", summary: "Removes the last `n` elements.", example: Example("x = 1..5; x.removeTail!(2); x", gives: "[1,2,3]")
    ) { call in
      let count = try call.vector(0).count
      let removed = try Mutation.removedCount(call, of: count)
      return try Mutation.keep(call, Array(0..<(count - removed)))
    },
    Builtin(
      "remove!(mutable obj, index)", summary: "Removes the elements at the given places, which ascend.",
      example: Example("x = 1..5; x.remove!(1 3); x", gives: "[1,3,5]")
    ) { call in
      let count = try call.vector(0).count
      let places = try call.vectorOrScalar(1).longs()
      var removed: Set<Int> = []
      for row in 0..<places.count {
        try Interruption.check(atRow: row)
        let place = Int(places.pointer(Int64.self)[row])
        guard place >= 0, place < count else { throw KernelError.range("\(call.name): index \(place) is out of range: the vector has \(count) elements") }
        removed.insert(place)
      }
      return try Mutation.keep(call, (0..<count).filterRows { !removed.contains($0) })
    },
    Builtin(
      "replace(X, oldValue, newValue)", summary: "`X` with every `oldValue` replaced by `newValue`.",
      example: Example("replace(1 1 3, 1, 2)", gives: "[2,2,3]"), axis: .elementwise
    ) { call in .vector(try Mutation.replaced(call)) },
    Builtin(
      "replace!(mutable X, oldValue, newValue)", summary: "Replaces every `oldValue` in `X` by `newValue`.",
      example: Example("x = 1 1 3; x.replace!(1, 2); x", gives: "[2,2,3]")
    ) { call in
      if let matrix = call[0].matrix {
        let values = try call.withFirst(.vector(matrix.values)) { try Mutation.replaced($0) }
        call.arguments[0] = .matrix(try matrix.withValues(values))
      } else {
        try Mutation.overwrite(try call.vector(0), with: try Mutation.replaced(call))
      }
      return call[0].copy()
    },
  ]
}

/// Changes of what a variable refers to.
enum Mutation {
  static func append(_ call: borrowing Call) throws -> Cell {
    switch call[0].heapKind {
    case .vector: try appendNamed(call, to: call[0].unsafeObject(as: Vector.self))
    case .table: try appendRows(call, to: call[0].unsafeObject(as: Table.self))
    case .set:
      let set = call[0].unsafeObject(as: SetObject.self)
      if let other = call[1].set { try set.insert(contentsOf: other.elements) } else { try set.insert(contentsOf: try call.vectorOrScalar(1)) }
    case .matrix: call.arguments[0] = .matrix(try Joining.joined(call[0].unsafeObject(as: MatrixObject.self), call[1]))
    case .resource:
      guard let table = call[0].segmentedTable else { throw call.expected(0, "a vector, tuple, matrix, set or table") }
      try table.append(try call.table(1).snapshot.columns)
    case .dictionary: throw call.expected(0, "a vector, tuple, matrix, set or table")
    default: throw call.expected(0, "a vector, tuple, matrix, set or table")
    }
    return call[0].copy()
  }

  private static func appendNamed(_ call: borrowing Call, to vector: Vector) throws {
    guard !call[1].isMissing else { throw KernelError.arguments("\(call.name): the argument `newData` is missing") }
    try Joining.append(call[1], to: vector)
  }

  private static func appendRows(_ call: borrowing Call, to table: Table) throws {
    if let other = call[1].table {
      try table.append(other.snapshot.columns)
      return
    }
    if let row = call[1].dictionary {
      try table.appendEntries(row)
      return
    }
    guard let tuple = call[1].tuple else { throw call.expected(1, "a table") }
    var columns: [Vector] = []
    for index in 0..<tuple.count {
      try Interruption.check(atRow: index)
      let cell = tuple.cell(at: index)
      columns.append(try cell.vector ?? Vector.repeating(cell, count: 1))
    }
    try table.append(columns)
  }

  /// Gives the vector in the first argument the elements of `source`, which are of its type and number.
  static func overwrite(_ vector: Vector, with source: Vector) throws { try vector.takeOver(source) }

  /// Leaves the rows `kept` of the vector in the first argument.
  @discardableResult
  static func keep(_ call: borrowing Call, _ kept: [Int]) throws -> Cell {
    try call.vector(0).keep(kept)
    return call[0].copy()
  }

  static func removedCount(_ call: borrowing Call, of count: Int) throws -> Int {
    let wanted = try call.int(1)
    guard wanted >= 0 else { throw call.invalid(1, "must not be negative") }
    return min(wanted, count)
  }

  /// The vector in the first argument with the second argument's value replaced by the third's.
  static func replaced(_ call: borrowing Call) throws -> Vector {
    let vector = try call.vectorOrScalar(0)
    let both = try Vector.empty(vector.type, capacity: 2, scale: vector.scale)
    try both.append(call[1])
    try both.append(call[2])
    let extended = try vector.emptyLike(capacity: vector.count + 2)
    try extended.append(contentsOf: vector)
    try extended.append(contentsOf: both)
    let old = vector.count
    return try extended.gather((0..<vector.count).mapRows { VectorEquality.areEqual(extended, $0, old) ? old + 1 : $0 })
  }
}
