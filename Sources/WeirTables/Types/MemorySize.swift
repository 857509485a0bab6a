/// How much memory values take, roughly: their elements and a header for each object. What values share is counted with each of them.
package enum MemorySize {
  /// Of a heap object with its counts, before its elements.
  private static let header = 32

  package static func bytes(_ value: borrowing Cell) throws -> Int { try bytes(value, depth: 0) }

  /// Tuples deeper than this are counted as headers only.
  private static let depthMax = 100

  private static func bytes(_ value: borrowing Cell, depth: Int) throws -> Int {
    guard depth < depthMax else { return header }
    switch value.heapKind {
    case nil: return 16
    case .string: return header + value.text.utf8.count
    case .wide: return header + 16
    case .vector: return header + (try elements(value.unsafeObject(as: Vector.self), depth: depth))
    case .pair: return header + (try elements(value.unsafeObject(as: PairObject.self).elements, depth: depth))
    case .set: return header + (try elements(value.unsafeObject(as: SetObject.self).elements, depth: depth))
    case .matrix: return header + (try elements(value.unsafeObject(as: MatrixObject.self).values, depth: depth))
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      return header + (try elements(try dictionary.keys, depth: depth)) + (try elements(try dictionary.values, depth: depth))
    case .table:
      return try value.unsafeObject(as: Table.self).snapshot.columns.reduce(header) { $0 + header + (try elements($1, depth: depth)) }
    case .function, .code, .instance, .resource: return header
    }
  }

  private static func elements(_ vector: Vector, depth: Int) throws -> Int {
    if let tuple = vector as? AnyVector {
      var total = 0
      for index in 0..<tuple.count { total += try tuple.withCell(index) { try bytes($0, depth: depth + 1) } }
      return total
    }
    if let lists = vector as? ArrayVector { return lists.offsets.count * 8 + (try elements(lists.values, depth: depth)) }
    if vector is StringVector { return (0..<vector.count).reduce(0) { $0 + 8 + vector.text(at: $1).utf8.count } }
    return vector.count * (vector is SymbolVector ? 4 : vector.storage.width)
  }
}
