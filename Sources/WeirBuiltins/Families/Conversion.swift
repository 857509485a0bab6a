import WeirRuntime
import WeirTables

// From one type to another. The functions that are named after types convert any form, and without an argument give the null of their type.
extension StandardCatalog {
  static let conversion: [Builtin] = conversionToNumbers + conversionToTexts + conversionOfBits

  /// The function called `name`, which converts to `type`.
  private static func caster(_ name: String, _ type: ElementType, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)([X])", summary: summary, example: example, scalar: { Cell.plainNumber($0, as: type) }, rowwiseFrom: 1) { call in
      guard call.has(0) else { return .null(type) }
      return try call[0].cast(to: type)
    }
  }

  private static let conversionToNumbers: [Builtin] = [
    caster("bool", .bool, "`X` as BOOL: false for 0, true for every other number.", Example("bool(100.2)", gives: "true")),
    caster("char", .char, "`X` as CHAR: the character of a code.", Example("char(99)", gives: "'c'")),
    caster("short", .short, "`X` as SHORT; what is too large wraps around.", Example("short(12.6)", gives: "13")),
    caster("int", .int, "`X` as INT: floats are rounded, texts read up to the first character that is no digit.", Example("int(`10.9)", gives: "10")),
    caster("long", .long, "`X` as LONG: floats are rounded, texts read up to the first character that is no digit.", Example("long(3.5)", gives: "4")),
    caster("float", .float, "`X` as FLOAT.", Example("typestr(float(1))", gives: "FLOAT")),
    caster("double", .double, "`X` as DOUBLE.", Example("double(`10.9)", gives: "10.9")),
    decimal("decimal32", .decimal32),
    decimal("decimal64", .decimal64),
    decimal("decimal128", .decimal128),
    decimalType(.decimal32),
    decimalType(.decimal64),
    decimalType(.decimal128),
    Builtin(
      "decimalMultiply(X, Y, scale)", summary: "`X * Y` with `scale` digits behind the point, where that many are within the scales of the factors.",
      example: Example("decimalMultiply(decimal32(`1.235, 3), decimal32(`7.5689, 4), 5)", gives: "9.34759"), rowwiseFrom: 1, body: decimalMultiply),
    Builtin(
      "cast(X, Y)", summary: "`X` as the type `Y`, or with a pair `rows:columns` for `Y` the elements of `X` as a matrix of that shape.",
      example: Example("cast(8.9, INT)", gives: "9"), rowwiseFrom: 1
    ) { call in
      if let shape = call[1].pair { return .matrix(try reshaped(call, 0, shape)) }
      let (type, scale) = try call.elementType(1)
      guard TypeDesignator.isArray(call[1]) else { return try call[0].cast(to: type, scale: scale) }
      return .vector(try arrayVector(call, 0, type, scale))
    },
    Builtin("asis(obj)", summary: "`obj` itself.", example: Example("asis(1 2 3)", gives: "[1,2,3]")) { call in call[0].copy() },
    Builtin(
      "parseInteger(X, type, [radix=10])", aliases: ["parseInt"],
      summary: "The integer that the texts `X` begin with, in a base from 2 to 16.", example: Example("parseInteger(\"12a\", INT, 11)", gives: "153"),
      body: parseInteger),
  ]

  private static func decimal(_ name: String, _ type: ElementType) -> Builtin {
    let most = DecimalScale.max(type)
    return Builtin(
      "\(name)([X], [scale=0])", summary: "`X` as \(type.name) with `scale` digits behind the point.",
      example: Example("\(name)(142, 2)", gives: "142.00"), rowwiseFrom: 1
    ) { call in
      let scale = try call.int(1, default: 0)
      guard scale >= 0, scale <= most else { throw KernelError.range("Scale out of bound (valid range: [0, \(most)], but get: \(scale))") }
      guard call.has(0) else { return .null(type, scale: scale) }
      return try call[0].cast(to: type, scale: scale)
    }
  }

  /// `DECIMAL32(2)`: the constant of a type with a scale.
  private static func decimalType(_ type: ElementType) -> Builtin {
    let most = DecimalScale.max(type)
    return Builtin(
      "\(type.name)(scale)", summary: "The type \(type.name) with `scale` digits behind the point.", example: Example("1.5$\(type.name)(2)", gives: "1.50")
    ) { call in
      let scale = try call.int(0)
      guard scale >= 0, scale <= most else { throw KernelError.range("Scale out of bound (valid range: [0, \(most)], but get: \(scale))") }
      return .int(TypeDesignator.constant(type, scale: scale))
    }
  }

  private static let conversionToTexts: [Builtin] = [
    Builtin(
      "string([X])", summary: "`X` as STRING; functions and metacode as they print.", example: Example("string(10 20)", gives: "[\"10\",\"20\"]"), rowwiseFrom: 1
    ) { call in
      guard call.has(0) else { return .string("") }
      switch call[0].heapKind {
      case .function, .code, .instance, .resource: return .string(ConsoleDisplay.text(call[0]))
      default: return try call[0].cast(to: .string)
      }
    },
    caster("symbol", .symbol, "`X` as SYMBOL.", Example("typestr(symbol(`a`b))", gives: "FAST SYMBOL VECTOR")),
    caster("blob", .blob, "`X` as BLOB.", Example("typestr(blob(\"hello\"))", gives: "BLOB")),
    caster("uuid", .uuid, "`X` as UUID.", Example("typestr(uuid(\"9d457e79-1bed-d6c2-3612-b0d31c1881f6\"))", gives: "UUID")),
    caster("ipaddr", .ipAddress, "`X` as IPADDR.", Example("ipaddr(\"192.168.1.13\")", gives: "192.168.1.13")),
    caster(
      "int128", .int128, "`X` as INT128, from 32 hexadecimal digits.",
      Example("int128(\"e1671797c52e15f763380b45e841ec32\")", gives: "e1671797c52e15f763380b45e841ec32")),
    caster("duration", .duration, "`X` as DURATION: a number and its unit.", Example("duration(\"20H\")", gives: "20H")),
  ]
}

