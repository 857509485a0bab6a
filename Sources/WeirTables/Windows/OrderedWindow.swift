/// The values of a window in ascending order: blocks of sorted values, so that a step costs about the square root of the window.
struct OrderedWindow {
  /// A full block is split in halves.
  private static let blockMax = 512

  private var blocks: [[Double]] = []
  private(set) var count = 0

  mutating func insert(_ value: Double) {
    count += 1
    guard !blocks.isEmpty else {
      blocks.append([value])
      return
    }
    let block = min(blockHolding(value), blocks.count - 1)
    blocks[block].insert(value, at: OrderedWindow.lowerBound(blocks[block], value))
    if blocks[block].count > OrderedWindow.blockMax { split(block) }
  }

  private mutating func split(_ block: Int) {
    let half = blocks[block].count / 2
    blocks.insert(Array(blocks[block][half...]), at: block + 1)
    blocks[block].removeSubrange(half...)
  }

  /// - Precondition: `value` is there.
  mutating func remove(_ value: Double) {
    let block = blockHolding(value)
    blocks[block].remove(at: OrderedWindow.lowerBound(blocks[block], value))
    count -= 1
    if blocks[block].isEmpty { blocks.remove(at: block) }
  }

  /// The first block whose last value is not below `value`.
  private func blockHolding(_ value: Double) -> Int {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle][blocks[middle].count - 1] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

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
    var below = 0
    for block in blocks {
      if block[block.count - 1] < value {
        below += block.count
      } else {
        return below + OrderedWindow.lowerBound(block, value)
      }
    }
    return below
  }

  /// How many values are not above `value`.
  func countUpTo(_ value: Double) -> Int {
    var upTo = 0
    for block in blocks {
      if block[block.count - 1] <= value {
        upTo += block.count
      } else {
        return upTo + OrderedWindow.upperBound(block, value)
      }
    }
    return upTo
  }

  /// The value at `index` in ascending order.
  /// - Precondition: `index < count`.
  subscript(index: Int) -> Double {
    var rest = index
    for block in blocks {
      if rest < block.count { return block[rest] }
      rest -= block.count
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
