import CKernels
import Synchronization
import WeirHost

/// The sums of columns by group, and how many values each group has of a column.
///
/// Those of several columns that somebody is going to ask for one by one are made in one pass over the groups' numbers and kept. Two columns at a time: their sums lie side by
/// side, and a row adds to both at once.
package final class GroupedSums: Sendable {
  private let known = Mutex<[Known]>([])

  fileprivate struct Known {
    let column: FixedVector
    let sums: ColumnSums

    /// Headers over the same memory have the same sums.
    func isOf(_ other: FixedVector) -> Bool { column.raw == other.raw && column.count == other.count && column.type == other.type }
  }

  fileprivate func sums(of column: FixedVector) -> ColumnSums? { known.withLock { $0.first { $0.isOf(column) }?.sums } }

  fileprivate func keep(_ sums: [Known]) { known.withLock { $0 += sums } }
}

/// The sums of one column.
private enum ColumnSums: Sendable {
  case integers([IntegerSum])
  case doubles([DoubleSum])
}

extension RowGrouping {
  /// Whether the groups are few enough that going over the groups again, to take the sums apart, is nothing beside the rows.
  private var areFew: Bool { groupCount * 8 <= rowCount }

  /// Makes the sums of columns together, for those who will ask for them one by one. Columns that are not summed this way are passed over.
  /// - Throws: `.memory`
  package func prepareSums(_ columns: [Vector]) throws {
    guard areFew else { return }
    var wanted: [FixedVector] = []
    for column in columns {
      guard let column = column as? FixedVector, column.type.isIntegerLike || column.storage == .double, sums.sums(of: column) == nil else { continue }
      if !wanted.contains(where: { $0.raw == column.raw }) { wanted.append(column) }
    }
    guard wanted.count > 1 else { return }
    sums.keep(try zip(wanted, makeSums(wanted)).map { GroupedSums.Known(column: $0, sums: $1) })
  }

  /// - Precondition: a column of integers, one value per row.
  func integerSums(_ column: FixedVector) throws -> [IntegerSum] {
    guard areFew else { return oneByOne(column) }
    guard case .integers(let states) = try sums.sums(of: column) ?? makeSums([column])[0] else { preconditionFailure("integers sum to integers") }
    return states
  }

  /// - Precondition: a column of doubles, one value per row.
  func doubleSums(_ column: FixedVector) throws -> [DoubleSum] {
    guard areFew else { return oneByOne(column) }
    guard case .doubles(let states) = try sums.sums(of: column) ?? makeSums([column])[0] else { preconditionFailure("doubles sum to doubles") }
    return states
  }

  private func makeSums(_ columns: [FixedVector]) throws -> [ColumnSums] {
    let pieces = Reduction.pieceCount(rowCount, groupCount)
    return try SumPass(columns, groupCount, pieces).run(ids, threads)
  }
}

/// One pass over the rows that sums several columns.
private struct SumPass {
  /// Two columns whose sums lie side by side; a column alone has the number of rows beside its sum.
  private struct Pair {
    let first: Int
    let second: Int?
  }

  private let columns: [FixedVector]
  private let pairs: [Pair]
  private let groups: Int
  /// Pieces of the rows with sums of their own: see `Reduction`.
  private let pieces: Int

  /// Few enough that what is done with a chunk stays in the nearest memory.
  private static let chunkRows = 1024

  init(_ columns: [FixedVector], _ groups: Int, _ pieces: Int) {
    self.columns = columns
    self.groups = groups
    self.pieces = pieces
    let kinds = [columns.indices.filter { columns[$0].storage != .double }, columns.indices.filter { columns[$0].storage == .double }]
    var pairs = kinds.flatMap { places in
      stride(from: 0, to: places.count, by: 2).map { Pair(first: places[$0], second: $0 + 1 < places.count ? places[$0 + 1] : nil) }
    }
    // The last pair counts the rows.
    if let alone = pairs.firstIndex(where: { $0.second == nil }) {
      pairs.append(pairs.remove(at: alone))
    } else if let last = pairs.popLast(), let second = last.second {
      pairs += [Pair(first: last.first, second: nil), Pair(first: second, second: nil)]
    }
    self.pairs = pairs
  }

  /// Words of the sums of one piece.
  private var pieceWords: Int { pairs.count * groups * 2 }

  func run(_ ids: FixedVector, _ threads: any Threads) throws -> [ColumnSums] {
    let missing = (0..<pieces).map { _ in MissingCounts(columns.count, groups) }
    return try BufferPool.withScratch(Int64.self, pieces * pieceWords) { sums in
      sums.initialize(repeating: 0, count: pieces * pieceWords)
      let rows = ids.count
      try withExtendedLifetime((ids, columns)) {
        let numbers = ids.pointer(Int32.self)
        Reduction.perform(pieces, rows, threads) { piece in
          add(piece * rows / pieces..<(piece + 1) * rows / pieces, numbers, sums + piece * pieceWords, missing[piece])
        }
        try Interruption.check()
      }
      var results = [ColumnSums](repeating: .integers([]), count: columns.count)
      results.withUnsafeMutableBufferPointer { results in
        // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
        let target = results.baseAddress
        Reduction.perform(columns.count, pieces * groups, threads) { column in target?[column] = finished(column, sums, missing) }
      }
      return results
    }
  }

