/// The bytes of one text.
package typealias TextBytes = UnsafeBufferPointer<UInt8>

/// Loops over the texts of a vector: STRING and SYMBOL as they are, CHAR as texts of one byte.
package enum TextRows {
  /// - Throws: `.type` when the elements are no texts.
  package static func forEach(_ vector: Vector, _ body: (TextBytes) throws -> Void) throws {
    if let strings = vector as? StringVector {
      for row in 0..<strings.count {
        try Interruption.check(atRow: row)
        try body(strings.bytes(at: row))
      }
      return
    }
    guard vector.type.isLiteral || vector.type == .char || vector.type == .void || isTextTuple(vector) else {
      throw KernelError.type("a string is expected, got \(vector.type.name)")
    }
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      var text = vector.text(at: row)
      try text.withUTF8 { try body($0) }
    }
  }

  private static func isTextTuple(_ vector: Vector) -> Bool {
    guard let tuple = vector as? AnyVector else { return false }
    return (0..<tuple.count).allSatisfy { tuple.withCell($0) { $0.isScalar && ($0.elementType.isLiteral || $0.isNull || $0.elementType == .char) } }
  }

  /// One text for every text.
  ///
  /// - Parameter keepsType: SYMBOL gives SYMBOL and CHAR its first byte; else everything gives STRING.
  package static func strings(_ vector: Vector, keepsType: Bool = false, _ body: (TextBytes) throws -> [UInt8]) throws -> Vector {
    if let symbols = vector as? SymbolVector { return try symbolic(symbols, keepsType, body) }
    let result = try StringVector(vector.type == .blob && keepsType ? .blob : .string, count: 0)
    try result.reserve(vector.count)
    try forEach(vector) { bytes in try body(bytes).withUnsafeBufferPointer { try result.appendBytes($0) } }
    return keepsType && vector.type == .char ? try result.cast(to: .char) : result
  }

  /// Works on each different string once.
  private static func symbolic(_ symbols: SymbolVector, _ keepsType: Bool, _ body: (TextBytes) throws -> [UInt8]) throws -> Vector {
    var texts: [String] = []
    texts.reserveCapacity(symbols.dictionary.count)
    for var text in symbols.dictionary.strings { texts.append(String(decoding: try text.withUTF8(body), as: UTF8.self)) }
    let codes = symbols.pointer(Int32.self)
    guard keepsType else {
      return try StringVector(texts).gather((0..<symbols.count).mapRows { Int(codes[$0]) })
    }
    let dictionary = SymbolDictionary()
    let translation = texts.map { dictionary.code(adding: $0) }
    let result = try FixedVector(.int, count: symbols.count)
    for row in 0..<symbols.count { result.pointer(Int32.self)[row] = translation[Int(codes[row])] }
    return SymbolVector(codes: result, dictionary: dictionary)
  }

  /// One INT for every text.
  package static func ints(_ vector: Vector, _ body: (TextBytes) throws -> Int) throws -> Vector {
    try numbers(vector, .int) { Int32(truncatingIfNeeded: try body($0)) }
  }

  /// One BOOL for every text.
  package static func bools(_ vector: Vector, _ body: (TextBytes) throws -> Bool) throws -> Vector {
    try numbers(vector, .bool) { try body($0) ? 1 : 0 as Int8 }
  }

  private static func numbers<Element: VectorElement>(_ vector: Vector, _ type: ElementType, _ body: (TextBytes) throws -> Element) throws -> Vector {
    let result = try FixedVector(type, count: vector.count)
    let target = result.pointer(Element.self)
    if let symbols = vector as? SymbolVector {
      var values: [Element] = []
      for var text in symbols.dictionary.strings { values.append(try text.withUTF8(body)) }
      let codes = symbols.pointer(Int32.self)
      for row in 0..<symbols.count { target[row] = values[Int(codes[row])] }
      return result
    }
    var row = 0
    try forEach(vector) { bytes in
      target[row] = try body(bytes)
      row += 1
    }
    return result
  }
}
