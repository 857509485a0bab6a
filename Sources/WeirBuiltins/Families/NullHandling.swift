import WeirRuntime
import WeirTables

// Finding nulls and filling them.
extension StandardCatalog {
  static let nullHandling: [Builtin] = nullTests + nullFilling

  static let nullTests: [Builtin] = [
    Builtin("isNull(X)", summary: "Whether each element is null.", example: Example("isNull(1 NULL 3)", gives: "[false,true,false]"), axis: .elementwise) { call in
      try NullTests.test(call) { $0 }
    },
    Builtin("isValid(X)", summary: "Whether each element is not null.", example: Example("isValid(1 NULL 3)", gives: "[true,false,true]"), axis: .elementwise) { call in
      try NullTests.test(call) { !$0 }
    },
    Builtin("hasNull(X)", summary: "Whether there is a null among the elements.", example: Example("hasNull(1 NULL 3)", gives: "true")) { call in
      .bool(NullTests.hasNull(call[0]))
    },
    Builtin("isVoid(X)", summary: "Whether `X` is NULL without a type, or nothing.", example: Example("isVoid(NULL)", gives: "true")) { call in
      .bool(call[0].isVoid || call[0].isMissing)
    },
    Builtin("isNothing([X])", summary: "Whether no argument was given.", example: Example("isNothing(NULL)", gives: "false")) { call in .bool(!call.has(0) || call[0].isNothing) },
    Builtin(
      "isNanInf(X, [includeNull=false])", summary: "Whether each element is no number or infinite.",
      example: Example("isNanInf(1.5 2)", gives: "[false,false]"), axis: .elementwise
    ) { call in
      let includesNull = try call.bool(1, default: false)
      return try NullTests.numbers(call) { value in value.isNull ? includesNull : !value.isFinite }
    },
    Builtin(
      "ifNull(X, Y)", summary: "`Y` where `X` is not null, else the null.", example: Example("ifNull(1 NULL 3, 4 5 6)", gives: "[4,,6]"), rowwiseFrom: 1
    ) { call in try NullTests.choose(call, fromSecondWhereNull: false) },
    Builtin(
      "ifValid(X, Y)", summary: "`X` where it is not null, else `Y`.", example: Example("ifValid(1 NULL 3, 4 5 6)", gives: "[1,5,3]"), rowwiseFrom: 1
    ) { call in try NullTests.choose(call, fromSecondWhereNull: true) },
  ]

  static let nullFilling: [Builtin] = [
    Builtin("ffill(obj, [limit])", summary: "Nulls take the last value before them.", example: Example("ffill(1 NULL NULL 4)", gives: "[1,1,1,4]")) { call in
      try NullFilling.neighbours(call, Filling.forward)
    },
    Builtin("bfill(obj, [limit])", summary: "Nulls take the first value behind them.", example: Example("bfill(1 NULL NULL 4)", gives: "[1,4,4,4]")) { call in
      try NullFilling.neighbours(call, Filling.backward)
    },
    Builtin("lfill(obj)", summary: "Nulls between two values lie on the line through them.", example: Example("lfill(1 NULL 3)", gives: "[1,2,3]")) { call in
      try SeriesForms.each(call, 0, numericOnly: true) { .vector(try Filling.linear($0)) }
    },
    Builtin("ffill!(mutable obj, [limit])", summary: "Fills nulls with the last value before them.", example: Example("x = 1 NULL 3; x.ffill!(); x", gives: "[1,1,3]")) { call in
      try NullFilling.inPlace(call) { try NullFilling.neighbours($0, Filling.forward) }
    },
    Builtin("bfill!(mutable obj, [limit])", summary: "Fills nulls with the first value behind them.", example: Example("x = 1 NULL 3; x.bfill!(); x", gives: "[1,3,3]")) { call in
      try NullFilling.inPlace(call) { try NullFilling.neighbours($0, Filling.backward) }
    },
    Builtin("lfill!(mutable obj)", summary: "Fills nulls with the line between their neighbours.", example: Example("x = 1 NULL 3; x.lfill!(); x", gives: "[1,2,3]")) { call in
      try NullFilling.inPlace(call) { call in try SeriesForms.each(call, 0, numericOnly: true) { .vector(try Filling.linear($0)) } }
    },
    Builtin("nullFill(X, Y)", summary: "`X` with its nulls replaced by `Y`.", example: Example("nullFill(1 NULL 3, 0)", gives: "[1,0,3]"), rowwiseFrom: 2) { call in
      try NullFilling.replacement(call)
    },
    Builtin("nullFill!(mutable X, Y)", summary: "Replaces the nulls of `X` by `Y`.", example: Example("x = 1 NULL 3; x.nullFill!(0); x", gives: "[1,0,3]")) { call in
      try NullFilling.inPlace(call) { try NullFilling.replacement($0) }
    },
    Builtin(
      "nanInfFill(X, Y)", summary: "`X` with what is no number or infinite replaced by `Y`.", example: Example("nanInfFill(1.5 2, 0.0)", gives: "[1.5,2]"), rowwiseFrom: 1
    ) { call in
      let fill = try call.double(1)
      return try SeriesForms.each(call, 0, numericOnly: true) { column in
        let values = try column.doubles()
        let result = try FixedVector(.double, count: values.count)
        for row in 0..<values.count {
          try Interruption.check(atRow: row)
          let value = values.pointer(Double.self)[row]
          result.pointer(Double.self)[row] = value.isFinite ? value : fill
        }
        return .vector(column.type == .float ? try result.cast(to: .float) : result)
      }
    },
    Builtin(
      "fill!(mutable obj, index, value)", summary: "Assigns `value` to what `index` names: elements, columns of a matrix or table, the value of a key.",
      example: Example("x = 1 2 3; fill!(x, 1, 7); x", gives: "[1,7,3]")
    ) { call in
      try NullFilling.assign(call)
      return call[0].copy()
    },
    Builtin(
      "interpolate(mutable X, [method='linear'], [limit], [inplace=false], [limitDirection='forward'], [limitArea], [index])",
      summary: "`X` with its nulls guessed from the values around them.", example: Example("interpolate(1 NULL 3)", gives: "[1,2,3]")
    ) { call in try NullFilling.interpolate(call) },
  ]
}

