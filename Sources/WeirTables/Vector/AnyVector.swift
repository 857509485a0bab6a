import Synchronization
import WeirHost

/// The cells of a tuple in one block, shared by the headers over it.
final class CellBlock: @unchecked Sendable {
  // Unchecked: as `Buffer`.
  let base: UnsafeMutablePointer<Cell>
  let capacity: Int
  private let filled = Atomic(0)
  var used: Int { filled.load(ordering: .relaxed) }

  init(capacity: Int) {
    self.capacity = max(capacity, 4)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deinitialize(count: used)
    base.deallocate()
  }

  /// Adds a cell for the only holder of the block.
  /// - Precondition: `used < capacity`.
  func add(_ value: consuming Cell) {
    let place = used
    (base + place).initialize(to: value)
    filled.store(place + 1, ordering: .relaxed)
  }

  /// Makes the cell at `place` the caller's to initialise.
  /// - Returns: false when the filled part does not end there: the cell belongs to somebody else.
  func claim(_ place: Int) -> Bool {
    place < capacity && filled.compareExchange(expected: place, desired: place + 1, ordering: .relaxed).exchanged
  }

  func replace(_ index: Int, _ value: consuming Cell) { base[index] = value }
}

/// A tuple: elements of any form and type. A copied header shares the elements themselves, as the language has it.
package final class AnyVector: Vector, @unchecked Sendable {
  @exclusivity(unchecked) private var block: CellBlock
  /// Where this header's elements begin in the block.
  @exclusivity(unchecked) private var start: Int
  /// A columnar tuple: the elements are rows of one column, and indexing takes columns.
  package var isColumnar = false
  /// How many tuples and dictionaries lie inside each other here, this one counted; never less than that.
  package private(set) var nesting = 1

  /// `count` times NULL.
  package convenience init(count: Int) throws {
    try BufferPool.checkRoom(elements: count)
    let block = CellBlock(capacity: count)
    for _ in 0..<count { block.add(.void) }
    self.init(block: block, start: 0, count: count)
  }

  private init(block: CellBlock, start: Int, count: Int) {
    self.block = block
    self.start = start
    super.init(type: .any, storage: .any, scale: 0, count: count, raw: UnsafeMutableRawPointer(block.base + start))
  }

  package convenience init(capacity: Int) {
    self.init(block: CellBlock(capacity: capacity), start: 0, count: 0)
  }

  package convenience init(vectors: [Vector]) {
    self.init(capacity: vectors.count)
    for vector in vectors { push(.vector(vector)) }
  }

  /// Looks at an element without taking a reference to it.
  package func withCell<Result: ~Copyable>(_ index: Int, _ body: (borrowing Cell) throws -> Result) rethrows -> Result {
    try body(block.base[start + index])
  }

  /// The elements side by side, as many as there are.
  func withCells<Result>(_ body: (UnsafePointer<Cell>) throws -> Result) rethrows -> Result { try body(UnsafePointer(block.base + start)) }

  package override func sharingHeader() -> Vector {
    let header = AnyVector(block: block, start: start, count: count)
    header.isColumnar = isColumnar
    header.nesting = nesting
    return header
  }

  package override func cell(at index: Int) -> Cell { block.base[start + index].copy() }
  package override func isNull(at index: Int) -> Bool { block.base[start + index].isNull }

  package override func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> Vector {
    let result = AnyVector(capacity: indices.count)
    for (row, index) in indices.enumerated() {
      try Interruption.check(atRow: row)
      result.push(index >= 0 && index < count ? cell(at: index) : .void)
    }
    result.isColumnar = isColumnar
    return result
  }

  package override func slice(_ start: Int, _ count: Int) -> Vector {
    let result = AnyVector(block: block, start: self.start + start, count: count)
    result.isColumnar = isColumnar
    result.nesting = nesting
    return result
  }

  package override func emptyLike(capacity: Int) throws -> Vector { AnyVector(capacity: capacity) }

  package override func reserve(_ extra: Int) throws {
    guard extra > 0 else { return }
    try BufferPool.checkRoom(elements: count + extra)
    guard block.capacity - start < count + extra || block.used != start + count else { return }
    move(capacity: max(count + extra, GrowthPolicy.next(count)))
  }

  package override func removeAll() throws {
    count = 0
    move(capacity: 0)
  }

  private func move(capacity: Int) {
    let fresh = CellBlock(capacity: capacity)
    for index in 0..<count { fresh.add(cell(at: index)) }
    block = fresh
    start = 0
    raw = UnsafeMutableRawPointer(block.base)
  }

  override func become(_ other: Vector) {
    guard let other = other as? AnyVector else { preconditionFailure("elements of another kind") }
    block = other.block
    start = other.start
    count = other.count
    nesting = other.nesting
    raw = other.raw
  }

  /// Adds an element as it is.
  package func push(_ value: consuming Cell) {
    nesting = max(nesting, value.nesting + 1)
    if block.claim(start + count) {
      (block.base + start + count).initialize(to: value)
    } else {
      move(capacity: GrowthPolicy.next(count))
      block.add(value)
    }
    count += 1
  }

  /// A tuple that is added to itself is added as it was: it must not come to hold itself.
  package override func append(_ value: borrowing Cell) throws {
    try NestingLimit.check(value.nesting + 1)
    let isSelf = value.heapKind == .vector && value.object === self
    push(isSelf ? .vector(sharingHeader()) : value.copy())
  }

  package override func append(contentsOf other: Vector) throws {
    let added = other.count
    try reserve(added)
    for index in 0..<added { push(other.cell(at: index)) }
  }

  package override func set(_ index: Int, _ value: borrowing Cell) throws {
    try checkIndex(index)
    try NestingLimit.check(value.nesting + 1)
    nesting = max(nesting, value.nesting + 1)
    if !isKnownUniquelyReferenced(&block) { move(capacity: count) }
    block.replace(start + index, value.copy())
  }
}
