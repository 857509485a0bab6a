/// Strings as the ranks of the distinct ones among them: sorting and comparing ranks is sorting and comparing strings.
enum TextRanks {
  /// One rank per row; 0 is null, which is the empty string.
  /// - Precondition: `vector` is of symbols or strings.
  static func ranks(_ vector: Vector) throws -> [Int32] {
    if let symbols = vector as? SymbolVector { return ofSymbols(symbols) }
    guard let strings = vector as? StringVector else { throw KernelError.type("a column of \(vector.type.name) cannot be sorted") }
    return try ofStrings(strings)
  }

  private static func ofSymbols(_ symbols: SymbolVector) -> [Int32] {
    let codes = symbols.pointer(Int32.self)
    let ranks = ranksOfCodes(symbols)
    return .build(symbols.count) { target in
      for row in 0..<symbols.count { target[row] = ranks[Int(codes[row])] }
    }
  }

  /// For every code that occurs its rank among those that do, counted from 1; 0 for null. A dictionary may hold far more than a slice uses.
  static func ranksOfCodes(_ symbols: SymbolVector) -> [Int32] {
    let codes = symbols.pointer(Int32.self)
    let dictionary = symbols.dictionary
    let size = dictionary.count
    var isUsed = [Bool](repeating: false, count: size)
    for row in 0..<symbols.count { isUsed[Int(codes[row])] = true }
    let used = (1..<Int32(size)).filter { isUsed[Int($0)] }.sorted { dictionary.text(of: $0).utf8.lexicographicallyPrecedes(dictionary.text(of: $1).utf8) }
    var ranks = [Int32](repeating: 0, count: size)
    for (rank, code) in used.enumerated() { ranks[Int(code)] = Int32(rank) + 1 }
    return ranks
  }

  private static func ofStrings(_ strings: StringVector) throws -> [Int32] {
    let table = ByteGroupTable(StringByteKeys(strings: strings))
    var ids = [Int32](repeating: 0, count: strings.count)
    try ids.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { try table.number(0..<strings.count, into: base) }
    }
    let order = try orderOfRows(table.firstRows, strings)
    var ranks = [Int32](repeating: 0, count: order.count)
    let hasNull = order.first.map { strings.bytes(at: table.firstRows[$0]).isEmpty } ?? false
    for (rank, group) in order.enumerated() { ranks[group] = Int32(hasNull ? rank : rank + 1) }
    return ids.map { ranks[Int($0)] }
  }

  /// The positions of `rows` in the order of their strings. Most pairs differ in the first eight bytes, which lie beside the position.
  private static func orderOfRows(_ rows: [Int], _ strings: StringVector) throws -> [Int] {
    var compared = 0
    return try rows.indices.map { (prefix: prefix(strings.bytes(at: rows[$0])), group: $0) }
      .sorted { left, right in
        compared &+= 1
        try Interruption.check(atRow: compared)
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        return ByteOrder.precedes(strings.bytes(at: rows[left.group]), strings.bytes(at: rows[right.group]))
      }
      .map { $0.group }
  }

  /// The first eight bytes as a number that compares as they do.
  private static func prefix(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
    return prefix
  }
}
