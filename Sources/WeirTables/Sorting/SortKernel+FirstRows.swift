import WeirHost

extension SortKernel {
  /// How few rows, as a part of all, are found by a heap instead of sorting.
  private static let heapShare = 32

  /// The first `count` rows of the sorted order; all of them when `count` reaches so far.
  package static func firstRows(_ count: Int, keys: [SortKey], threads: any Threads = SerialThreads()) throws -> [Int] {
    guard let rows = keys.first?.vector.count, count < rows else { return try order(keys: keys, threads: threads) }
    guard count > 0 else { return [] }
    let codes = try packed(keys, threads)
    guard count < rows / heapShare, keys.allSatisfy({ $0.vector.count == rows }) else { return Array(try order(keys: keys, threads: threads).prefix(count)) }
    return FirstRowsHeap(codes, capacity: count).rows(of: rows)
  }
}

/// The rows with the smallest codes, the largest of them on top, where it is compared with each row that comes.
private struct FirstRowsHeap {
  private let keys: [OrderedCodes]
  private let capacity: Int
  private var heap: [Int] = []

  init(_ keys: [OrderedCodes], capacity: Int) {
    self.keys = keys
    self.capacity = capacity
    heap.reserveCapacity(capacity)
  }

  /// - Returns: the kept ones among `0..<count` in sorted order.
  func rows(of count: Int) -> [Int] {
    var own = self
    for row in 0..<count { own.add(row) }
    return own.heap.sorted { precedes($0, $1) }
  }

  private mutating func add(_ row: Int) {
    if heap.count < capacity {
      heap.append(row)
      siftUp(heap.count - 1)
    } else if precedes(row, heap[0]) {
      heap[0] = row
      siftDown(0)
    }
  }

  /// Equal rows keep their order.
  @inline(__always)
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    for key in keys where key.codes[left] != key.codes[right] { return key.codes[left] < key.codes[right] }
    return left < right
  }

  private mutating func siftUp(_ start: Int) {
    var place = start
    while place > 0, precedes(heap[(place - 1) / 2], heap[place]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    while true {
      var largest = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(heap[largest], heap[child]) { largest = child }
      guard largest != place else { return }
      heap.swapAt(place, largest)
      place = largest
    }
  }
}
