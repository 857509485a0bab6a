import WeirRuntime
import WeirTables

// Vectors, tuples, sets, ranges and pairs made from other values.
extension StandardCatalog {
  static let construction: [Builtin] = constructionOfVectors + constructionOfArrayVectors + constructionOfMatrices

  private static let constructionOfVectors: [Builtin] = [
    Builtin(
      "array(dataType, [initialSize], [capacity], [defaultValue])",
      summary: "A vector of a type, or of the type of a vector, whose elements are zero (strings: null) or `defaultValue`.",
      example: Example("array(INT, 3, 10, 1)", gives: "[1,1,1]"), body: array),
    Builtin(
      "bigarray(dataType, [initialSize], [capacity], [defaultValue])", summary: "As array, meant for very many elements.",
      example: Example("bigarray(INT, 3)", gives: "[0,0,0]"), body: array),
    Builtin("set(X)", summary: "The set of the elements of `X`.", example: Example("size(set(4 5 5 2))", gives: "3")) { call in
      if let set = call[0].set { return set.copiedForAssignment() }
      let elements = try call.vectorOrScalar(0)
      return .set(try SetObject(try (elements as? AnyVector)?.collapsed() ?? elements))
    },
    Builtin(
      "enlist(X)", summary: "`X` as the one element of a vector or tuple; a dictionary with string keys as a table of one row.",
      example: Example("enlist(1 2)", gives: "([1,2])")
    ) { call in
      if call[0].isScalar, call[0].elementType.category != .other { return .vector(try Vector.repeating(call[0], count: 1)) }
      if let dictionary = call[0].dictionary, dictionary.keyType.isLiteral { return .table(try rowTable(dictionary)) }
      let one = AnyVector(capacity: 1)
      one.push(call[0].copy())
      return .vector(one)
    },
    Builtin(
      "subtuple(X, range)", summary: "The elements in `range` (end excluded) of every vector of the tuple `X`.",
      example: Example("subtuple((1..10, 11..20), 2:4)", gives: "([3,4],[13,14])"), body: subtuple),
    Builtin(
      "setColumnarTuple!(mutable X, [on=true])", summary: "Makes the tuple `X` a columnar one, or an ordinary one again.",
      example: Example("isColumnarTuple(setColumnarTuple!((1 2, 3 4)))", gives: "true")
    ) { call in
      guard let tuple = call[0].tuple, let header = tuple.sharingHeader() as? AnyVector else { throw call.expected(0, "a tuple") }
      header.isColumnar = try call.bool(1, default: true)
      call.arguments[0] = .vector(header)
      return .vector(header)
    },
  ]

  private static func array(_ call: borrowing Call) throws -> Cell {
    let template = call[0].vector
    let (type, scale) = try template.map { ($0.type, $0.scale) } ?? call.elementType(0)
    let count = try call.int(1, default: template?.count ?? 0)
    guard count >= 0 else { throw call.invalid(1, "must not be negative") }
    if TypeDesignator.isArray(call[0]) || template?.storage == .array {
      let values = try Vector.nulls(type, count: count, scale: scale)
      try BufferPool.checkRoom(rowNumbers: count)
      return .vector(ArrayVector(offsets: Array(0...count), values: values))
    }
    let vector: Vector
    if call.has(3), !call[3].isVoid {
      guard call[3].isScalar else { throw call.expected(3, "a scalar") }
      vector = try Vector.repeating(try call[3].cast(to: type, scale: scale), count: count)
    } else {
      vector = try Vector.zeros(type, count: count, scale: scale)
    }
    // A capacity is a hint: what no machine can hold is not reserved in advance.
    let capacity = try call.int(2, default: 0)
    if capacity > count, capacity < capacityHintMax { try vector.reserve(capacity - count) }
    return .vector(vector)
  }

  /// Elements up to which the capacity that a script asks for is reserved at once.
  private static let capacityHintMax = 1 << 26

