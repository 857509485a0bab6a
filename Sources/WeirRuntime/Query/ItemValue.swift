import WeirSyntax
import WeirTables

/// The value of one item of the select list.
struct ItemValue {
  enum Content {
    case vector(Vector)
    /// A vector of one element that is repeated as often as needed.
    case scalar(Vector)
  }

  let name: String
  let content: Content

  /// The columns that a value makes: one, or with several names one per element of a tuple, vector or dictionary.
  /// - Parameter rowCount: of the rows that the value was computed from: a vector of that many values is one column.
  static func spread(_ value: borrowing Cell, names: [String], at span: SourceSpan) throws -> [ItemValue] {
    guard names.count > 1 else { return [ItemValue(name: names[0], content: try content(value, span))] }
    let members = try members(value, span)
    guard members.count == names.count else { throw ScriptError(.shape, "\(names.count) names for \(members.count) columns", at: span) }
    // An empty name drops its column.
    return zip(names, members).filter { !$0.0.isEmpty }.map { ItemValue(name: $0.0, content: $0.1) }
  }

  static func content(_ value: borrowing Cell, _ span: SourceSpan) throws -> Content {
    switch value.heapKind {
    case .vector: return .vector(value.unsafeObject(as: Vector.self))
    case .table:
      let snapshot = value.unsafeObject(as: Table.self).snapshot
      guard snapshot.columns.count == 1 else { break }
      return .vector(snapshot.columns[0])
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      guard matrix.columns == 1 else { break }
      return .vector(matrix.values)
    case .function, .resource: break
    case .pair, .dictionary, .set:
      let one = AnyVector(capacity: 1)
      one.push(value.copy())
      return .scalar(one)
    default:
      do { return .scalar(try value.isVoid ? Vector.nulls(.void, count: 1) : Vector.repeating(value, count: 1)) } catch { throw ScriptError(error, at: span) }
    }
    throw ScriptError(.type, "a column cannot be made of \(ValueDescription.short(value))", at: span)
  }

  /// The columns that a value is made of.
  static func members(_ value: borrowing Cell, _ span: SourceSpan) throws -> [Content] {
    switch value.heapKind {
    case .vector:
      let vector = value.unsafeObject(as: Vector.self)
      if let array = vector as? ArrayVector { return try array.asColumns().map { .vector($0) } }
      if let tuple = vector as? AnyVector, tuple.isColumnar { return try columns(ofRows: tuple) }
      return try (0..<vector.count).map { try content(vector.cell(at: $0), span) }
    case .dictionary:
      let values = try value.unsafeObject(as: DictionaryObject.self).values
      return try (0..<values.count).map { try content(values.cell(at: $0), span) }
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      return (0..<matrix.columns).map { .vector(matrix.column($0)) }
    case .table: return value.unsafeObject(as: Table.self).snapshot.columns.map { .vector($0) }
    case .pair:
      let elements = value.unsafeObject(as: PairObject.self).elements
      return try (0..<2).map { try content(elements.cell(at: $0), span) }
    default: return [try content(value, span)]
    }
  }

  private static func columns(ofRows tuple: AnyVector) throws -> [Content] {
    guard let width = tuple.count > 0 ? tuple.cell(at: 0).vector?.count : nil else { return [] }
    return try (0..<width).map { place in
      let column = AnyVector(capacity: tuple.count)
      for row in 0..<tuple.count {
        guard let vector = tuple.cell(at: row).vector, vector.count == width else { throw KernelError.shape("the rows of the tuple differ in length") }
        column.push(vector.cell(at: place))
      }
      return .vector(try ResultAssembly.collapsed(column))
    }
  }
}

/// A column that is put together from the results of one group after the other.
struct ColumnBuilder {
  private let capacity: Int
  private var vector: Vector?

  init(capacity: Int) { self.capacity = capacity }

  /// - Parameter count: the rows of the group; a scalar is repeated for each.
  /// - Throws: `.shape` when a vector has another number of rows.
  mutating func add(_ value: borrowing Cell, count: Int) throws {
    if let rows = value.vector {
      guard rows.count == count || rows.count == 1 else { throw KernelError.shape("a group of \(count) rows gave \(rows.count) values") }
      return try add(rows.count == count ? rows : Vector.repeating(rows.cell(at: 0), count: count))
    }
    if let matrix = value.matrix, matrix.columns == 1, matrix.rows == count { return try add(matrix.values) }
    guard value.isScalar else { throw KernelError.type("a column cannot be made of \(ValueDescription.short(value))") }
    try add(value.isVoid ? Vector.nulls(.void, count: count) : Vector.repeating(value, count: count))
  }

  private mutating func add(_ part: Vector) throws {
    guard let present = vector else { return try start(part) }
    if present.type == part.type, present.scale == part.scale { return try present.append(contentsOf: part) }
    if part.type == .void { return try present.append(contentsOf: Vector.nulls(present.type, count: part.count, scale: present.scale)) }
    try widen(present, part)
  }

  private mutating func start(_ part: Vector) throws {
    let first = try part.emptyLike(capacity: capacity)
    try first.append(contentsOf: part)
    vector = first
  }

  /// A later group may give a wider type, such as DOUBLE after groups of nulls.
  private mutating func widen(_ present: Vector, _ part: Vector) throws {
    let wider = present.type == .void || (present.type.isNumeric && part.type.isNumeric && part.type.rawValue > present.type.rawValue)
    guard wider else { return try present.append(contentsOf: part) }
    let widened = try Vector.empty(part.type, capacity: capacity, scale: part.scale)
    try widened.append(contentsOf: present.type == .void ? Vector.nulls(part.type, count: present.count, scale: part.scale) : present)
    try widened.append(contentsOf: part)
    vector = widened
  }

  func finish() throws -> Vector { try vector ?? Vector.empty(.double) }
}
