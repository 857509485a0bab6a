/// How two lists of labels are brought side by side.
package enum Alignment: Sendable {
  case inner, outer, left, right, asof

  package init?(_ name: String) {
    switch name {
    case "inner", "ej": self = .inner
    case "outer", "fj": self = .outer
    case "left", "lj": self = .left
    case "right": self = .right
    case "asof", "aj": self = .asof
    default: return nil
    }
  }

  /// For each label of the result its place on either side, -1 where it has none; and the labels.
  package func joined(_ left: Vector, _ right: Vector) throws -> (left: [Int], right: [Int], labels: Vector) {
    switch self {
    case .right:
      let mirrored = try Alignment.left.joined(right, left)
      return (mirrored.right, mirrored.left, mirrored.labels)
    case .asof:
      let places = try VectorSearch.lastPlaces(notAbove: left, in: right)
      return (Array(0..<left.count), (0..<left.count).map { Int(places.pointer(Int32.self)[$0]) }, left)
    default: return try matched(left, right)
    }
  }

  private func matched(_ left: Vector, _ right: Vector) throws -> (left: [Int], right: [Int], labels: Vector) {
    let both = try left.emptyLike(capacity: left.count + right.count)
    try both.append(contentsOf: left)
    try both.append(contentsOf: right)
    var index = KeyIndex()
    var places: [Int: [Int]] = [:]
    for row in left.count..<both.count { places[index.insert(row, both) ?? row, default: []].append(row - left.count) }
    var pairs: [(left: Int, right: Int)] = []
    var isMatched = [Bool](repeating: false, count: right.count)
    for row in 0..<left.count {
      try Interruption.check(atRow: row)
      let found = index.find(both.cell(at: row), in: both).flatMap { places[$0] } ?? []
      for place in found {
        isMatched[place] = true
        pairs.append((row, place))
      }
      if found.isEmpty, self != .inner { pairs.append((row, -1)) }
    }
    if self == .outer { pairs += isMatched.indices.filter { !isMatched[$0] }.map { (-1, $0) } }
    let labels = try both.gather(pairs.map { $0.left >= 0 ? $0.left : left.count + $0.right })
    let order = self == .outer ? try SortKernel.order(keys: [SortKey(labels)]) : Array(pairs.indices)
    return (order.map { pairs[$0].left }, order.map { pairs[$0].right }, try labels.gather(order))
  }
}
