import WeirTables

/// A value that names a type: the constant `INT` (a number that prints as itself), the string `"INT"`, or the function `int`.
package enum TypeDesignator {
  /// The bit that tells the constant of an array vector's type, `INT[]`, from that of its element type.
  package static let arrayBit = 64
  /// Where the scale of `DECIMAL32(2)` sits in its constant.
  private static let scaleShift = 16

  /// The constant of a type.
  package static func constant(_ type: ElementType, scale: Int = 0, isArray: Bool = false) -> Int {
    Int(type.rawValue) | (isArray ? arrayBit : 0) | scale << scaleShift
  }

  /// The element type that `value` names, or nil. For an array type its element type; see `isArray`.
  package static func read(_ value: borrowing Cell) -> (type: ElementType, scale: Int)? {
    if let name = value.stringValue {
      return read(name.hasSuffix("[]") ? name.dropLast(2) : name[...])
    }
    if let function = value.function { return ElementType(named: function.name.uppercased()).map { ($0, 0) } }
    guard value.isScalar, value.elementType.category == .integral, !value.isNull else { return nil }
    let number = Int(value.rawInteger)
    guard number >= 0, let type = ElementType(rawValue: UInt8(truncatingIfNeeded: number & 63)) else { return nil }
    let scale = number >> scaleShift
    return scale <= (type.isDecimal ? DecimalScale.max(type) : 0) ? (type, scale) : nil
  }

  /// `INT`, `DECIMAL32(2)`
  private static func read(_ name: Substring) -> (type: ElementType, scale: Int)? {
    let parts = name.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    guard let type = ElementType(named: parts[0].uppercased()) else { return nil }
    guard parts.count == 2 else { return (type, 0) }
    guard type.isDecimal, parts[1].hasSuffix(")"), let scale = Int(parts[1].dropLast()), (0...DecimalScale.max(type)).contains(scale) else { return nil }
    return (type, scale)
  }

  package static func isArray(_ value: borrowing Cell) -> Bool {
    if let name = value.stringValue { return name.hasSuffix("[]") }
    guard value.isScalar, value.elementType.category == .integral, !value.isNull else { return false }
    return Int(value.rawInteger) & arrayBit != 0
  }
}

/// A value in a few words, for errors.
package enum ValueDescription {
  package static func short(_ value: borrowing Cell) -> String {
    if value.isVoid { return "NULL" }
    if value.isMissing { return "nothing" }
    let type = value.elementType.name
    switch value.form {
    case .scalar:
      if value.heapKind == .function { return "the function `\(value.function?.name ?? "")`" }
      if let instance = value.instance { return "an instance of `\(instance.classObject.name)`" }
      if value.code != nil { return "metacode" }
      return value.isNull ? "a null \(type)" : "the \(type) \(value.text)"
    case .vector: return value.elementType == .any ? "a tuple" : "a vector of \(type)"
    case .pair: return "a pair of \(type)"
    case .matrix: return "a matrix of \(type)"
    case .set: return "a set of \(type)"
    case .dictionary: return "a dictionary"
    case .table: return "a table"
    case .systemObject: return value.segmentedTable != nil ? "a partitioned table" : value.databaseHandle != nil ? "a database" : "a resource"
    }
  }
}