// MARK: Bodies

extension StandardCatalog {
  /// The elements of argument `index` as a matrix of the shape that a pair `rows:columns` gives; an end that is null follows from the other one.
  static func reshaped(_ call: borrowing Call, _ index: Int, _ shape: PairObject) throws -> MatrixObject {
    let values = try call[index].matrix?.values ?? call.vectorOrScalar(index)
    let ends = try (0..<2).map { end -> Int? in
      let size = try shape.elements.cell(at: end).asInt64()
      return size.isNull ? nil : Int(size)
    }
    guard values.storage != .any, values.storage != .array else { throw call.expected(index, "a vector of scalars or a matrix") }
    return try MatrixAssembly.reshaped(values, rows: ends[0], columns: ends[1])
  }

  /// Argument `index`, a tuple of vectors or a vector, as an array vector.
  private static func arrayVector(_ call: borrowing Call, _ index: Int, _ type: ElementType, _ scale: Int) throws -> Vector {
    let rows = try ArrayVector(type, scale: scale)
    try rows.append(contentsOf: try call.vectorOrScalar(index))
    return rows
  }

  /// The product as `*` has it when `scale` cannot be had: a factor is a float, or `scale` is outside of what the factors allow.
  private static func decimalMultiply(_ call: borrowing Call) throws -> Cell {
    let scale = try call.int(2)
    let (left, right) = (try call.vectorOrScalar(0), try call.vectorOrScalar(1))
    let scales = [left, right].filter { $0.type.isDecimal }.map(\.scale)
    guard !scales.isEmpty else { throw call.expected(0, "a DECIMAL") }
    let isPossible = scales.count == 1 ? scale == scales[0] : scale >= min(scales[0], scales[1]) && scale <= scales[0] + scales[1]
    guard isPossible, !left.type.isFloating, !right.type.isFloating else { return try OperatorKernel.apply(.multiply, call[0], call[1]) }
    let product = try DecimalProduct.of(left, right, scale: scale)
    return call[0].isScalar && call[1].isScalar ? product.cell(at: 0) : .vector(product)
  }

  private static func parseInteger(_ call: borrowing Call) throws -> Cell {
    let type = try call.elementType(1).type
    let radix = try call.int(2, default: 10)
    guard type.category == .integral else { throw call.expected(1, "CHAR, SHORT, INT or LONG") }
    guard (2...16).contains(radix) else { throw call.invalid(2, "must be from 2 to 16") }
    func parsed(_ texts: Vector) throws -> Vector {
      guard texts.type.isLiteral else { throw call.expected(0, "strings") }
      let result = try Vector.empty(type, capacity: texts.count)
      for row in 0..<texts.count {
        try Interruption.check(atRow: row)
        let value = try IntegerText.leading(texts.text(at: row), radix: radix)
        try result.append(try value.map { Cell.long($0) }?.cast(to: type) ?? .null(type))
      }
      return result
    }
    switch call[0].form {
    case .scalar: return try parsed(try Vector.repeating(call[0], count: 1)).cell(at: 0)
    case .matrix: return .matrix(try call[0].matrix.map { try $0.withValues(try parsed($0.values)) } ?? { throw call.expected(0, "strings") }())
    case .pair: return .pair(PairObject(try parsed(try call[0].pair?.elements ?? call.vector(0))))
    default: return .vector(try parsed(try call.vector(0)))
    }
  }
}
