/// Puts values that come one by one into one vector: of their type as long as all are scalars with a type in common (numbers widen, NULL takes the type of
/// the rest), a tuple from the first on that does not fit.
package struct ValueCollector: ~Copyable {
  /// What came so far; nil while nothing but NULL has come.
  private var vector: Vector?
  /// `vector` while it is of fixed width, so that its own scalars are stored without a conversion, nor a reference counted.
  private var fixed: Unmanaged<FixedVector>?
  private var leadingNulls = 0
  private let capacity: Int

  package init(capacity: Int = 0) { self.capacity = capacity }

  package var count: Int { vector?.count ?? leadingNulls }

  @inline(__always)
  package mutating func add(_ value: borrowing Cell) throws {
    if let fixed, try fixed._withUnsafeGuaranteedRef({ try $0.append(scalar: value.raw) }) { return }
    try addSlowly(value)
  }

  /// What came, as a vector: an empty tuple when nothing did, a vector of VOID when all was NULL.
  package consuming func finish() throws -> Vector {
    if let vector { return vector }
    return leadingNulls == 0 ? AnyVector(capacity: 0) : try Vector.repeating(.void, count: leadingNulls)
  }

  /// Adds all elements of a vector.
  package mutating func add(contentsOf other: Vector) throws {
    if vector == nil, leadingNulls == 0, other.storage != .array {
      let fresh = try other.emptyLike(capacity: max(capacity, other.count))
      adopt(fresh)
    }
    if let vector, vector.type == other.type, vector.scale == other.scale, vector.storage == other.storage { return try vector.append(contentsOf: other) }
    for index in 0..<other.count { try add(other.cell(at: index)) }
  }

  private mutating func addSlowly(_ value: borrowing Cell) throws {
    guard let present = vector else { return try start(value) }
    if present.storage == .any || value.isVoid { return try present.append(value) }
    guard value.isScalar, let type = ValueCollector.common(present.type, value.elementType), !type.isDecimal || present.scale == value.scale else {
      return try degrade(present, value)
    }
    let widened = type == present.type ? present : try present.cast(to: type)
    try widened.append(value)
    adopt(widened)
  }

  private mutating func start(_ value: borrowing Cell) throws {
    if value.isVoid {
      leadingNulls += 1
      return
    }
    let isPlain = value.isScalar && value.elementType.category != .other
    let vector = try Vector.empty(isPlain ? value.elementType : .any, capacity: max(capacity, leadingNulls + 1), scale: isPlain ? value.scale : 0)
    for _ in 0..<leadingNulls { try vector.append(.void) }
    try vector.append(value)
    adopt(vector)
  }

  private mutating func degrade(_ present: Vector, _ value: borrowing Cell) throws {
    let tuple = AnyVector(capacity: max(capacity, present.count + 1))
    try tuple.append(contentsOf: present)
    tuple.push(value.copy())
    adopt(tuple)
  }

  private mutating func adopt(_ vector: Vector) {
    self.vector = vector
    fixed = (vector as? FixedVector).map { .passUnretained($0) }
  }

  /// The type that holds values of both types: the wider of two numbers, STRING for strings of two kinds; nil when there is none.
  package static func common(_ left: ElementType, _ right: ElementType) -> ElementType? {
    if left == right { return left.category == .other ? nil : left }
    if left == .void { return right }
    if right == .void { return left }
    if left.isNumeric, right.isNumeric { return left.rawValue > right.rawValue ? left : right }
    if left.isLiteral, right.isLiteral { return .string }
    return nil
  }
}
