/// How rows are told apart by the values of one column.
package final class PartitionScheme: Sendable {
  package enum Kind: Int, Sendable {
    case value = 1
    case range = 2
    case list = 3
    case hash = 5

    package var name: String {
      switch self {
      case .value: "VALUE"
      case .range: "RANGE"
      case .list: "LIST"
      case .hash: "HASH"
      }
    }
  }

  package let kind: Kind
  /// As the script gave it: the borders, the values, the lists, or the type and the number of partitions.
  package let given: Vector
  package let count: Int
  /// Of the values that partitions are made by.
  package let type: ElementType
  private let keys: PartitionKeys

  /// - Throws: `.type`, `.value` for what is no scheme of this kind.
  package init(_ kind: Kind, _ given: Vector) throws {
    self.kind = kind
    self.given = given
    switch kind {
    case .range:
      guard given.count >= 2 else { throw KernelError.value("a RANGE scheme needs at least two borders") }
      keys = try PartitionKeys(given)
      for border in 1..<given.count where !keys.isLess(border - 1, border) { throw KernelError.value("the borders of a RANGE scheme must ascend") }
      (count, type) = (given.count - 1, given.type)
    case .value:
      keys = try PartitionKeys(given)
      guard given.count > 0 else { throw KernelError.value("a VALUE scheme needs at least one value") }
      guard keys.areDistinct else { throw KernelError.value("the values of a VALUE scheme must differ") }
      (count, type) = (given.count, given.type)
    case .list:
      let lists = try PartitionScheme.lists(given)
      guard let first = lists.first else { throw KernelError.value("a LIST scheme needs at least one list") }
      let values = try first.emptyLike(capacity: 0)
      var owners: [Int] = []
      for (place, list) in lists.enumerated() {
        try values.append(contentsOf: list)
        owners += Array(repeating: place, count: list.count)
      }
      keys = try PartitionKeys(values, owners: owners)
      guard keys.areDistinct else { throw KernelError.value("the values of a LIST scheme must differ") }
      (count, type) = (lists.count, values.type)
    case .hash:
      guard given.count == 2, (0..<2).allSatisfy({ given.cell(at: $0).elementType.category == .integral }),
        let type = ElementType(rawValue: UInt8(truncatingIfNeeded: try given.cell(at: 0).asInt64() & 63)) else {
        throw KernelError.value("a HASH scheme is the type of the column and the number of partitions: [INT, 4]")
      }
      let buckets = try given.cell(at: 1).asInt64()
      guard buckets > 0, buckets <= PartitionScheme.countMax else { throw KernelError.value("a HASH scheme has 1 to \(PartitionScheme.countMax) partitions, got \(buckets)") }
      keys = try PartitionKeys(try Vector.empty(type))
      (count, self.type) = (Int(buckets), type)
    }
    guard count <= PartitionScheme.countMax else { throw KernelError.value("a scheme has at most \(PartitionScheme.countMax) partitions, got \(count)") }
  }

  private static let countMax = 1 << 20

  private static func lists(_ given: Vector) throws -> [Vector] {
    guard given.storage == .any || given.storage == .array else { return try (0..<given.count).map { try Vector.repeating(given.cell(at: $0), count: 1) } }
    return try (0..<given.count).map { place in
      let member = given.cell(at: place)
      return try member.vector ?? Vector.repeating(member, count: 1)
    }
  }

  /// The partition of each value, converted to the scheme's type first; -1 for what belongs to none. A null belongs to none unless a value or list says so.
  /// - Throws: `.type` when the values cannot be converted.
  package func partitions(of values: Vector) throws -> [Int] {
    let converted = type.isLiteral && values.type.isLiteral ? values : try values.cast(to: type == .symbol ? .string : type)
    let keys = try PartitionKeys(converted)
    return (0..<converted.count).map { row in
      switch kind {
      case .range: self.keys.range(of: keys.key(row))
      case .value, .list: self.keys.owner(of: keys.key(row))
      case .hash: converted.isNull(at: row) ? -1 : keys.bucket(row, count)
      }
    }
  }

  /// The partition of one value of a column of type `columnType`; -1 when it belongs to none, nil when the scheme's values are of another kind than the column's.
  package func partition(of value: PointKey, in columnType: ElementType) -> Int? {
    let isComparable = type == columnType || type.isLiteral && columnType.isLiteral || type.category == .integral && columnType.category == .integral
    guard isComparable, type.storage.width >= columnType.storage.width || type.isLiteral else { return nil }
    let key: PartitionKey
    switch value {
    case .integer(let number): key = .number(number)
    case .text(let text): key = .text(text)
    case .absent: return -1
    }
    switch kind {
    case .range: return keys.range(of: key)
    case .value, .list: return keys.owner(of: key)
    case .hash: return PartitionKeys.bucket(of: key, count)
    }
  }

  /// Whether a column of `column` can tell the partitions apart.
  package func fits(_ column: Vector) -> Bool {
    guard column.storage != .array, column.storage != .any, column.type.isLiteral == type.isLiteral else { return false }
    return column.type.isLiteral || column.type == type || column.type.isTemporal == type.isTemporal && column.type.category != .floating
  }

  package func misfit(_ column: ElementType, named name: String) -> KernelError {
    .type("the column `\(name)` of type \(column.name) cannot tell partitions whose values are \(type.name)")
  }

  /// The partitions that may hold values between two values, either of which may be missing; all for a scheme that knows no order.
  /// - Parameter isOpen: the two values themselves are left out.
  package func partitions(from low: Vector?, to high: Vector?, isOpen: Bool) throws -> [Int] {
    guard kind != .hash else { return Array(0..<count) }
    let lowKey = try low.map { try PartitionKeys(try $0.cast(to: type == .symbol ? .string : type)).key(0) }
    let highKey = try high.map { try PartitionKeys(try $0.cast(to: type == .symbol ? .string : type)).key(0) }
    return keys.owners(from: lowKey, to: highKey, isOpen: isOpen, isRange: kind == .range)
  }
}