  private func add(_ rows: Range<Int>, _ ids: UnsafePointer<Int32>, _ sums: UnsafeMutablePointer<Int64>, _ missing: MissingCounts) {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * SumPass.chunkRows) { scratch in
      guard let first = scratch.baseAddress else { return }
      let second = first + SumPass.chunkRows
      var start = rows.lowerBound
      while start < rows.upperBound, !StopFlag.isRaised {
        let count = min(SumPass.chunkRows, rows.upperBound - start)
        for (place, pair) in pairs.enumerated() {
          let sums = sums + place * groups * 2
          read(pair.first, start, count, ids, first, missing)
          if let other = pair.second { read(other, start, count, ids, second, missing) }
          let isCounted = pair.second == nil
          if columns[pair.first].storage == .double {
            first.withMemoryRebound(to: Double.self, capacity: 2 * SumPass.chunkRows) { first in
              sums.withMemoryRebound(to: Double.self, capacity: groups * 2) { sums in
                weir_add_pairs_double(ids + start, first, isCounted ? nil : first + SumPass.chunkRows, count, sums)
              }
            }
          } else {
            weir_add_pairs_integer(ids + start, first, isCounted ? nil : second, count, sums)
          }
        }
        start += count
      }
    }
  }

  /// Writes a chunk of a column as words, 0 where there is no value, and counts those.
  private func read(_ column: Int, _ start: Int, _ count: Int, _ ids: UnsafePointer<Int32>, _ words: UnsafeMutablePointer<Int64>, _ missing: MissingCounts) {
    let vector = columns[column]
    let missingCount =
      switch vector.storage {
      case .int8: weir_widen_i8(vector.pointer(Int8.self) + start, count, words)
      case .int16: weir_widen_i16(vector.pointer(Int16.self) + start, count, words)
      case .int32: weir_widen_i32(vector.pointer(Int32.self) + start, count, words)
      case .int64: weir_widen_i64(vector.pointer(Int64.self) + start, count, words)
      default: words.withMemoryRebound(to: Double.self, capacity: count) { weir_zero_missing(vector.pointer(Double.self) + start, count, $0) }
      }
    guard missingCount > 0 else { return }
    let counts = missing.counts(of: column)
    for row in start..<start + count where isMissing(vector, row) { counts[Int(ids[row])] &+= 1 }
  }

  private func isMissing(_ vector: FixedVector, _ row: Int) -> Bool {
    vector.storage == .double ? vector.pointer(Double.self)[row].isMissing : vector.isNull(at: row)
  }

  // MARK: Results

  private func finished(_ column: Int, _ sums: UnsafeMutablePointer<Int64>, _ missing: [MissingCounts]) -> ColumnSums {
    let isDouble = columns[column].storage == .double
    var doubles = [DoubleSum](repeating: DoubleSum(), count: isDouble ? groups : 0)
    var integers = [IntegerSum](repeating: IntegerSum(), count: isDouble ? 0 : groups)
    let (own, rows) = lanes(of: column)
    // The pieces in their order: a sum of doubles depends on it.
    for piece in 0..<pieces {
      let base = sums + piece * pieceWords
      for group in 0..<groups {
        let word = base[own + 2 * group]
        let count = rowCount(base[rows + 2 * group]) - missing[piece].count(column, group)
        if isDouble {
          doubles[group].merge(DoubleSum(sum: SumPass.double(word), count: count))
        } else {
          integers[group].merge(IntegerSum(sum: word, count: count))
        }
      }
    }
    return isDouble ? .doubles(doubles) : .integers(integers)
  }

  /// Where among the words of a piece those of a column begin, and those that count rows.
  private func lanes(of column: Int) -> (own: Int, rows: Int) {
    var (own, rows) = (0, 0)
    for (place, pair) in pairs.enumerated() {
      if pair.first == column { own = place * groups * 2 }
      if pair.second == column { own = place * groups * 2 + 1 }
      if pair.second == nil { rows = place * groups * 2 + 1 }
    }
    return (own, rows)
  }

  /// Rows are counted as what the last pair sums.
  private func rowCount(_ word: Int64) -> Int { columns[pairs[pairs.count - 1].first].storage == .double ? Int(SumPass.double(word)) : Int(word) }

  private static func double(_ word: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: word)) }
}

/// For a piece of the rows how many rows of each group have no value in a column. Most columns have one everywhere, and no counts.
private final class MissingCounts: @unchecked Sendable {
  // Unchecked: written by the one thread that has the piece, and read when it is done.
  private var counts: [UnsafeMutablePointer<Int32>?]
  private let groups: Int

  init(_ columns: Int, _ groups: Int) {
    counts = Array(repeating: nil, count: columns)
    self.groups = groups
  }

  deinit {
    for counts in counts { counts?.deallocate() }
  }

  func counts(of column: Int) -> UnsafeMutablePointer<Int32> {
    if let known = counts[column] { return known }
    let fresh = UnsafeMutablePointer<Int32>.allocate(capacity: groups)
    fresh.initialize(repeating: 0, count: groups)
    counts[column] = fresh
    return fresh
  }

  func count(_ column: Int, _ group: Int) -> Int { counts[column].map { Int($0[group]) } ?? 0 }
}