/// What the tests of nulls share.
enum NullTests {
  static func test(_ call: borrowing Call, _ answer: (Bool) -> Bool) throws -> Cell {
    guard let vector = call[0].vector else { return .bool(answer(call[0].isNull)) }
    if let lists = vector as? ArrayVector { return .vector(ArrayVector(offsets: lists.offsets, values: try flags(lists.values, answer))) }
    return .vector(try flags(vector, answer))
  }

  private static func flags(_ vector: Vector, _ answer: (Bool) -> Bool) throws -> Vector {
    let result = try FixedVector(.bool, count: vector.count)
    let output = result.pointer(Int8.self)
    for row in 0..<vector.count { output[row] = answer(vector.isNull(at: row)) ? 1 : 0 }
    return result
  }

  static func hasNull(_ value: borrowing Cell) -> Bool {
    switch value.heapKind {
    case .vector: value.unsafeObject(as: Vector.self).hasNull
    case .matrix: value.unsafeObject(as: MatrixObject.self).values.hasNull
    case .table: value.unsafeObject(as: Table.self).snapshot.columns.contains { $0.hasNull }
    case .pair: value.unsafeObject(as: PairObject.self).elements.hasNull
    default: value.isNull
    }
  }

  static func numbers(_ call: borrowing Call, _ answer: (Double) -> Bool) throws -> Cell {
    let values = try call.vectorOrScalar(0).doubles()
    let result = try FixedVector(.bool, count: values.count)
    for row in 0..<values.count { result.pointer(Int8.self)[row] = answer(values.pointer(Double.self)[row]) ? 1 : 0 }
    return try SeriesForms.likeArgument(call, result)
  }

  /// Element by element the first argument or the second.
  static func choose(_ call: borrowing Call, fromSecondWhereNull: Bool) throws -> Cell {
    if call[0].isScalar, call[1].isScalar { return call[0].isNull == fromSecondWhereNull ? call[1].copy() : call[0].copy() }
    let rows = max(elements(call, 0)?.count ?? 1, elements(call, 1)?.count ?? 1)
    let first = try elements(call, 0) ?? Vector.repeating(call[0], count: rows)
    let second = try elements(call, 1) ?? Vector.repeating(call[1], count: rows)
    guard first.count == second.count else { throw KernelError.shape("\(call.name): `X` and `Y` differ in length") }
    let both = try first.emptyLike(capacity: rows * 2)
    try both.append(contentsOf: first)
    try both.append(contentsOf: second)
    let chosen = try both.gather((0..<rows).mapRows { first.isNull(at: $0) == fromSecondWhereNull ? $0 + rows : $0 })
    if let matrix = call[0].matrix { return .matrix(try matrix.withValues(chosen)) }
    if call[0].pair != nil { return .pair(PairObject(chosen)) }
    return .vector(chosen)
  }