extension PartitionScheme {
  /// The first and the last moment of `type` that each partition can hold, both of `count` elements; nil for a scheme that is not of moments of the same line in order.
  package func bounds(as type: ElementType) throws -> (low: Vector, high: Vector)? {
    guard kind == .value || kind == .range, let line = self.type.temporalLine, line == type.temporalLine, !given.hasNull else { return nil }
    let (lows, highs) = (try Vector.empty(type, capacity: count), try Vector.empty(type, capacity: count))
    for place in 0..<count {
      let first = given.cell(at: place).rawInteger
      let next = kind == .range ? given.cell(at: place + 1).rawInteger : first + 1
      let low = try moment(first, as: type)
      // In a finer type the moment before the next partition, in a coarser one that of the last.
      let high = max(try moment(next - 1, as: type), try moment(next, as: type) - 1)
      try lows.append(.integer(low, type))
      try highs.append(.integer(high, type))
    }
    return (lows, highs)
  }

  private func moment(_ value: Int64, as type: ElementType) throws -> Int64 { try Cell.integer(value, self.type).castScalar(to: type).rawInteger }
}

/// A value that partitions are told by.
enum PartitionKey: Hashable, Comparable {
  case number(Int64)
  case real(Double)
  case text(String)

  static func < (left: PartitionKey, right: PartitionKey) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.text(let left), .text(let right)): left < right
    default: false
    }
  }
}

/// Values as keys, each of which leads to its owner: the partition.
struct PartitionKeys: Sendable {
  private let keys: [PartitionKey]
  /// The keys where all are integers, else none.
  private let numbers: [Int64]
  private let owners: [PartitionKey: Int]
  let areDistinct: Bool

  /// - Throws: `.type` for values that have no order.
  init(_ values: Vector, owners: [Int]? = nil) throws {
    switch values.storage {
    case .int8, .int16, .int32, .int64: numbers = (0..<values.count).map { values.cell(at: $0).rawInteger }
    default: numbers = []
    }
    switch values.storage {
    case .int8, .int16, .int32, .int64: keys = numbers.map { .number($0) }
    case .float, .double: keys = (0..<values.count).map { .real(values.cell(at: $0).rawDouble) }
    case .string, .symbol: keys = (0..<values.count).map { .text(values.text(at: $0)) }
    default: throw KernelError.type("a partition cannot be told by values of \(values.type.name)")
    }
    var known: [PartitionKey: Int] = [:]
    for (place, key) in keys.enumerated() where known[key] == nil { known[key] = owners?[place] ?? place }
    areDistinct = known.count == keys.count
    self.owners = known
  }

  func key(_ row: Int) -> PartitionKey { keys[row] }
  func isLess(_ left: Int, _ right: Int) -> Bool { keys[left] < keys[right] }
  func owner(of key: PartitionKey) -> Int { owners[key] ?? -1 }

  /// The place of the last border that is not above `key`; -1 below the first and from the last on.
  func range(of key: PartitionKey) -> Int {
    if case .number(let number) = key, !numbers.isEmpty { return PartitionKeys.range(of: number, in: numbers) }
    return PartitionKeys.range(of: key, in: keys)
  }

  @inline(__always)
  private static func range<Key: Comparable>(of key: Key, in borders: [Key]) -> Int {
    var (low, high) = (0, borders.count)
    while low < high {
      let middle = (low + high) / 2
      if key < borders[middle] { high = middle } else { low = middle + 1 }
    }
    return low == borders.count ? -1 : low - 1
  }

  /// Whose keys lie between two values; for ranges those that reach there.
  func owners(from low: PartitionKey?, to high: PartitionKey?, isOpen: Bool, isRange: Bool) -> [Int] {
    // Whether a key that a partition begins with, or is, can be above `low` or below `high`.
    let isAbove = { (key: PartitionKey) in low.map { isOpen ? $0 < key : !(key < $0) } ?? true }
    let isBelow = { (key: PartitionKey) in high.map { isOpen ? key < $0 : !($0 < key) } ?? true }
    guard isRange else { return Set(owners.filter { isAbove($0.key) && isBelow($0.key) }.values).sorted() }
    return (0..<(keys.count - 1)).filter { place in low.map { reaches(place, above: $0, isOpen: isOpen) } ?? true && isBelow(keys[place]) }
  }

  /// Whether a range holds a key above `low`; of whole numbers its last one is known.
  private func reaches(_ place: Int, above low: PartitionKey, isOpen: Bool) -> Bool {
    guard isOpen, case .number(let low) = low, case .number(let border) = keys[place + 1], border > Int64.min else { return low < keys[place + 1] }
    return low < border - 1
  }

  /// The partition of a row by its hash: integers by their remainder, texts by FNV-1a. Fixed, so that a value lies in the same partition in every run.
  func bucket(_ row: Int, _ count: Int) -> Int { PartitionKeys.bucket(of: keys[row], count) }

  static func bucket(of key: PartitionKey, _ count: Int) -> Int {
    switch key {
    case .number(let value):
      let remainder = Int(value % Int64(count))
      return remainder < 0 ? remainder + count : remainder
    case .real(let value): return Int(value.bitPattern % UInt64(count))
    case .text(let text):
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      return Int(hash % UInt64(count))
    }
  }
}
