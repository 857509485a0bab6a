import WeirRuntime
import WeirTables

// What is defined: functions, variables, their sizes.
extension StandardCatalog {
  static let definitions: [Builtin] = [
    Builtin(
      "defs([X])", summary: "The functions that can be called, as a table; of those only whose names match the pattern `X`, where `%` stands for any text and `?` for one character.",
      example: Example(
        "defs(\"%sin\")",
        gives: """
          name isCommand userDefined minParamCount maxParamCount syntax
          ---- --------- ----------- ------------- ------------- ------
          asin false     false       1             1             (X)   
          sin  false     false       1             1             (X)   
          """)
    ) { call in
      let pattern = call.has(0) ? Array(try call.string(0).utf8) : nil
      let names = Set(call.session.functionNames).sorted().filter { name in pattern.map { Wildcards.match($0, Array(name.utf8)) } ?? true }
      return .table(try functionTable(names, call.session))
    },
    Builtin(
      "syntax(X)", summary: "How a function is called: its name and parameters.", example: Example("syntax(wavg)", gives: "wavg(X, Y)")
    ) { call in
      let function = try call[0].stringValue.flatMap { call.session.function(named: $0) } ?? call.function(0)
      return .string(function.name + parameterText(function))
    },
    Builtin(
      "objs([shared=false])", summary: "The variables of the session and, when `shared` is true, the shared objects, as a table.",
      example: Example(
        "undef all\nx = 1 2 3\ngo\nselect name, type, form, rows, columns, shared from objs()",
        gives: """
          name type form   rows columns shared
          ---- ---- ------ ---- ------- ------
          x    INT  VECTOR 3    1       false 
          """)
    ) { call in
      var listing = ObjectListing()
      let session = call.session
      for name in session.globals.definedNames { if let value = session.globals.value(name) { try listing.add(name, value, isShared: false) } }
      if try call.bool(0, default: false) {
        for name in session.shared.names { if let value = session.shared.value(name) { try listing.add(name, value, isShared: true) } }
      }
      return .table(try listing.table(withOwner: try call.bool(0, default: false)))
    },
    Builtin(
      "memSize(obj)", summary: "Roughly how many bytes a value takes.", example: Example("memSize(1..1000) >= 4000", gives: "true")
    ) { call in .long(try MemorySize.bytes(call[0])) },
    Builtin(
      "evalTimer(funcs, [count=1])", summary: "How many milliseconds functions without parameters take, one after the other, `count` times.",
      example: Example("evalTimer(sum{1..10}, 3) >= 0", gives: "true")
    ) { call in
      var functions: [Function] = []
      if let function = call[0].function {
        functions = [function]
      } else {
        let values = try call.vector(0)
        for index in 0..<values.count {
          guard let function = values.cell(at: index).function else { throw call.expected(0, "functions without parameters") }
          functions.append(function)
        }
      }
      let count = try call.int(1, default: 1)
      guard count > 0 else { throw call.invalid(1, "must be positive") }
      let clock = call.session.host.clock
      let start = clock.monotonicNanoseconds()
      for _ in 0..<count { for function in functions { _ = try call.session.call(function, call.arguments, count: 0) } }
      return .double(Double(clock.monotonicNanoseconds() - start) / 1_000_000)
    },
  ]

  private static func functionTable(_ names: [String], _ session: SessionContext) throws -> Table {
    let functions = names.compactMap { session.function(named: $0) }
    let flags = try FixedVector(.bool, count: names.count)
    let scripted = try FixedVector(.bool, count: names.count)
    let least = try FixedVector(.int, count: names.count)
    let most = try FixedVector(.int, count: names.count)
    for (index, function) in functions.enumerated() {
      flags.pointer(Int8.self)[index] = 0
      scripted.pointer(Int8.self)[index] = function is BuiltinFunction ? 0 : 1
      least.pointer(Int32.self)[index] = Int32(function.parameters.required)
      // Any number: no limit to tell.
      most.pointer(Int32.self)[index] = function.parameters.most.map { Int32($0) } ?? Int32.min
    }
    return try Table(
      names: ["name", "isCommand", "userDefined", "minParamCount", "maxParamCount", "syntax"],
      columns: [try StringVector(names), flags, scripted, least, most, try StringVector(functions.map(parameterText))])
  }

  /// `(X, [Y])`: a built-in's as it is declared, without what only the implementation asks.
  private static func parameterText(_ function: Function) -> String {
    if let builtin = function as? BuiltinFunction, let open = builtin.declaration.signature.firstIndex(of: "(") {
      return String(builtin.declaration.signature[open...]).split(separator: "mutable ", omittingEmptySubsequences: false).joined()
    }
    let words = function.parameters.withoutImplicit.list.map { parameter in parameter.isOptional ? "[\(parameter.name)]" : parameter.name }
    return "(" + words.joined(separator: ", ") + ")"
  }
}

/// The columns of `objs()`.
private struct ObjectListing {
  private var names: [String] = []
  private var types: [String] = []
  private var forms: [String] = []
  private var counts = AnyVector(capacity: 8)
  private var columns = AnyVector(capacity: 8)
  private var bytes = AnyVector(capacity: 8)
  private var shared = AnyVector(capacity: 8)

  mutating func add(_ name: String, _ value: borrowing Cell, isShared: Bool) throws {
    names.append(name)
    types.append(value.segmentedTable != nil ? "SEGMENTED" : value.heapKind == .table ? "BASIC" : value.elementType.name)
    forms.append(value.segmentedTable != nil ? "TABLE" : "\(value.form)".uppercased())
    let size = try ObjectListing.size(value)
    counts.push(.int(size.rows))
    columns.push(.int(size.columns))
    bytes.push(.long(try MemorySize.bytes(value)))
    shared.push(.bool(isShared))
  }

  private static func size(_ value: borrowing Cell) throws -> (rows: Int, columns: Int) {
    switch value.heapKind {
    case .vector: (value.unsafeObject(as: Vector.self).count, 1)
    case .pair: (2, 1)
    case .set: (value.unsafeObject(as: SetObject.self).count, 1)
    case .dictionary: (value.unsafeObject(as: DictionaryObject.self).count, 1)
    case .matrix: (value.unsafeObject(as: MatrixObject.self).rows, value.unsafeObject(as: MatrixObject.self).columns)
    case .table: (value.unsafeObject(as: Table.self).snapshot.rowCount, value.unsafeObject(as: Table.self).snapshot.names.count)
    case .resource: try value.segmentedTable.map { try size(of: $0.partitions()) } ?? (1, 1)
    default: (1, 1)
    }
  }

  private static func size(of partitions: any PartitionView) -> (rows: Int, columns: Int) { (partitions.rowCount, partitions.shape.names.count) }

  func table(withOwner: Bool) throws -> Table {
    let empty = try StringVector(names.map { _ in "" })
    var titles = ["name", "type", "form", "rows", "columns", "bytes", "shared", "extra"]
    var values: [Vector] = [
      try StringVector(names), try StringVector(types), try StringVector(forms), try counts.converted(to: .int, scale: 0), try columns.converted(to: .int, scale: 0),
      try bytes.converted(to: .long, scale: 0), try shared.converted(to: .bool, scale: 0), empty,
    ]
    if withOwner {
      titles.append("owner")
      values.append(empty)
    }
    return try Table(names: titles, columns: values)
  }
}

/// Patterns where `%` stands for any text and `?` for one character.
enum Wildcards {
  static func match(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (place, position) = (0, 0)
    // Where the last `%` stands and how much text it has taken, to go back to.
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "%") {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        place = last.place + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "%") }
  }
}