  private static func elements(_ call: borrowing Call, _ index: Int) -> Vector? {
    call[index].vector ?? call[index].matrix?.values ?? call[index].pair?.elements
  }
}

/// What the functions that fill nulls share.
enum NullFilling {
  static func neighbours(_ call: borrowing Call, _ fill: (Vector, Int?) throws -> Vector) throws -> Cell {
    let limit = call.has(1) && !call[1].isNull ? try call.int(1) : nil
    if let limit, limit <= 0 { throw call.invalid(1, "must be greater than 0") }
    return try columns(call) { try fill($0, limit) }
  }

  static func replacement(_ call: borrowing Call) throws -> Cell {
    if call[0].isScalar {
      guard call[0].isNull else { return call[0].copy() }
      guard call[1].isScalar else { throw call.expected(1, "a scalar") }
      return call[0].isVoid ? call[1].copy() : try Filling.constant(try Vector.repeating(call[0], count: 1), call[1]).cell(at: 0)
    }
    if call[1].isScalar { return try columns(call) { try Filling.constant($0, call[1]) } }
    let replacements = try call[1].matrix?.values ?? call.vector(1)
    if let matrix = call[0].matrix { return .matrix(try matrix.withValues(try Filling.elementwise(matrix.values, replacements))) }
    return .vector(try Filling.elementwise(try call.vector(0), replacements))
  }

  /// A vector as a whole, columns of a matrix or table; the elements of a tuple of vectors.
  private static func columns(_ call: borrowing Call, _ fill: (Vector) throws -> Vector) throws -> Cell {
    switch call[0].heapKind {
    case .vector:
      let vector = call[0].unsafeObject(as: Vector.self)
      guard let tuple = vector as? AnyVector, (0..<tuple.count).allSatisfy({ index in tuple.withCell(index) { $0.vector != nil } }), tuple.count > 0 else {
        return .vector(try fill(vector))
      }
      return try SeriesForms.each(call, 0) { .vector(try fill($0)) }
    case .set: throw call.expected(0, "a vector, matrix or table")
    default: return try SeriesForms.each(call, 0) { .vector(try fill($0)) }
    }
  }

  /// Gives the first argument's variable the elements of what `body` makes of it.
  static func inPlace(_ call: borrowing Call, _ body: (borrowing Call) throws -> Cell) throws -> Cell {
    let result = try body(call)
    if let vector = call[0].vector, let filled = result.vector {
      try vector.removeAll()
      try vector.append(contentsOf: filled)
    } else if let table = call[0].table, let filled = result.table?.snapshot {
      try table.update(.update) { $0.columns = filled.columns }
    } else {
      call.arguments[0] = result.copy()
    }
    return call[0].copy()
  }

  static func assign(_ call: borrowing Call) throws {
    guard let dimensions = call[1].tuple, !dimensions.isColumnar else { return try Indexing.write(call[0], call[1], call[2]) }
    func dimension(_ index: Int) -> Cell {
      let cell = dimensions.cell(at: index)
      return cell.isVoid ? .missing : cell.copy()
    }
    switch dimensions.count {
    case 1: try Indexing.write(call[0], dimension(0), .missing, call[2])
    case 2: try Indexing.write(call[0], dimension(0), dimension(1), call[2])
    default: throw call.invalid(1, "must have one or two dimensions")
    }
  }

  static func interpolate(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    guard values.isNumericLike else { throw call.expected(0, "a vector of numbers") }
    guard let method = GapFilling.Method(rawValue: try call.string(1, default: "linear")) else {
      throw call.invalid(1, "must be 'linear', 'pad', 'nearest' or 'krogh'")
    }
    guard let direction = GapFilling.Direction(rawValue: try call.string(4, default: "forward")) else {
      throw call.invalid(4, "must be 'forward', 'backward' or 'both'")
    }
    guard let area = GapFilling.Area(rawValue: try call.string(5, default: "")) else { throw call.invalid(5, "must be '', 'inside' or 'outside'") }
    let limit = call.has(2) && !call[2].isNull ? try call.int(2) : nil
    let abscissas = call.has(6) && !call[6].isVoid ? try call.vector(6) : nil
    let filled = try GapFilling(method: method, limit: limit, direction: direction, area: area).filled(values, abscissas: abscissas)
    guard try call.bool(3, default: false) else { return .vector(filled) }
    try values.removeAll()
    try values.append(contentsOf: filled)
    return call[0].copy()
  }
}
