extension DictionaryObject {
  /// The entries as columns named by the keys: scalars are repeated to the length of the vectors.
  /// - Throws: `.type` when the keys are no strings, `.shape` when the vectors differ in length.
  package func asTable() throws -> Table {
    let keys = try keys
    let values = try values
    guard keys.type.isLiteral else { throw KernelError.type("only a dictionary with string keys makes a table, not one with keys of \(keys.type.name)") }
    let names = (0..<keys.count).map { keys.text(at: $0) }
    if keys.count > 0, values.cell(at: 0).dictionary != nil { return try nestedTable(names, values) }
    let rows = (0..<values.count).lazy.compactMap { values.cell(at: $0).vector?.count }.first ?? 1
    let columns = try (0..<values.count).map { index -> Vector in
      let value = values.cell(at: index)
      return try value.vector?.sharingHeader() ?? Vector.repeating(value, count: rows)
    }
    return try Table(names: names, columns: columns)
  }

  /// A row per inner dictionary: its key in the column `key`, then the values under the keys of the first one; missing ones are null.
  private func nestedTable(_ names: [String], _ values: Vector) throws -> Table {
    guard let first = values.cell(at: 0).dictionary else { return try Table(names: [], columns: []) }
    let innerKeys = try first.keys
    let columns = try (0..<innerKeys.count).map { key -> Vector in
      let collected = AnyVector(capacity: values.count)
      for row in 0..<values.count {
        try Interruption.check(atRow: row)
        guard let inner = values.cell(at: row).dictionary else { throw KernelError.type("dictionaries and other values do not make one table") }
        collected.push(try inner.value(innerKeys.cell(at: key)) ?? .void)
      }
      return try collected.collapsed()
    }
    return try Table(names: ["key"] + (0..<innerKeys.count).map { innerKeys.text(at: $0) }, columns: [try StringVector(names)] + columns)
  }
}

extension AnyVector {
  /// A vector of the common type of the elements when they are all scalars that have one; else this tuple.
  package func collapsed() throws -> Vector {
    var type = ElementType.void
    var scale = 0
    for index in 0..<count {
      try Interruption.check(atRow: index)
      let own = withCell(index) { cell in (type: cell.elementType, scale: cell.scale, isScalar: cell.isScalar) }
      guard own.isScalar, own.type.category != .other, let wider = ElementType.promoted(type, own.type) else { return self }
      if type.isDecimal, own.type.isDecimal, scale != own.scale { return self }
      type = wider
      scale = max(scale, own.scale)
    }
    guard count > 0, type != .void else { return self }
    let result = try Vector.empty(type, capacity: count, scale: type.isDecimal ? scale : 0)
    for index in 0..<count { try withCell(index) { try result.append($0) } }
    return result
  }
}