  /// One row whose cells are the values of the dictionary.
  private static func rowTable(_ dictionary: DictionaryObject) throws -> Table {
    let keys = try dictionary.keys
    let values = try dictionary.values
    let columns = try (0..<values.count).map { index -> Vector in
      let value = values.cell(at: index)
      if value.isScalar { return try Vector.repeating(value, count: 1) }
      let one = AnyVector(capacity: 1)
      one.push(value.copy())
      return one
    }
    return try Table(names: (0..<keys.count).map { keys.text(at: $0) }, columns: columns)
  }

  private static func subtuple(_ call: borrowing Call) throws -> Cell {
    guard let tuple = call[0].tuple else { throw call.expected(0, "a tuple of vectors") }
    guard let range = call[1].pair else { throw call.expected(1, "a pair of integers") }
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count {
      guard let vector = tuple.cell(at: index).vector else { throw call.expected(0, "a tuple of vectors") }
      let (first, last) = (try range.elements.cell(at: 0).asInt64(), try range.elements.cell(at: 1).asInt64())
      let start = first.isNull ? 0 : first
      let end = last.isNull ? Int64(vector.count) : last
      guard start >= 0, start <= end, end <= Int64(vector.count) else { throw call.invalid(1, "is outside of the vectors") }
      result.push(.vector(vector.slice(Int(start), Int(end - start))))
    }
    return .vector(result)
  }

  private static let constructionOfArrayVectors: [Builtin] = [
    Builtin(
      "arrayVector(index, value)", summary: "An array vector of the elements of `value`, cut behind each of the positions in `index`, which count from 1.",
      example: Example("arrayVector(2 3 4, [1,2,3,4])", gives: "[[1,2],[3],[4]]")
    ) { call in
      let ends = try call.vector(0)
      let values = try call.vector(1)
      guard ends.type.category == .integral else { throw call.expected(0, "a vector of integers") }
      guard values.storage != .any, values.storage != .array else { throw call.expected(1, "a vector of scalars of one type") }
      return .vector(try ArrayVector.cut(values, behind: (0..<ends.count).map { Int(try ends.cell(at: $0).asInt64()) }))
    },
    Builtin(
      "fixedLengthArrayVector(args...)", summary: "An array vector whose rows are the rows of all arguments, which are vectors, tuples, matrices or tables.",
      example: Example("fixedLengthArrayVector(1 5 3, 3 4 5)", gives: "[[1,3],[5,4],[3,5]]")
    ) { call in
      var columns: [Vector] = []
      for index in 0..<call.count { columns += try columnsOf(call[index]) ?? { throw call.expected(index, "vectors, a matrix or a table") }() }
      guard !columns.isEmpty else { throw call.expected(0, "vectors, a matrix or a table") }
      return .vector(try ArrayVector.zipping(columns))
    },
  ]

  /// The columns that a value has in it; nil when it has none.
  static func columnsOf(_ value: borrowing Cell) throws -> [Vector]? {
    if let matrix = value.matrix { return (0..<matrix.columns).map { matrix.column($0) } }
    if let snapshot = value.table?.snapshot { return try snapshot.columns.flatMap { try columnsOf(.vector($0)) ?? [] } }
    guard let vector = value.vector else { return nil }
    if let rows = vector as? ArrayVector { return try rows.asColumns() }
    guard let tuple = vector as? AnyVector else { return [vector] }
    if try tuple.collapsed() !== tuple { return [try tuple.collapsed()] }
    if tuple.isColumnar { return try rowsAsColumns(tuple) }
    return try (0..<tuple.count).flatMap { try columnsOf(tuple.cell(at: $0)) ?? [] }
  }

  /// The rows of a columnar tuple as columns of one length.
  static func rowsAsColumns(_ tuple: AnyVector) throws -> [Vector] {
    let rows = try (0..<tuple.count).map { index -> Vector in
      try tuple.cell(at: index).vector ?? Vector.repeating(tuple.cell(at: index), count: 1)
    }
    guard let width = rows.first?.count else { return [] }
    for row in rows where row.count != width { throw KernelError.shape("the rows of the tuple differ in length: \(width) and \(row.count)") }
    return try (0..<width).map { column in
      let collected = AnyVector(capacity: rows.count)
      for row in rows { collected.push(row.cell(at: column)) }
      return try collected.collapsed()
    }
  }
}
