import Synchronization

/// Where the rows of each key are: a table of hashes, each with the number of a row, which the columns themselves tell to be the right one.
///
/// One writer adds rows, in ascending order, while any number of readers look for theirs without a lock. A slot is never emptied, and the row in it is only ever replaced by
/// a later one with the same key whose link leads to the one before. A reader passes by the rows that its snapshot does not have; what it has was in the slots before the
/// snapshot was published. A table that is full is left to its readers, and the writer goes on with a larger one.
///
/// Where the key is one integer and the keys lie close together, they are the places of a plain array instead: there is nothing to hash and to compare, and four bytes for each.
final class RowIndex: @unchecked Sendable {
  // Unchecked: slots are atomic; links below the published row count are never written again.
  /// Of each slot the first word: a hash in the upper half, a row number and one in the lower; 0 for an empty slot. Where `holdsIntegers` the key itself follows it.
  private let slots: UnsafeMutablePointer<Atomic<UInt64>>
  /// Whether a key is one integer, which stands in the slot or is its place: who looks for it need not look at the column.
  let holdsIntegers: Bool
  /// For each key of `span` a row number and one, 0 where there is no row; nil where the slots are looked through.
  private let rowOfKey: UnsafeMutablePointer<Atomic<UInt32>>?
  private let span: KeySpan
  /// Words of a slot, as a shift: 0 or 1.
  private let slotShift: Int
  /// Of the memory of the slots or of `rowOfKey`, which is the pool's: large pages, because it is read in no order.
  private let slotBytes: Int
  private let slotMask: Int
  /// From a word to its upper bits, as many as tell slots apart.
  private let placeShift: UInt64
  /// For each row the one before with the same key, -1 for the first, or the row's run; nil where a key has one row only.
  private let links: UnsafeMutablePointer<Int32>?
  /// The first rows, where the index was made of them at once.
  private var runs: RowRuns?
  /// Rows that fit in.
  let capacity: Int

  /// - Parameters:
  ///   - keys: rows like those that are to come in.
  ///   - isUnique: a key has one row.
  ///   - span: where all integers that are to come in lie; nil when that is not known, or too much.
  /// - Throws: `.memory`
  init(capacity rows: Int, of keys: RowKeys, isUnique: Bool, span: KeySpan? = nil) throws {
    var slotCount = 16
    while span == nil, RowIndex.capacity(slotCount) < rows { slotCount *= 2 }
    capacity = span == nil ? RowIndex.capacity(slotCount) : rows
    slotMask = slotCount - 1
    placeShift = UInt64(UInt64(slotMask).leadingZeroBitCount)
    holdsIntegers = keys.areIntegers
    slotShift = holdsIntegers ? 1 : 0
    self.span = span ?? KeySpan()
    let words = span.map { ($0.count + 1) / 2 } ?? slotCount << slotShift
    let (memory, bytes) = try BufferPool.allocate(words * MemoryLayout<Atomic<UInt64>>.stride)
    slotBytes = bytes
    slots = memory.bindMemory(to: Atomic<UInt64>.self, capacity: words)
    for word in 0..<words { (slots + word).initialize(to: Atomic(0)) }
    rowOfKey = span == nil ? nil : memory.assumingMemoryBound(to: Atomic<UInt32>.self)
    links = isUnique ? nil : .allocate(capacity: capacity)
  }

  /// An index of all rows of `keys`, with room for as many as `capacity`.
  /// - Parameter looksForSpan: whether the keys may be places of an array, which has no room for a key that lies outside.
  /// - Returns: the index, and how many different keys there are.
  /// - Throws: `.memory`, `.interrupted`
  static func make(_ keys: RowKeys, rowCount: Int, capacity: Int, isUnique: Bool, looksForSpan: Bool = true) throws -> (index: RowIndex, keyCount: Int) {
    let span = looksForSpan && keys.areIntegers ? KeySpan(keys, rowCount, capacity: capacity) : nil
    let index = try RowIndex(capacity: capacity, of: keys, isUnique: isUnique, span: span)
    return (index, try index.add(0..<rowCount, of: keys))
  }

  /// Whether there is a place for the keys of these rows.
  func hasRoom(for rows: Range<Int>, of keys: RowKeys) -> Bool {
    guard rows.upperBound <= capacity else { return false }
    guard rowOfKey != nil else { return true }
    return keys.withIntegers { integers in rows.allSatisfy { span.place(integers[$0]) != nil } }
  }

