import WeirHost
import WeirTables

/// Which of some rows conditions have left, before the others are taken out of the columns.
struct RowMask {
  /// One BOOL per row, never null; nil for all rows.
  private(set) var flags: FixedVector?
  private let rowCount: Int
  private let threads: any Threads
  /// How many rows are left in each piece of the rows.
  private var counts: [Int]

  init(rowCount: Int, _ threads: any Threads) {
    self.rowCount = rowCount
    self.threads = rowCount < RowMask.parallelRowsMin ? SerialThreads() : threads
    counts = RowMask.pieces(rowCount, self.threads).map(\.count)
  }

  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000

  private static func pieces(_ rows: Int, _ threads: any Threads) -> [Range<Int>] {
    (0..<threads.parallelism).map { $0 * rows / threads.parallelism..<($0 + 1) * rows / threads.parallelism }
  }

  private var pieces: [Range<Int>] { RowMask.pieces(rowCount, threads) }

  /// How many rows are left.
  var count: Int { counts.reduce(0, +) }

  /// Leaves out the rows where a condition does not hold.
  /// - Throws: `.type` when the value is no condition, `.shape` when it has another number of rows.
  mutating func narrow(by value: borrowing Cell) throws {
    if let isTrue = try RowMask.single(value, rowCount) {
      if !isTrue { try narrow(byFlags: try Vector.repeating(.bool(false), count: rowCount)) }
      return
    }
    guard let vector = value.vector else { return }
    guard vector.count == rowCount else { throw KernelError.shape("a condition gave \(vector.count) values for \(rowCount) rows") }
    try narrow(byFlags: vector.type == .bool || vector.type == .char ? vector : try RowMask.truths(vector))
  }

  /// What a condition says of all rows at once; nil when it says it of each.
  private static func single(_ value: borrowing Cell, _ rowCount: Int) throws -> Bool? {
    if value.isScalar { return try !value.isNull && value.asInt64() != 0 }
    guard let vector = value.vector, vector.type.isNumeric || vector.type == .void else {
      throw KernelError.type("a condition must give BOOL values, got \(ValueDescription.short(value))")
    }
    if vector.type == .void { return vector.count == rowCount || vector.count == 1 ? false : nil }
    guard vector.count == 1, rowCount != 1 else { return nil }
    return try !vector.isNull(at: 0) && vector.cell(at: 0).asInt64() != 0
  }

  private static func truths(_ vector: Vector) throws -> Vector {
    let result = try FixedVector(.bool, count: vector.count)
    let target = result.pointer(Int8.self)
    for row in 0..<vector.count { target[row] = try !vector.isNull(at: row) && vector.cell(at: row).asDouble() != 0 ? 1 : 0 }
    return result
  }

  private mutating func narrow(byFlags vector: Vector) throws {
    let result = try FixedVector(.bool, count: rowCount)
    let (target, flags, before) = (result.pointer(Int8.self), vector.pointer(Int8.self), self.flags?.pointer(Int8.self))
    let pieces = pieces
    withExtendedLifetime((vector, self.flags)) {
      counts.withUnsafeMutableBufferPointer { counts in
        // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
        let counts = counts.baseAddress
        threads.perform(count: pieces.count) { piece in counts?[piece] = RowMask.narrow(target, pieces[piece], flags, before) }
      }
    }
    self.flags = result
  }

  /// - Returns: how many rows are left.
  private static func narrow(_ target: UnsafeMutablePointer<Int8>, _ rows: Range<Int>, _ flags: UnsafeMutablePointer<Int8>, _ before: UnsafeMutablePointer<Int8>?) -> Int {
    var row = rows.lowerBound
    if let before {
      while row < rows.upperBound {
        target[row] = isTrue(flags[row]) & before[row]
        row &+= 1
      }
    } else {
      while row < rows.upperBound {
        target[row] = isTrue(flags[row])
        row &+= 1
      }
    }
    var count = 0
    row = rows.lowerBound
    while row < rows.upperBound {
      count &+= Int(target[row])
      row &+= 1
    }
    return count
  }

  /// 1 for true: neither zero nor null (-128).
  @inline(__always)
  private static func isTrue(_ value: Int8) -> Int8 { value != 0 && value != -128 ? 1 : 0 }

  /// The positions of the rows that are left; nil for all.
  var positions: [Int]? {
    guard let flags, count < rowCount else { return nil }
    let (pieces, counts) = (pieces, counts)
    let source = flags.pointer(Int8.self)
    return [Int](unsafeUninitializedCapacity: count) { positions, used in
      used = count
      guard let target = positions.baseAddress else { return }
      withExtendedLifetime(flags) {
        threads.perform(count: pieces.count) { piece in
          var place = counts.prefix(piece).reduce(0, +)
          let end = place + counts[piece]
          var row = pieces[piece].lowerBound
          while place < end {
            // Written always, kept only when true: no branch to mispredict.
            target[place] = row
            place &+= Int(source[row])
            row &+= 1
          }
        }
      }
    }
  }
}

/// What a condition leaves.
enum Selection {
  case all
  case positions([Int])

  /// - Parameter count: the rows that the condition was evaluated on.
  /// - Throws: `.type` when the value is no condition, `.shape` when it has another number of rows.
  init(_ value: borrowing Cell, count: Int, threads: any Threads = SerialThreads()) throws {
    var mask = RowMask(rowCount: count, threads)
    try mask.narrow(by: value)
    self = mask.positions.map { .positions($0) } ?? .all
  }

  /// One element per row.
  static func mask(_ value: borrowing Cell, count: Int) throws -> [Bool] {
    switch try Selection(value, count: count) {
    case .all: return [Bool](repeating: true, count: count)
    case .positions(let positions):
      var mask = [Bool](repeating: false, count: count)
      for position in positions { mask[position] = true }
      return mask
    }
  }
}
