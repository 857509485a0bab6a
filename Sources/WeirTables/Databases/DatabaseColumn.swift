/// A column of a table on disk.
package struct DatabaseColumn: Sendable, Equatable {
  /// What its files are called by: a column keeps its number when it gets another name, and a new one of the old name has another number.
  package let number: Int
  package var name: String
  package let type: ElementType
  package let scale: Int
  package let isList: Bool
  package var comment: String

  /// - Throws: `.unsupported` for a column that has no place on disk.
  package init(number: Int, name: String, like column: Vector, comment: String = "") throws {
    try EncodedColumn.requireStorable(column, named: name)
    self.number = number
    self.name = name
    type = column.type
    scale = column.scale
    isList = column.storage == .array
    self.comment = comment
  }

  /// Nulls, or empty lists.
  func nulls(_ count: Int) throws -> Vector {
    guard isList else { return try Vector.nulls(type, count: count, scale: scale) }
    return ArrayVector(offsets: [Int](repeating: 0, count: count + 1), values: try Vector.empty(type, scale: scale))
  }

  /// Values of the column's kind as the column has them: strings that are going to be symbols.
  func own(_ values: Vector) throws -> Vector {
    if values.type == type, values.storage == (isList ? .array : type.storage) { return values }
    let own = try nulls(0)
    try own.append(contentsOf: values)
    return own
  }

  func encode(into encoder: inout ByteEncoder) {
    encoder.add(UInt32(number))
    encoder.add(name)
    encoder.add(type.rawValue)
    encoder.add(UInt8(isList ? 1 : 0))
    encoder.add(Int16(scale))
    encoder.add(comment)
  }

  init(_ decoder: inout ByteDecoder) throws {
    number = Int(try decoder.number(UInt32.self))
    name = try decoder.text()
    let place = decoder.next
    let raw = try decoder.number(UInt8.self)
    guard let type = ElementType(rawValue: raw), type.storage != .any else { throw place.damaged("there is no type \(raw)") }
    self.type = type
    isList = try decoder.number(UInt8.self) == 1
    scale = Int(try decoder.number(Int16.self))
    comment = try decoder.text()
  }
}

/// Which of the rows with equal values in the sort columns stay.
package enum DuplicatePolicy: UInt8, Sendable, CaseIterable {
  case all, last, first

  package var name: String { "\(self)".uppercased() }

  /// The constant FIRST, LAST or ALL, or its name; nil for anything else.
  package init?(designator: borrowing Cell) {
    if let text = designator.stringValue {
      guard let policy = DuplicatePolicy.allCases.first(where: { $0.name == text.uppercased() }) else { return nil }
      self = policy
      return
    }
    guard designator.isScalar, designator.elementType.category == .integral else { return nil }
    switch designator.rawInteger {
    case 0: self = .first
    case 1: self = .last
    case 3: self = .all
    default: return nil
    }
  }
}

/// What a table is apart from its rows.
package struct TableDefinition: Sendable {
  package var columns: [DatabaseColumn]
  /// One for each level of the database; empty for a table that is not partitioned.
  package var partitionColumns: [String]
  /// By which the rows of each partition are sorted; empty where they stay as they came.
  package var sortColumns: [String]
  package var duplicates: DuplicatePolicy
  package var comment: String
  var nextColumn: Int
  /// How many columns there were before the first that was added to a table with rows; nil where none was.
  var olderCount: Int?
  /// Rows without the columns that were added may still come, as long as none came with them.
  var acceptsOlderRows = false

  package init(
    shape: TableSnapshot, partitionColumns: [String], sortColumns: [String] = [], duplicates: DuplicatePolicy = .all, comment: String = "", columnComments: [String]? = nil
  ) throws {
    columns = try shape.names.indices.map { try DatabaseColumn(number: $0, name: shape.names[$0], like: shape.columns[$0], comment: columnComments?[$0] ?? "") }
    nextColumn = columns.count
    self.partitionColumns = try partitionColumns.map { shape.names[try Table.require($0, in: shape)] }
    self.sortColumns = try sortColumns.map { shape.names[try Table.require($0, in: shape)] }
    self.duplicates = duplicates
    self.comment = comment
    guard Set(self.partitionColumns).count == partitionColumns.count else { throw KernelError.value("a partition column is named twice") }
    guard Set(self.sortColumns).count == sortColumns.count else { throw KernelError.value("a sort column is named twice") }
    for name in self.partitionColumns + self.sortColumns where columns.contains(where: { $0.name == name && $0.isList }) {
      throw KernelError.type("the column `\(name)` of lists can neither tell partitions nor sort rows")
    }
  }

  /// The columns, without rows.
  func shape() throws -> TableSnapshot { try TableSnapshot(names: columns.map(\.name), columns: try columns.map { try $0.nulls(0) }) }

  func encode(into encoder: inout ByteEncoder) {
    encoder.add(UInt32(nextColumn))
    encoder.add(UInt32(columns.count))
    for column in columns { column.encode(into: &encoder) }
    encoder.add(partitionColumns)
    encoder.add(sortColumns)
    encoder.add(duplicates.rawValue)
    encoder.add(comment)
    encoder.add(UInt32(olderCount ?? 0))
    encoder.add(UInt8(acceptsOlderRows ? 1 : 0))
  }

  init(_ decoder: inout ByteDecoder) throws {
    nextColumn = Int(try decoder.number(UInt32.self))
    let count = try decoder.number(UInt32.self)
    columns = []
    for _ in 0..<count { columns.append(try DatabaseColumn(&decoder)) }
    partitionColumns = try decoder.names()
    sortColumns = try decoder.names()
    let place = decoder.next
    guard let duplicates = DuplicatePolicy(rawValue: try decoder.number(UInt8.self)) else { throw place.damaged("there is no such rule for duplicates") }
    self.duplicates = duplicates
    comment = try decoder.text()
    let older = Int(try decoder.number(UInt32.self))
    olderCount = older == 0 ? nil : older
    acceptsOlderRows = try decoder.number(UInt8.self) == 1
  }

  static let fewerColumns = KernelError.shape("The data to append contains fewer columns than the schema.")

  /// Rows that are to be added, with nulls for the columns that are newer than they are, and in a partitioned table for those that they leave out behind the ones
  /// that tell their partition.
  /// - Throws: `.shape` once rows with the new columns came.
  func completed(_ columns: [Vector]) throws -> [Vector] {
    guard columns.count < self.columns.count else { return columns }
    if let olderCount {
      guard acceptsOlderRows, columns.count >= olderCount else { throw TableDefinition.fewerColumns }
    } else {
      let given = self.columns[..<columns.count].map(\.name)
      guard !partitionColumns.isEmpty, partitionColumns.allSatisfy(given.contains) else { return columns }
    }
    let count = columns.first?.count ?? 0
    return try columns + self.columns[columns.count...].map { try $0.nulls(count) }
  }
}
