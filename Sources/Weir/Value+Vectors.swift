import WeirTables

// Vectors: reading their columns, and new ones.
extension Value {
  /// The numbers of a vector in place; nil when this is no vector, or one whose elements are stored otherwise: see `ColumnNumber`. What a script has as another type
  /// it can convert, as in `double(x)`.
  public func column<Number: ColumnNumber & Equatable>(of number: Number.Type = Number.self) -> Column<Number>? {
    guard let vector = cell.vector, vector.storage == Value.storage(of: number) else { return nil }
    // A header of its own: nobody else writes through it.
    return Column(vector.sharingHeader())
  }

  /// The texts of a vector of STRING, SYMBOL or BLOB, nil for nulls; a copy. Nil when this is no such vector.
  public var texts: [String?]? {
    guard let vector = cell.vector, vector.type.isLiteral, vector.storage != .array else { return nil }
    return (0..<vector.count).map { vector.isNull(at: $0) ? nil : vector.text(at: $0) }
  }

  /// The element of a vector at `index`.
  /// - Precondition: this is a vector, and `index` is below `count`.
  public subscript(index: Int) -> Value {
    guard let vector = cell.vector, index >= 0, index < vector.count else { preconditionFailure("no element \(index) in a \(form) of \(count)") }
    return Value(vector.cell(at: index))
  }

  /// A vector of as many numbers as `numbers` has, copied once.
  ///
  /// - Parameter type: the language's name of a type that is stored as `Number`, such as `TIMESTAMP` for `Int64`; nil takes `Number.columnType`.
  /// - Throws: `WeirError` of kind `type` when `type` is stored otherwise, `memory` when there is not enough.
  public init<Number: ColumnNumber>(_ numbers: [Number], type: String? = nil) throws {
    try self.init(count: numbers.count, type: type) { (target: UnsafeMutableBufferPointer<Number>) in _ = target.update(from: numbers) }
  }

  /// A vector in which nil is null.
  /// - Throws: as `init(_:type:)`.
  public init<Number: ColumnNumber>(_ numbers: [Number?], type: String? = nil) throws {
    try self.init(count: numbers.count, type: type) { (target: UnsafeMutableBufferPointer<Number>) in
      for index in numbers.indices { target[index] = numbers[index] ?? Number.columnNull }
    }
  }

  /// A vector of LONG.
  /// - Throws: `WeirError` of kind `memory`.
  public init(_ integers: [Int]) throws { try self.init(integers.map { Int64($0) }) }

  /// A vector whose memory `fill` writes, so that nothing is copied.
  ///
  /// - Parameters:
  ///   - type: as in `init(_:type:)`.
  ///   - fill: writes `count` numbers, `Number.columnNull` for nulls.
  /// - Throws: `WeirError` of kind `type`, `range` for a negative count or `memory`, and what `fill` throws.
  public init<Number: ColumnNumber>(count: Int, type: String? = nil, fill: (UnsafeMutableBufferPointer<Number>) throws -> Void) throws {
    let vector = try WeirError.catching { try Value.makeVector(Number.self, count: count, type: type) }
    try withExtendedLifetime(vector) { try fill(UnsafeMutableBufferPointer(start: vector.pointer(Number.self), count: count)) }
    self.init(Cell.vector(vector))
  }

  /// A vector of BOOL.
  /// - Throws: `WeirError` of kind `memory`.
  public init(_ flags: [Bool]) throws { try self.init(flags.map { $0 ? 1 : 0 as Int8 }, type: "BOOL") }

  /// A vector of STRING; nil is the null string, which is the empty one.
  /// - Throws: `WeirError` of kind `memory`.
  public init(_ texts: [String?]) throws {
    self.init(Cell.vector(try WeirError.catching { try StringVector(texts.map { $0 ?? "" }) }))
  }

  /// A vector of SYMBOL, for columns with few different texts.
  /// - Throws: `WeirError` of kind `memory`.
  public init(symbols texts: [String?]) throws {
    self.init(Cell.vector(try WeirError.catching { try StringVector(texts.map { $0 ?? "" }).cast(to: .symbol) }))
  }

  private static func makeVector<Number: ColumnNumber>(_ number: Number.Type, count: Int, type name: String?) throws -> FixedVector {
    let wanted = name ?? Number.columnType
    guard let type = ElementType(named: wanted) else { throw KernelError.type("there is no type `\(wanted)`") }
    guard type.storage == storage(of: number), !type.isDecimal, type != .void else { throw KernelError.type("\(type.name) is not stored as \(number)") }
    guard count >= 0 else { throw KernelError.range("a vector cannot have \(count) elements") }
    return try FixedVector(type, count: count)
  }

  private static func storage(of number: any ColumnNumber.Type) -> Storage {
    switch number {
    case is Int8.Type: .int8
    case is Int16.Type: .int16
    case is Int32.Type: .int32
    case is Int64.Type: .int64
    case is Float.Type: .float
    default: .double
    }
  }
}

extension WeirError {
  /// Runs `body` and gives its errors as this type: they have no place, because no script runs.
  static func catching<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as KernelError {
      throw WeirError(kind: error.kind.rawValue, message: error.text)
    }
  }
}
