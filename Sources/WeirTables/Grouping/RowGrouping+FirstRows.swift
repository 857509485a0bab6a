import WeirHost

extension RowGrouping {
  /// The first `count` rows of each group in the order of `keys`, without sorting the groups.
  /// - Returns: `count` places for each group, -1 behind the last row of a smaller one; nil when the keys do not fit one integer.
  package func firstRows(_ count: Int, keys: [SortKey]) throws -> [Int]? {
    let packed = try SortKernel.packed(keys, threads)
    guard packed.count == 1, count > 0 else { return nil }
    // Rows of its own for every piece cost more than they save when there are many groups.
    let threads = groupCount * count * 4 < rowCount ? threads : SerialThreads()
    let pieces = try (0..<RowPieces.count(rows: rowCount, threads)).map { _ in try ChosenRows(groups: groupCount, count) }
    let ids = ids.pointer(Int32.self)
    packed[0].codes.withUnsafeBufferPointer { codes in
      RowPieces.forEach(rows: rowCount, threads) { piece, rows in
        let chosen = pieces[piece]
        for row in rows where !(row & 0xFFFF == 0 && StopFlag.isRaised) { chosen.offer(row, codes[row], to: Int(ids[row])) }
      }
    }
    try Interruption.check()
    for later in pieces.dropFirst() { pieces[0].merge(later) }
    return pieces[0].rows
  }
}

/// For each group the rows with the least codes among those that were offered, in order.
private final class ChosenRows {
  private struct Place {
    var code: UInt64
    /// -1 in a place that is free.
    var row: Int
  }

  private let places: UnsafeMutablePointer<Place>
  private let placeCount: Int
  private let perGroup: Int

  init(groups: Int, _ perGroup: Int) throws {
    placeCount = groups * perGroup
    self.perGroup = perGroup
    try BufferPool.checkRoom(elements: placeCount)
    places = .allocate(capacity: max(placeCount, 1))
    places.initialize(repeating: Place(code: .max, row: -1), count: placeCount)
  }

  deinit { places.deallocate() }

  /// Equal codes keep the order in which they are offered.
  @inline(__always)
  func offer(_ row: Int, _ code: UInt64, to group: Int) {
    let first = group &* perGroup
    var place = first &+ perGroup &- 1
    guard comesBefore(code, places[place]) else { return }
    while place > first, comesBefore(code, places[place &- 1]) {
      places[place] = places[place &- 1]
      place &-= 1
    }
    places[place] = Place(code: code, row: row)
  }

  /// A place that is free takes any code.
  @inline(__always)
  private func comesBefore(_ code: UInt64, _ place: Place) -> Bool { code < place.code || place.row < 0 }

  /// Takes over the rows of `later`, which were offered behind all of these.
  func merge(_ later: ChosenRows) {
    for place in 0..<placeCount where later.places[place].row >= 0 {
      offer(later.places[place].row, later.places[place].code, to: place / perGroup)
    }
  }

  var rows: [Int] { (0..<placeCount).map { places[$0].row } }
}