  /// A quarter of the slots stays empty, so that the way to an empty one is short.
  private static func capacity(_ slotCount: Int) -> Int { slotCount / 4 * 3 }

  deinit {
    BufferPool.release(UnsafeMutableRawPointer(slots), slotBytes)
    links?.deallocate()
  }

  /// The later half of a hash, which the slots keep, in its place.
  @inline(__always) private static func mark(_ hash: UInt64) -> UInt64 { hash & 0xFFFF_FFFF_0000_0000 }
  @inline(__always) private static func row(_ slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) &- 1 }

  /// The last row of `columns`, which are the key columns of the first `rowCount` rows, whose key is that of `other` in `others`; nil when there is none.
  func lastRow(_ hash: UInt64, in columns: RowKeys, rowCount: Int, equal others: RowKeys, _ other: Int) -> Int? {
    if holdsIntegers { return lastRow(withInteger: others.integer(other), rowCount: rowCount) }
    return lastRow(hash, rowCount: rowCount) { columns.areEqual($0, others, other) }
  }

  /// Where an integer is looked for first. The product by the golden ratio spreads numbers that follow each other so that hardly two meet, whatever lies between them.
  @inline(__always)
  private func place(ofInteger key: Int64) -> Int { Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15) &>> placeShift) }

  /// The last row whose key is this integer.
  /// - Precondition: `holdsIntegers`
  @inline(__always)
  func lastRow(withInteger key: Int64, rowCount: Int) -> Int? {
    if let rowOfKey {
      guard let place = span.place(key) else { return nil }
      let slot = rowOfKey[place].load(ordering: .acquiring)
      return slot == 0 ? nil : visible(Int(slot) &- 1, rowCount)
    }
    let bits = UInt64(bitPattern: key)
    var place = place(ofInteger: key)
    while true {
      let slot = slots[place << 1].load(ordering: .acquiring)
      if slot == 0 { return nil }
      if slots[place << 1 | 1].load(ordering: .relaxed) == bits { return visible(RowIndex.row(slot), rowCount) }
      place = (place &+ 1) & slotMask
    }
  }

  /// The last row with a hash that is the right one.
  /// - Precondition: not `holdsIntegers`
  @inline(__always)
  func lastRow(_ hash: UInt64, rowCount: Int, isRight: (Int) -> Bool) -> Int? {
    var place = Int(truncatingIfNeeded: hash) & slotMask
    while true {
      let slot = slots[place].load(ordering: .acquiring)
      if slot == 0 { return nil }
      if slot & 0xFFFF_FFFF_0000_0000 == RowIndex.mark(hash), let row = visible(RowIndex.row(slot), rowCount), isRight(row) { return row }
      place = (place &+ 1) & slotMask
    }
  }

  /// The row itself, or the latest of those before with the same key that the snapshot has.
  @inline(__always)
  private func visible(_ row: Int, _ rowCount: Int) -> Int? { row < rowCount ? row : earlier(row, rowCount) }

  private func earlier(_ row: Int, _ rowCount: Int) -> Int? {
    var row = row
    while row >= rowCount {
      guard let links else { return nil }
      if let runs, row < runs.rowCount { return runs.last(of: Int(links[row]), below: rowCount) }
      row = Int(links[row])
    }
    return row >= 0 ? row : nil
  }

  /// The rows with the key of `last`, up to it, ascending.
  func appendRows(upTo last: Int, to found: inout [Int]) {
    guard let links else {
      found.append(last)
      return
    }
    var later: [Int] = []
    var row = last
    let runRows = runs?.rowCount ?? 0
    while row >= runRows {
      later.append(row)
      row = Int(links[row])
    }
    if let runs, row >= 0 { runs.append(upTo: row, of: Int(links[row]), to: &found) }
    found.append(contentsOf: later.reversed())
  }

  /// Adds rows behind all that are in, as `add(_:_:in:)`.
  /// - Returns: how many keys are new.
  /// - Throws: `.interrupted`
  fileprivate func add(_ rows: Range<Int>, of keys: RowKeys) throws -> Int {
    precondition(rows.upperBound <= capacity, "an index of \(capacity) rows gets \(rows.upperBound)")
    var keyCount = 0
    guard holdsIntegers else {
      try keys.withHashes(of: rows) { row, hash in if add(row, hash, in: keys) { keyCount += 1 } }
      return keyCount
    }
    try keys.withIntegers { integers in
      for row in rows {
        try Interruption.check(atRow: row)
        if add(row, integer: integers[row]) { keyCount += 1 }
      }
    }
    return keyCount
  }

  /// Lays the rows of each key behind each other, so that they are read in one run and not from link to link. The link of such a row is the number of its run from then on.
  /// - Precondition: nobody else has this index yet, and it has `rowCount` rows.
  fileprivate func layOutRuns(_ rowCount: Int) throws {
    guard let links else { return }
    try BufferPool.checkRoom(elements: rowCount)
    var starts: [Int32] = [0]
    for row in 0..<rowCount {
      if links[row] < 0 {
        links[row] = Int32(truncatingIfNeeded: starts.count - 1)
        starts.append(0)
      } else {
        // The row before has its run already.
        links[row] = links[Int(links[row])]
      }
      starts[Int(links[row]) + 1] += 1
    }
    for run in 1..<starts.count { starts[run] += starts[run - 1] }
    var next = starts
    var rows = [Int32](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      let run = Int(links[row])
      rows[Int(next[run])] = Int32(truncatingIfNeeded: row)
      next[run] += 1
    }
    runs = RowRuns(starts: starts, rows: rows)
  }

  /// Adds a row behind all that are in, unless its key is in and keys are unique.
  /// - Returns: whether the key is new.
  /// - Precondition: `hasRoom` for it; the writer holds the table's lock.
  @discardableResult
  func add(_ row: Int, _ hash: UInt64, in columns: RowKeys) -> Bool {
    precondition(row < capacity, "an index of \(capacity) rows gets row \(row)")
    if holdsIntegers { return add(row, integer: columns.integer(row)) }
    var place = Int(truncatingIfNeeded: hash) & slotMask
    while true {
      let slot = slots[place].load(ordering: .relaxed)
      if slot == 0 {
        fill(place, row, RowIndex.mark(hash))
        return true
      }
      if slot & 0xFFFF_FFFF_0000_0000 == RowIndex.mark(hash), columns.areEqual(RowIndex.row(slot), columns, row) {
        link(row, to: place, slot)
        return false
      }
      place = (place &+ 1) & slotMask
    }
  }

  /// The same for a row whose key is known.
  /// - Precondition: `holdsIntegers`, and as for `add(_:_:in:)`.
  @inline(__always)
  @discardableResult
  fileprivate func add(_ row: Int, integer key: Int64) -> Bool {
    if let rowOfKey { return add(row, to: rowOfKey, key) }
    let bits = UInt64(bitPattern: key)
    var place = place(ofInteger: key)
    while true {
      let slot = slots[place << 1].load(ordering: .relaxed)
      if slot == 0 {
        // Readers look at it behind the first word, which is written last.
        slots[place << 1 | 1].store(bits, ordering: .relaxed)
        fill(place, row, 0)
        return true
      }
      if slots[place << 1 | 1].load(ordering: .relaxed) == bits {
        link(row, to: place, slot)
        return false
      }
      place = (place &+ 1) & slotMask
    }
  }

  @inline(__always)
  private func add(_ row: Int, to rowOfKey: UnsafeMutablePointer<Atomic<UInt32>>, _ key: Int64) -> Bool {
    guard let place = span.place(key) else { preconditionFailure("an index gets a key that it has no place for") }
    let slot = rowOfKey[place].load(ordering: .relaxed)
    if slot != 0, links == nil { return false }
    links?[row] = Int32(truncatingIfNeeded: Int(slot) - 1)
    rowOfKey[place].store(UInt32(row + 1), ordering: .releasing)
    return slot == 0
  }

  @inline(__always)
  private func fill(_ place: Int, _ row: Int, _ mark: UInt64) {
    links?[row] = -1
    slots[place << slotShift].store(mark | UInt64(row + 1), ordering: .releasing)
  }

  /// Puts a row of a key that is in before the last one.
  @inline(__always)
  private func link(_ row: Int, to place: Int, _ slot: UInt64) {
    guard let links else { return }
    links[row] = Int32(truncatingIfNeeded: RowIndex.row(slot))
    slots[place << slotShift].store(RowIndex.mark(slot) | UInt64(row + 1), ordering: .releasing)
  }
}

