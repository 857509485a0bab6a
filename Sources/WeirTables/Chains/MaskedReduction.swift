import WeirHost

/// Aggregates of the rows where conditions hold, in one pass: conditions and values of a block are computed while it is in the cache, and no list of rows is made.
package enum MaskedReduction {
  package enum Value: Sendable {
    /// How many rows there are, an INT.
    case rowCount
    case aggregate(ChainAggregate, ElementChain)
  }

  /// - Parameters:
  ///   - conditions: at least one; BOOLs for the same rows as the values.
  ///   - values: of each the aggregate is wanted.
  /// - Returns: one element for each of `values`.
  package static func reduce(_ conditions: [ElementChain], _ values: [Value], _ threads: any Threads) throws -> [Vector] {
    let first = conditions[0]
    let morsels = ((first.count ?? 0) + Reduction.morselRows - 1) / Reduction.morselRows
    var states = [any ChainState](repeating: CountState(), count: max(morsels, 1) * values.count)
    for index in states.indices { states[index] = begin(values[index % values.count]) }
    try states.withUnsafeMutableBufferPointer { states in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = states.baseAddress
      try first.forEachMorsel(threads) { morsel, rows in
        var start = rows.lowerBound
        while start < rows.upperBound {
          let count = min(ElementChain.blockRows, rows.upperBound - start)
          let block = Block(try mask(conditions, start, count), start)
          for (index, value) in values.enumerated() { try target?[morsel * values.count + index].add(block.values(of: value)) }
          start += ElementChain.blockRows
        }
      }
    }
    return try values.indices.map { index in
      var total = begin(values[index])
      for morsel in 0..<morsels { total.merge(states[morsel * values.count + index]) }
      return try Vector.repeating(total.value, count: 1)
    }
  }

  private static func begin(_ value: Value) -> any ChainState {
    switch value {
    case .rowCount: CountState()
    case .aggregate(let aggregate, let chain): aggregate.begin(chain.type)
    }
  }

  /// Where all conditions hold.
  private static func mask(_ conditions: [ElementChain], _ start: Int, _ count: Int) throws -> Vector {
    let first = try conditions[0].values(.range(start: start, count: count))
    guard conditions.count > 1 else { return first }
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    var (left, right) = (first, try conditions[1].values(.range(start: start, count: count)))
    for index in 1..<conditions.count {
      withExtendedLifetime((left, right)) { both(left.pointer(Int8.self), right.pointer(Int8.self), target, count) }
      if index + 1 < conditions.count { (left, right) = (result, try conditions[index + 1].values(.range(start: start, count: count))) }
    }
    return result
  }

  private static func both(_ left: UnsafeMutablePointer<Int8>, _ right: UnsafeMutablePointer<Int8>, _ result: UnsafeMutablePointer<Int8>, _ count: Int) {
    var row = 0
    while row < count {
      result[row] = left[row] > 0 && right[row] > 0 ? 1 : 0
      row &+= 1
    }
  }
}

/// The rows of a block that conditions leave.
private struct Block {
  private let mask: Vector
  private let start: Int
  /// The rows themselves, where they are so few that computing the others too would cost more than finding them; nil else.
  private let few: [Int]?

  /// The part of a block up to which its rows are few.
  private static let fewShare = 8

  init(_ mask: Vector, _ start: Int) {
    self.mask = mask
    self.start = start
    let flags = mask.pointer(Int8.self)
    var left = CountState()
    left.add(mask)
    few = left.count * Block.fewShare > mask.count ? nil : withExtendedLifetime(mask) { (0..<mask.count).filter { flags[$0] > 0 }.map { $0 + start } }
  }

  /// What the state of an aggregate is to be given: flags for a count of rows.
  func values(of value: MaskedReduction.Value) throws -> Vector {
    guard case .aggregate(_, let chain) = value else { return mask }
    if let few { return try few.withUnsafeBufferPointer { try chain.values(.positions($0)) } }
    return try Masking.masked(try chain.values(.range(start: start, count: mask.count)), by: mask)
  }
}

/// What an aggregate remembers of blocks of values.
package protocol ChainState: Sendable {
  /// Adds the values of a block that are not null.
  mutating func add(_ block: Vector)
  /// Takes over what a state of the same kind has seen of later rows.
  mutating func merge(_ later: any ChainState)
  var value: Cell { get }
}

/// Rows whose flag is true.
private struct CountState: ChainState {
  private(set) var count = 0

  mutating func add(_ block: Vector) {
    let flags = block.pointer(Int8.self)
    // In bytes first, of which many are added at once.
    var row = 0
    while row < block.count {
      let end = min(block.count, row + 127)
      var some: Int8 = 0
      while row < end {
        some &+= flags[row] > 0 ? 1 : 0
        row &+= 1
      }
      count += Int(some)
    }
  }

  mutating func merge(_ later: any ChainState) { if let later = later as? CountState { count += later.count } }
  var value: Cell { .int(Int32(clamping: count)) }
}

struct IntegerTotal: ChainState {
  private var total = IntegerSum()
  private let finish: @Sendable (IntegerSum) -> Cell

  init(_ finish: @escaping @Sendable (IntegerSum) -> Cell) { self.finish = finish }

  mutating func add(_ block: Vector) { IntegerBlocks.add(block, &total) }
  mutating func merge(_ later: any ChainState) { if let later = later as? IntegerTotal { total.merge(later.total) } }
  var value: Cell { finish(total) }
}

struct DoubleTotal: ChainState {
  private var total = EightSums()
  private let finish: @Sendable (DoubleSum) -> Cell

  init(_ finish: @escaping @Sendable (DoubleSum) -> Cell) { self.finish = finish }

  mutating func add(_ block: Vector) { EightSums.add(block, &total) }
  mutating func merge(_ later: any ChainState) { if let later = later as? DoubleTotal { total.merge(later.total) } }
  var value: Cell { finish(total.total) }
}
