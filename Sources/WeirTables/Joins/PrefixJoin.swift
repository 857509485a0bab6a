/// Rows of the left table whose text begins with a text of the right table.
package enum PrefixJoin {
  /// - Throws: `.type` when a key is no column of strings.
  package static func pairs(left: Vector, right: Vector) throws -> JoinedRows {
    for vector in [left, right] where !vector.type.isLiteral {
      throw KernelError.type("a prefix join needs keys of STRING or SYMBOL, got \(vector.type.name)")
    }
    var rowsByPrefix: [String: [Int]] = [:]
    for row in 0..<right.count { rowsByPrefix[right.text(at: row), default: []].append(row) }
    let lengths = Set(rowsByPrefix.keys.map(\.utf8.count)).sorted()
    var pairs = JoinedRows(left: [], right: [])
    for row in 0..<left.count {
      try Interruption.check(atRow: row)
      for match in matches(left.text(at: row), lengths, rowsByPrefix) {
        pairs.left?.append(row)
        pairs.right.append(match)
      }
    }
    return pairs
  }

  private static func matches(_ text: String, _ lengths: [Int], _ rowsByPrefix: [String: [Int]]) -> [Int] {
    let bytes = text.utf8
    return lengths.prefix { $0 <= bytes.count }.flatMap { length in
      rowsByPrefix[String(decoding: bytes.prefix(length), as: UTF8.self)] ?? []
    }.sorted()
  }
}