/// The rows of each key behind each other, ascending.
private final class RowRuns: Sendable {
  /// Where each run begins in `rows`, and where the last one ends.
  private let starts: [Int32]
  private let rows: [Int32]

  init(starts: [Int32], rows: [Int32]) {
    self.starts = starts
    self.rows = rows
  }

  var rowCount: Int { rows.count }

  private func run(_ index: Int) -> ArraySlice<Int32> { rows[Int(starts[index])..<Int(starts[index + 1])] }

  /// The last row of a run that a snapshot of `rowCount` rows has.
  func last(of index: Int, below rowCount: Int) -> Int? { run(index).last { Int($0) < rowCount }.map { Int($0) } }

  func append(upTo last: Int, of index: Int, to found: inout [Int]) {
    let (start, end) = (Int(starts[index]), Int(starts[index + 1]))
    let before = found.count
    found.append(
      contentsOf: [Int](unsafeUninitializedCapacity: end - start) { target, count in
        rows.withUnsafeBufferPointer { rows in
          for place in start..<end { target[place &- start] = Int(rows[place]) }
          count = end - start
        }
      })
    while found.count > before, let later = found.last, later > last { found.removeLast() }
  }
}

/// The indexes of a table with a key: over all key columns, and over the first ones where a query has asked by them.
final class RowIndexes: @unchecked Sendable {
  // Unchecked: the prefixes lie behind their gate, and are added to by the writer that holds the table's lock.
  /// Over the whole key.
  let unique: RowIndex
  /// Each key has one row: not in a stream table that keeps the earlier rows of a key.
  private let isUnique: Bool
  private let prefixes = ReadMostly<[Int: RowIndex]>([:])

