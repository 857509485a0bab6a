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
  public static var columnNull: Int8 { .null }
  public static var columnType: String { "CHAR" }
}

extension Int16: ColumnNumber {
  public static var columnNull: Int16 { .null }
  public static var columnType: String { "SHORT" }
}

extension Int32: ColumnNumber {
  public static var columnNull: Int32 { .null }
  public static var columnType: String { "INT" }
}

extension Int64: ColumnNumber {
  public static var columnNull: Int64 { .null }
  public static var columnType: String { "LONG" }
}

extension Float: ColumnNumber {
  public static var columnNull: Float { .null }
  public static var columnType: String { "FLOAT" }
}

extension Double: ColumnNumber {
  public static var columnNull: Double { .null }
  public static var columnType: String { "DOUBLE" }
}

/// The numbers of a vector where they lie: nothing is copied, and nothing that scripts do later changes them.
///
/// As a collection it gives nil for nulls; `withUnsafeBufferPointer` gives the numbers as they are stored.
public struct Column<Number: ColumnNumber & Equatable>: RandomAccessCollection {
  /// Keeps the memory.
  private let vector: Vector

  /// - Precondition: the elements of `vector` are stored as `Number`.
  init(_ vector: Vector) { self.vector = vector }

  public var startIndex: Int { 0 }
  public var endIndex: Int { vector.count }

  /// - Precondition: `index` is below `count`.
  public subscript(index: Int) -> Number? {
    precondition(index >= 0 && index < vector.count, "index \(index) of a column of \(vector.count)")
    let number = withExtendedLifetime(vector) { vector.pointer(Number.self)[index] }
    return number == Number.columnNull || number != number ? nil : number
  }

  /// The numbers, with `Number.columnNull` for nulls. The pointer is valid inside `body` only.
  public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Number>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(vector) { try body(UnsafeBufferPointer(start: vector.pointer(Number.self), count: vector.count)) }
  }
}
