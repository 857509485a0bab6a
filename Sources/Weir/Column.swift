import WeirTables

/// The numbers that columns hold. BOOL and CHAR are `Int8`, SHORT `Int16`, INT `Int32`, LONG `Int64`; temporal values are the integers that their type counts in:
/// DATE, MONTH, TIME, MINUTE, SECOND and DATETIME `Int32`, TIMESTAMP, NANOTIME and NANOTIMESTAMP `Int64`.
public protocol ColumnNumber: BitwiseCopyable, Sendable {
  /// What stands in a column for a missing value: the least integer, the most negative finite float.
  static var columnNull: Self { get }
  /// The type of a column that is made of these numbers, as the language names it.
  static var columnType: String { get }
}

extension Int8: ColumnNumber {
  @inlinable public static var columnNull: Int8 { .min }
  public static var columnType: String { "CHAR" }
}

extension Int16: ColumnNumber {
  @inlinable public static var columnNull: Int16 { .min }
  public static var columnType: String { "SHORT" }
}

extension Int32: ColumnNumber {
  @inlinable public static var columnNull: Int32 { .min }
  public static var columnType: String { "INT" }
}

extension Int64: ColumnNumber {
  @inlinable public static var columnNull: Int64 { .min }
  public static var columnType: String { "LONG" }
}

extension Float: ColumnNumber {
  @inlinable public static var columnNull: Float { -.greatestFiniteMagnitude }
  public static var columnType: String { "FLOAT" }
}

extension Double: ColumnNumber {
  @inlinable public static var columnNull: Double { -.greatestFiniteMagnitude }
  public static var columnType: String { "DOUBLE" }
}

/// The numbers of a vector where they lie: nothing is copied, and nothing that scripts do later changes them.
///
/// As a collection it gives nil for nulls; `withUnsafeBufferPointer` gives the numbers as they are stored.
public struct Column<Number: ColumnNumber & Equatable>: RandomAccessCollection {
  /// Keeps the memory.
  @usableFromInline let owner: AnyObject
  @usableFromInline let numbers: UnsafePointer<Number>
  public let endIndex: Int

  /// - Precondition: the elements of `vector` are stored as `Number`.
  init(_ vector: Vector) {
    owner = vector
    numbers = UnsafePointer(vector.pointer(Number.self))
    endIndex = vector.count
  }

  @inlinable public var startIndex: Int { 0 }

  /// - Precondition: `index` is below `count`.
  @inlinable
  public subscript(index: Int) -> Number? {
    precondition(index >= 0 && index < endIndex, "an index outside of the column")
    let number = numbers[index]
    _fixLifetime(owner)
    return number == Number.columnNull || number != number ? nil : number
  }

  /// The numbers, with `Number.columnNull` for nulls. The pointer is valid inside `body` only.
  @inlinable
  public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Number>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(owner) { try body(UnsafeBufferPointer(start: numbers, count: endIndex)) }
  }
}
