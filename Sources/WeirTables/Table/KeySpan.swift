/// The integers from the lowest key on, as many as an array of their rows has elements.
struct KeySpan {
  private let lowest: Int64
  /// How many there are.
  let count: Int

  /// No integer at all.
  init() { (lowest, count) = (0, 0) }

  /// Places for each row that an index has room for: their array is no larger than the slots would be.
  private static let placesPerRowMax = 4

  /// The integers between the lowest and the highest key, and as many more above, in proportion, as there is room for more rows; nil when that is too much.
  /// - Precondition: the keys are integers.
  init?(_ keys: RowKeys, _ rowCount: Int, capacity: Int) {
    guard rowCount > 0 else { return nil }
    var (lowest, highest) = (Int64.max, Int64.min)
    keys.withIntegers { integers in
      for row in 0..<rowCount {
        lowest = min(lowest, integers[row])
        highest = max(highest, integers[row])
      }
    }
    let width = UInt64(bitPattern: highest &- lowest)
    guard width < UInt64(rowCount * KeySpan.placesPerRowMax) else { return nil }
    self.lowest = lowest
    count = (Int(width) + 1) * capacity / rowCount
  }

  /// Nil for an integer outside.
  @inline(__always)
  func place(_ key: Int64) -> Int? {
    let place = UInt64(bitPattern: key &- lowest)
    return place < UInt64(bitPattern: Int64(count)) ? Int(truncatingIfNeeded: place) : nil
  }
}
