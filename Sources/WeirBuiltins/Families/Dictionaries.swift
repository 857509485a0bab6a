import WeirRuntime
import WeirTables

// Dictionaries, and what they have in common with sets and tables: keys, members, removal.
extension StandardCatalog {
  static let dictionaries: [Builtin] = [
    Builtin(
      "dict(keyObj, valueObj, [ordered=false])", summary: "A dictionary of keys and values, or an empty one for a type of keys and a type of values.",
      example: Example("dict(`a`b, 1 2, true)", gives: "a->1\nb->2")
    ) { call in .dictionary(try makeDictionary(call, isOrdered: try call.bool(2, default: false))) },
    Builtin(
      "syncDict(keyObj, valueObj, [sharedName], [ordered=false])", summary: "As dict, for use by several jobs at once; shared under a name when one is given.",
      example: Example("syncDict(`a`b, 1 2, , true)", gives: "a->1\nb->2")
    ) { call in
      let dictionary = try makeDictionary(call, isOrdered: try call.bool(3, default: false))
      if call.has(2), !call[2].isVoid { call.session.globals.set(try call.string(2), .dictionary(dictionary)) }
      return .dictionary(dictionary)
    },
    Builtin("keys(X)", summary: "The keys of a dictionary, the column names of a table, the members of a set.", example: Example("keys(dict(1 2, 3 4))", gives: "[1,2]")) {
      call in
      if let table = call[0].table { return .vector(try StringVector(table.snapshot.names)) }
      if let set = call[0].set { return .vector(set.elements.sharingHeader()) }
      return .vector(try call.dictionary(0).keys)
    },
    Builtin("values(X)", summary: "The values of a dictionary, the columns of a table.", example: Example("values(dict(1 2, 3 4))", gives: "[3,4]")) { call in
      if let table = call[0].table { return .vector(AnyVector(vectors: table.snapshot.columns.map { $0.sharingHeader() })) }
      return .vector(try call.dictionary(0).values)
    },
    Builtin(
      "dictUpdate!(mutable dictionary, function, keys, parameters, [initFunc])",
      summary: "For each key the value becomes `function(value, parameter)`; a key that is not there gets the parameter, or `initFunc` of it.",
      example: Example("dictUpdate!(dict(`a`b, 1 1), add, `b`c, 4 5)", gives: "a->1\nb->5\nc->5"), body: dictUpdate),
    Builtin(
      "erase!(mutable obj, [key])",
      summary: "Removes members of a set, keys of a dictionary, or the rows of a table that fulfil a condition given as metacode; without one all rows.", example: Example("erase!(set(8 9 4), 8 9)", gives: "set(4)")
    ) { call in
      if call[0].isAnyTable {
        if let table = call[0].table { try TableRules.check(.erase, table) }
        let condition = call.has(1) ? call[1].copy() : .missing
        guard condition.isMissing || condition.isVoid || TableChange.isMetacode(condition) else { throw call.expected(1, "a condition as metacode") }
        try TableChange.delete(call[0], where: condition, call.session)
        return call[0].copy()
      }
      let removed = try call.vectorOrScalar(1)
      if let dictionary = call[0].dictionary {
        try dictionary.erase(removed)
      } else if let set = call[0].set {
        let gone = try SetObject(try removed.cast(to: set.elements.type, scale: set.elements.scale))
        try set.filter { !gone.contains($0) }
      } else {
        throw call.expected(0, "a set, dictionary or table")
      }
      return call[0].copy()
    },
    Builtin("clear!(mutable X)", summary: "Removes all elements of `X`, which keeps its type.", example: Example("clear!(1 2 3)", gives: "[]"), body: clear),
  ]

  /// Two types make an empty dictionary; else arguments 0 and 1 are keys and values.
  private static func makeDictionary(_ call: borrowing Call, isOrdered: Bool) throws -> DictionaryObject {
    if !call[0].isHeap || call[0].stringValue != nil || call[0].function != nil, let key = TypeDesignator.read(call[0]), let value = TypeDesignator.read(call[1]) {
      let valueType = TypeDesignator.isArray(call[1]) ? ElementType.any : value.type
      guard key.type.storage != .any else { throw call.invalid(0, "must be a type of scalars") }
      return try DictionaryObject(keyType: key.type, valueType: valueType, isOrdered: isOrdered)
    }
    let keys = try plain(call.vectorOrScalar(0))
    guard keys.storage != .any, keys.storage != .array else { throw call.expected(0, "a vector of scalars of one type") }
    guard let values = call[1].vector else {
      let one = AnyVector(capacity: 1)
      one.push(call[1].copy())
      return try DictionaryObject(keys: keys, values: call[1].isScalar ? plain(one) : one, isOrdered: isOrdered)
    }
    return try DictionaryObject(keys: keys, values: values, isOrdered: isOrdered)
  }

  /// Scalars of one type in a tuple as a vector.
  private static func plain(_ vector: Vector) throws -> Vector { try (vector as? AnyVector)?.collapsed() ?? vector }

  private static func dictUpdate(_ call: borrowing Call) throws -> Cell {
    let dictionary = try call.dictionary(0)
    let function = try call.function(1)
    let keys = try call.vectorOrScalar(2)
    let isSingle = call[2].isScalar
    let parameters = try isSingle ? oneElement(call[3]) : call[3].vector ?? oneElement(call[3])
    guard keys.count == parameters.count || parameters.count == 1 else {
      throw KernelError.shape("\(call.name): \(keys.count) keys and \(parameters.count) parameters")
    }
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      let key = keys.cell(at: row)
      let parameter = parameters.cell(at: parameters.count == 1 ? 0 : row)
      if let value = try dictionary.value(key) {
        try dictionary.set(key, try called(function, value, parameter, call.session))
      } else if call.has(4), !call[4].isVoid {
        try dictionary.set(key, try called(try call.function(4), parameter, .missing, call.session))
      } else {
        try dictionary.set(key, parameter)
      }
    }
    return call[0].copy()
  }

  private static func oneElement(_ value: borrowing Cell) throws -> Vector {
    let one = AnyVector(capacity: 1)
    one.push(value.copy())
    return one
  }

  /// `function(first, second)`, or with a missing second argument `function(first)`.
  private static func called(_ function: Function, _ first: consuming Cell, _ second: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let count = second.isMissing ? 1 : 2
    let arguments = UnsafeMutablePointer<Cell>.allocate(capacity: 2)
    arguments.initialize(to: first)
    (arguments + 1).initialize(to: second.copy())
    defer {
      arguments.deinitialize(count: 2)
      arguments.deallocate()
    }
    return try session.call(function, arguments, count: count)
  }

  private static func clear(_ call: borrowing Call) throws -> Cell {
    switch call[0].heapKind {
    case .vector: call.arguments[0] = .vector(try call.vector(0).emptyLike(capacity: 0))
    case .dictionary: try call.dictionary(0).removeAll()
    case .table: try call.table(0).removeAllRows()
    case .set: try call[0].set?.filter { _ in false }
    case .matrix:
      guard let matrix = call[0].matrix else { break }
      call.arguments[0] = .matrix(try MatrixObject(values: try matrix.values.emptyLike(capacity: 0), rows: matrix.rows, columns: 0))
    default: throw call.expected(0, "a vector, matrix, set, dictionary or table")
    }
    return call[0].copy()
  }
}
