/// One of the schemes by which a database tells its partitions, and how their directories are called.
package final class DatabaseLevel: Sendable {
  package let scheme: PartitionScheme
  /// For each place of the scheme: `20180801`, `0_50`, `List0`, `Key0`.
  package let labels: [String]
  private let places: [String: Int]

  package init(_ scheme: PartitionScheme) {
    self.scheme = scheme
    labels = DatabaseLevel.labels(scheme)
    places = Dictionary(zip(labels, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// Nil when there is no such partition any more.
  func place(of label: String) -> Int? { places[label] }

  private static func labels(_ scheme: PartitionScheme) -> [String] {
    let word = { (place: Int) in PathWord.encoded(text(scheme.given.cell(at: place))) }
    return switch scheme.kind {
    case .value: (0..<scheme.count).map(word)
    case .range: (0..<scheme.count).map { word($0) + "_" + word($0 + 1) }
    case .list: (0..<scheme.count).map { "List\($0)" }
    case .hash: (0..<scheme.count).map { "Key\($0)" }
    }
  }

  /// A time without the signs between its digits.
  private static func text(_ value: borrowing Cell) -> String {
    let text = value.text
    return value.elementType.isTemporal ? text.filter { $0 != "." && $0 != ":" } : text
  }
}

extension PartitionScheme {
  /// The same with more values.
  /// - Throws: `.value` when it is no VALUE scheme.
  func adding(values: Vector) throws -> PartitionScheme {
    guard kind == .value else { throw KernelError.value("only a VALUE scheme gets new values, this is \(kind.name)") }
    return try PartitionScheme(.value, try joined(values))
  }

  /// The same with more ranges behind the last one.
  /// - Parameter borders: the first is the last that there is.
  /// - Throws: `.value` when it is no RANGE scheme, or the borders do not go on from its end.
  func adding(borders: Vector) throws -> PartitionScheme {
    guard kind == .range else { throw KernelError.value("only a RANGE scheme gets new ranges, this is \(kind.name)") }
    let last = try given.slice(given.count - 1, 1).converted(to: given.type == .symbol ? .string : given.type, scale: given.scale)
    guard borders.count >= 2, try partitionKeysEqual(last, borders.slice(0, 1)) else {
      throw KernelError.value("new ranges begin with the last border of the scheme, \(given.cell(at: given.count - 1).text), and have at least one border more")
    }
    return try PartitionScheme(.range, try joined(borders.slice(1, borders.count - 1)))
  }

  /// The same without the values at some places.
  func removing(_ places: Set<Int>) throws -> PartitionScheme {
    try PartitionScheme(kind, try given.gather((0..<given.count).filter { !places.contains($0) }))
  }

  private func joined(_ more: Vector) throws -> Vector {
    let all = try given.emptyLike(capacity: given.count + more.count)
    try all.append(contentsOf: given)
    try all.append(contentsOf: more)
    return all
  }

  private func partitionKeysEqual(_ left: Vector, _ right: Vector) throws -> Bool {
    let right = try right.converted(to: left.type, scale: left.scale)
    return try PartitionKeys(left).key(0) == PartitionKeys(right).key(0)
  }
}
