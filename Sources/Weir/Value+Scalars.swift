import WeirTables

// Scalars: what they hold, and new ones.
extension Value {
  /// Whether this is a scalar without a value, of whatever type.
  public var isNull: Bool {
    let cell = cell
    return cell.isScalar && cell.isNull
  }

  /// The integer of a number, BOOL or temporal scalar (days, milliseconds... as its type counts); nil for null, for fractions out of range, and for all else.
  public var integer: Int64? { number(of: { try $0.asInt64() }) { $0 == .min } }

  /// The number of a numeric scalar; nil for null and for all else.
  public var number: Double? { number(of: { try $0.asDouble() }) { $0.isMissing } }

  /// Nil for null and for what is neither BOOL nor a number.
  public var bool: Bool? { integer.map { $0 != 0 } }

  /// The text of a STRING, SYMBOL or BLOB scalar, empty for the null string; nil for all else. `description` has a text for every value.
  public var text: String? { cell.stringValue }

  private func number<Number>(of read: (borrowing Cell) throws -> Number, isNull: (Number) -> Bool) -> Number? {
    let cell = cell
    guard cell.isScalar, !cell.isNull, cell.elementType.isNumeric || cell.elementType.isTemporal || cell.elementType.isDecimal else { return nil }
    // What cannot be read is out of the range of the type that was asked for: nil, as documented.
    guard let number = try? read(cell), !isNull(number) else { return nil }
    return number
  }

  /// A LONG.
  public init(_ integer: Int) { self.init(Cell.long(integer)) }
  /// A DOUBLE; null for NaN.
  public init(_ number: Double) { self.init(number.isNaN ? Cell.null(.double) : Cell.double(number)) }
  /// A BOOL.
  public init(_ flag: Bool) { self.init(Cell.bool(flag)) }
  /// A STRING.
  public init(_ text: String) { self.init(Cell.string(text)) }
}