  /// Of another table, which goes on to add its rows.
  private let isBorrowed: Bool

  init(unique: RowIndex, isUnique: Bool = true, isBorrowed: Bool = false) {
    self.unique = unique
    self.isUnique = isUnique
    self.isBorrowed = isBorrowed
  }

  /// The same for a copy of the table, which makes its own when it gets other rows.
  func borrowed() -> RowIndexes { RowIndexes(unique: unique, isUnique: isUnique, isBorrowed: true) }

  /// The index over the first `count` key columns.
  func prefix(_ count: Int) -> RowIndex? { prefixes.current[count] }
  func remember(_ index: RowIndex, prefix count: Int) {
    prefixes.widen()
    prefixes.write { prefixes in if prefixes[count] == nil { prefixes[count] = index } }
  }
  private var all: [Int: RowIndex] { prefixes.current }

  /// All rows of the key columns.
  /// - Returns: the index, and how many different keys there are.
  static func make(_ columns: [Vector], rowCount: Int, isUnique: Bool) throws -> (index: RowIndex, keyCount: Int) {
    let made = try RowIndex.make(RowKeys(columns), rowCount: rowCount, capacity: max(rowCount, 8), isUnique: isUnique)
    try made.index.layOutRuns(rowCount)
    return made
  }

  /// These indexes with the rows from `first` on.
  /// - Parameter columns: the key columns, the new rows included.
  /// - Throws: `.memory`; then only rows that no snapshot has were added.
  func adding(_ columns: [Vector], from first: Int, to rowCount: Int) throws -> RowIndexes {
    let keys = RowKeys(columns)
    guard !isBorrowed, unique.hasRoom(for: first..<rowCount, of: keys) else { return try grown(keys, rowCount) }
    for row in first..<rowCount { unique.add(row, keys.hash(row), in: keys) }
    for (count, index) in all {
      let keys = RowKeys(Array(columns.prefix(count)))
      // A prefix was made when the table was smaller: one that is full is made anew when somebody asks for it.
      guard index.hasRoom(for: first..<rowCount, of: keys) else {
        prefixes.write { $0[count] = nil }
        continue
      }
      for row in first..<rowCount { index.add(row, keys.hash(row), in: keys) }
    }
    return self
  }

  /// With room for as many rows again. The prefixes are made anew when somebody asks for them.
  private func grown(_ keys: RowKeys, _ rowCount: Int) throws -> RowIndexes {
    // Keys that did not fit into an array may go on like that: the next array waits until there are twice as many rows.
    let isFull = rowCount > unique.capacity
    let made = try RowIndex.make(keys, rowCount: rowCount, capacity: rowCount * 2, isUnique: isUnique, looksForSpan: isFull || isBorrowed)
    return RowIndexes(unique: made.index, isUnique: isUnique)
  }
}
