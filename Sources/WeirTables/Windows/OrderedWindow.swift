/// The values of a window in ascending order: blocks of sorted values, so that a step costs about the square root of the window.
struct OrderedWindow {
  /// A full block is split in halves.
  private static let blockMax = 512

  private var blocks: [[Double]] = []
  /// The last value and the number of values of each block, side by side: who looks for a block touches none of the others.
  private var lasts: [Double] = []
  private var counts: [Int] = []
  private(set) var count = 0

  mutating func insert(_ value: Double) {
    count += 1
    guard !blocks.isEmpty else { return insertBlock([value], at: 0) }
    let block = min(blockHolding(value), blocks.count - 1)
    blocks[block].insert(value, at: OrderedWindow.lowerBound(blocks[block], value))
    update(block)
    if counts[block] > OrderedWindow.blockMax { split(block) }
  }

  private mutating func split(_ block: Int) {
    let half = blocks[block].count / 2
    insertBlock(Array(blocks[block][half...]), at: block + 1)
    blocks[block].removeSubrange(half...)
    update(block)
  }

  private mutating func insertBlock(_ values: [Double], at place: Int) {
    blocks.insert(values, at: place)
    lasts.insert(values[values.count - 1], at: place)
    counts.insert(values.count, at: place)
  }

  private mutating func update(_ block: Int) {
    counts[block] = blocks[block].count
    lasts[block] = blocks[block][counts[block] - 1]
  }

  /// - Precondition: `value` is there.
  mutating func remove(_ value: Double) {
    let block = blockHolding(value)
    blocks[block].remove(at: OrderedWindow.lowerBound(blocks[block], value))
    count -= 1
    guard blocks[block].isEmpty else { return update(block) }
    blocks.remove(at: block)
    lasts.remove(at: block)
    counts.remove(at: block)
  }

  /// The first block whose last value is not below `value`.
  private func blockHolding(_ value: Double) -> Int { OrderedWindow.lowerBound(lasts, value) }

  private static func lowerBound(_ block: [Double], _ value: Double) -> Int {
    var low = 0
    var high = block.count
    while low < high {
      let middle = (low + high) / 2
      if block[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func upperBound(_ block: [Double], _ value: Double) -> Int {
    var low = 0
    var high = block.count
    while low < high {
      let middle = (low + high) / 2
      if block[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many values are below `value`.
  func countBelow(_ value: Double) -> Int {
    let block = blockHolding(value)
    return countBefore(block) + (block < blocks.count ? OrderedWindow.lowerBound(blocks[block], value) : 0)
  }

  /// How many values are not above `value`.
  func countUpTo(_ value: Double) -> Int {
    let block = OrderedWindow.upperBound(lasts, value)
    return countBefore(block) + (block < blocks.count ? OrderedWindow.upperBound(blocks[block], value) : 0)
  }

  /// How many values the blocks before `block` have.
  private func countBefore(_ block: Int) -> Int {
    var before = 0
    counts.withUnsafeBufferPointer { counts in for place in 0..<block { before &+= counts[place] } }
    return before
  }

  /// The value at `index` in ascending order.
  /// - Precondition: `index < count`.
  subscript(index: Int) -> Double {
    var rest = index
    for (block, count) in counts.enumerated() {
      if rest < count { return blocks[block][rest] }
      rest -= count
    }
    return .null
  }

  /// The value below which `percent` per cent of the values lie.
  /// - Precondition: `count > 0`.
  func percentile(_ percent: Double, _ interpolation: Interpolation) -> Double {
    // The product of a fraction such as 0.54 with a count may miss a whole number by its last bit.
    let exact = percent / 100 * Double(count - 1)
    let place = abs(exact - exact.rounded()) < 1e-9 ? exact.rounded() : exact
    let low = Int(place)
    let share = place - Double(low)
    return share > 0 ? Quantiles.between(self[low], self[low + 1], share, interpolation) : self[low]
  }

  var median: Double { count % 2 == 1 ? self[count / 2] : (self[count / 2 - 1] + self[count / 2]) / 2 }
}
