extension Vector {
  /// This vector as one of `type`, as appending to a typed vector converts it; itself when it is one already.
  /// - Throws: `.type` when an element cannot be converted.
  package final func converted(to type: ElementType, scale: Int) throws -> Vector {
    if self.type == type, self.scale == scale, storage != .array { return self }
    if self.type.isNumeric, type.isNumeric { return try cast(to: type) }
    if type.isLiteral, self.type.isLiteral { return try cast(to: type) }
    let result = try Vector.empty(type, capacity: count, scale: scale)
    for index in 0..<count {
      try Interruption.check(atRow: index)
      try result.append(cell(at: index))
    }
    return result
  }

  /// This vector as one of `type`, as the functions `int`, `date`, `string`... and `$` convert it.
  /// - Throws: `.type` when there is no such conversion.
  package final func cast(to type: ElementType, scale: Int = 0) throws -> Vector {
    if self.type == type, self.scale == scale || !type.isDecimal, storage != .array { return self }
    if let fixed = self as? FixedVector, let result = try fixed.castNumbers(to: type) ?? fixed.castTemporal(to: type) { return result }
    if type.isLiteral, storage != .any, storage != .array { return try texts(as: type) }
    if let symbols = self as? SymbolVector, !type.isLiteral { return try symbols.castThroughDictionary(to: type, scale: scale) }
    let result = try Vector.empty(type, capacity: count, scale: scale)
    for index in 0..<count {
      try Interruption.check(atRow: index)
      try result.append(try cell(at: index).castScalar(to: type, scale: scale))
    }
    return result
  }

  private func texts(as type: ElementType) throws -> Vector {
    let result = try Vector.empty(type, capacity: count)
    guard let strings = result as? StringVector else {
      for index in 0..<count {
        try Interruption.check(atRow: index)
        try result.append(.string(text(at: index)))
      }
      return result
    }
    for index in 0..<count { try strings.appendText(text(at: index)) }
    return result
  }

  /// The text of one element, as `string` makes it; empty for null.
  package final func text(at index: Int) -> String {
    if let symbols = self as? SymbolVector { return symbols.symbol(at: index) }
    return cell(at: index).text
  }
}
