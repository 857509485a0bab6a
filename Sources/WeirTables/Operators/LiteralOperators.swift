import Glibc

/// `+` and comparisons where a side is STRING, SYMBOL or BLOB.
enum LiteralOperators {
  /// `+` joins texts; comparison goes byte by byte. A literal compared with a temporal value, a UUID, an IPADDR or an INT128 is read as one.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let count = try FlatOperand.rowCount(operation, left, right)
    if operation == .add { return try concatenate(left, right, count) }
    guard operation.isComparison || operation == .minimum || operation == .maximum else {
      throw FlatOperators.unsupported(operation, left.type, right.type)
    }
    if let other = parsedType(right.type) { return try FlatOperators.apply(operation, try left.mapped { try $0.cast(to: other) }, right) }
    if let other = parsedType(left.type) { return try FlatOperators.apply(operation, left, try right.mapped { try $0.cast(to: other) }) }
    guard isText(left.type), isText(right.type) else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    let left = try left.mapped(asText)
    let right = try right.mapped(asText)
    guard operation.isComparison else { return try choose(operation, left, right, count) }
    if let symbols = left.vector as? SymbolVector, right.isScalar, !left.isScalar { return try compare(operation, symbols, right.vector) }
    if let symbols = right.vector as? SymbolVector, left.isScalar { return try compare(operation.mirrored, symbols, left.vector) }
    return try compare(operation, left, right, count)
  }

  /// A type whose values have a text that is read in a comparison.
  private static func parsedType(_ type: ElementType) -> ElementType? { type.isTemporal || type.category == .wide ? type : nil }

  private static func isText(_ type: ElementType) -> Bool { type.isLiteral || type == .char }

  private static func asText(_ vector: Vector) throws -> Vector { vector.type.isLiteral ? vector : try vector.cast(to: .string) }

  private static func concatenate(_ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let result = try StringVector(.string, count: 0)
    try result.reserve(count)
    let texts = (TextReader(left), TextReader(right))
    var joined: [UInt8] = []
    var row = 0
    while row < count {
      joined.removeAll(keepingCapacity: true)
      texts.0.withBytes(row) { joined.append(contentsOf: $0) }
      texts.1.withBytes(row) { joined.append(contentsOf: $0) }
      try joined.withUnsafeBufferPointer { try result.appendBytes($0) }
      row &+= 1
    }
    return result
  }

  /// One comparison per entry of the dictionary, then one look-up per row.
  private static func compare(_ operation: BinaryOperation, _ symbols: SymbolVector, _ scalar: Vector) throws -> Vector {
    let result = try FixedVector(.bool, count: symbols.count)
    let reader = TextReader(FlatOperand(scalar, isScalar: true))
    let answers = symbols.dictionary.strings.map { entry -> Int8 in
      var entry = entry
      return entry.withUTF8 { bytes in reader.withBytes(0) { operation.holds(order(bytes, $0)) ? 1 : 0 } }
    }
    let codes = symbols.pointer(Int32.self)
    let target = result.pointer(Int8.self)
    answers.withUnsafeBufferPointer { answers in
      var row = 0
      while row < symbols.count {
        target[row] = answers[Int(codes[row])]
        row &+= 1
      }
    }
    return result
  }

  private static func compare(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    let texts = (TextReader(left), TextReader(right))
    var row = 0
    while row < count {
      try Interruption.check(atRow: row)
      target[row] = texts.0.withBytes(row) { first in texts.1.withBytes(row) { operation.holds(order(first, $0)) ? 1 : 0 } }
      row &+= 1
    }
    return result
  }

  private static func choose(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let result = try StringVector(.string, count: 0)
    try result.reserve(count)
    let texts = (TextReader(left), TextReader(right))
    for row in 0..<count {
      try Interruption.check(atRow: row)
      try texts.0.withBytes(row) { first in
        try texts.1.withBytes(row) { second in
          if first.isEmpty || second.isEmpty { return try result.appendBytes(first.isEmpty ? second : first) }
          try result.appendBytes((order(first, second) < 0) == (operation == .minimum) ? first : second)
        }
      }
    }
    return result
  }

  /// Negative, zero or positive, as `memcmp` orders; the shorter of two that agree comes first.
  static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let common = min(left.count, right.count)
    if common > 0, let first = left.baseAddress, let second = right.baseAddress {
      let order = memcmp(first, second, common)
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }
}

/// Reads the text of any element, without copying where it is stored as text.
struct TextReader {
  private let operand: FlatOperand
  private let strings: StringVector?

  init(_ operand: FlatOperand) {
    self.operand = operand
    strings = operand.vector as? StringVector
  }

  @inline(__always)
  func withBytes<Result>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let index = operand.index(row)
    if let strings { return try body(strings.bytes(at: index)) }
    var text = operand.vector.text(at: index)
    return try text.withUTF8(body)
  }
}
