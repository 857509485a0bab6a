import CKernels
import WeirHost

/// One key column read as integers: the code of a row is its value less `base`, in steps of `step`, at least 0 and below `range`.
///
/// Doubles and floats are their bit patterns, all nulls and NaNs one pattern and both zeros one: equal keys have equal codes.
struct KeyCodes {
  /// Keeps the memory that `raw` points to.
  private let owner: Vector
  private let raw: UnsafeMutableRawPointer
  private let storage: Storage
  private let base: Int64
  private let step: KeyStep
  /// How many codes there can be; nil when that does not fit 62 bits.
  let range: UInt64?

  /// - Precondition: `vector` is neither of strings, wide values, cells nor lists.
  init(_ vector: Vector, _ threads: any Threads) {
    owner = vector
    raw = vector.raw
    storage = vector.storage
    (base, range, step) = KeyCodes.bounds(vector, threads)
  }

  /// The ids of an earlier grouping as a key.
  init(ids: FixedVector, count: Int) {
    owner = ids
    raw = ids.raw
    storage = .int32
    base = 0
    step = KeyStep(1)
    range = UInt64(max(count, 1))
  }

  private typealias Bounds = (base: Int64, range: UInt64?, step: KeyStep)

  private static func bounds(_ vector: Vector, _ threads: any Threads) -> Bounds {
    let one = KeyStep(1)
    return switch vector.storage {
    case .int8: (-128, 256, one)
    case .int16: (-32_768, 65_536, one)
    case .symbol: (0, UInt64((vector as? SymbolVector)?.dictionary.count ?? 1), one)
    case .int32: spread(vector, threads, weir_extremes_i32)
    case .int64: spread(vector, threads, weir_extremes_i64)
    case .float: (0, 1 << 32, one)
    default: (0, nil, one)
    }
  }

  /// Ranges up to this are small as they are.
  private static let smallRange: UInt64 = 1 << 16

  @inline(__always)
  private static func spread<Element: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ vector: Vector, _ threads: any Threads, _ find: ExtremesKernel<Element>) -> Bounds {
    let values = vector.pointer(Element.self)
    let count = vector.count
    return withExtendedLifetime(vector) {
      let (lowest, highest) = extremes(values, count, threads, find)
      guard lowest <= highest else { return (0, 1, KeyStep(1)) }
      let width = UInt64(bitPattern: Int64(highest) &- Int64(lowest))
      guard width < 1 << 62 else { return (Int64(lowest), nil, KeyStep(1)) }
      guard width >= smallRange, let step = KeyStep.common(values, count, base: Int64(lowest), threads) else { return (Int64(lowest), width + 1, KeyStep(1)) }
      return (Int64(lowest), width / step.size + 1, step)
    }
  }

  /// Finds the lowest and the highest of so many integers.
  private typealias ExtremesKernel<Element> = (UnsafePointer<Element>?, Int, UnsafeMutablePointer<Element>?, UnsafeMutablePointer<Element>?) -> Void

  private static func extremes<Element: FixedWidthInteger & BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Element>, _ count: Int, _ threads: any Threads, _ find: ExtremesKernel<Element>
  ) -> (Element, Element) {
    var parts = [(lowest: Element, highest: Element)](repeating: (.max, .min), count: RowPieces.count(rows: count, threads))
    parts.withUnsafeMutableBufferPointer { parts in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = parts.baseAddress
      RowPieces.forEach(rows: count, threads) { piece, rows in
        var (lowest, highest) = (Element.max, Element.min)
        find(values + rows.lowerBound, rows.count, &lowest, &highest)
        target?[piece] = (lowest, highest)
      }
    }
    return parts.dropFirst().reduce(parts[0]) { (min($0.0, $1.lowest), max($0.1, $1.highest)) }
  }

  /// The values themselves where a code is one of 32 bits less `base`: there is nothing else to calculate then.
  var plain: (values: UnsafePointer<Int32>, base: Int32)? {
    guard storage == .int32 || storage == .symbol, step.size == 1, let base = Int32(exactly: base) else { return nil }
    return (UnsafePointer(raw.assumingMemoryBound(to: Int32.self)), base)
  }

  /// Writes the code of each of `count` rows from `start`; of a column that is not the first, adds `stride` times the code to what `target` holds.
  func add(_ start: Int, _ count: Int, stride: UInt64, isFirst: Bool, to target: UnsafeMutablePointer<UInt64>) {
    if isFirst, step.size > 1 || storage == .float || storage == .double { target.update(repeating: 0, count: count) }
    switch storage {
    case .int8: KeyCodes.add((raw + start).assumingMemoryBound(to: Int8.self), count, base, step, stride, isFirst, target)
    case .int16: KeyCodes.add((raw + start * 2).assumingMemoryBound(to: Int16.self), count, base, step, stride, isFirst, target)
    case .int32, .symbol: KeyCodes.add((raw + start * 4).assumingMemoryBound(to: Int32.self), count, base, step, stride, isFirst, target)
    case .int64: KeyCodes.add((raw + start * 8).assumingMemoryBound(to: Int64.self), count, base, step, stride, isFirst, target)
    case .float: KeyCodes.addBits((raw + start * 4).assumingMemoryBound(to: Float.self), count, stride, target)
    default: KeyCodes.addBits((raw + start * 8).assumingMemoryBound(to: Double.self), count, stride, target)
    }
  }

  @inline(__always)
  private static func add<Element: FixedWidthInteger>(
    _ values: UnsafeMutablePointer<Element>, _ count: Int, _ base: Int64, _ step: KeyStep, _ stride: UInt64, _ isFirst: Bool,
    _ target: UnsafeMutablePointer<UInt64>
  ) {
    var row = 0
    if isFirst, step.size == 1 {
      while row < count {
        target[row] = UInt64(bitPattern: Int64(truncatingIfNeeded: values[row]) &- base)
        row &+= 1
      }
    } else if step.size == 1 {
      while row < count {
        target[row] &+= UInt64(bitPattern: Int64(truncatingIfNeeded: values[row]) &- base) &* stride
        row &+= 1
      }
    } else {
      while row < count {
        target[row] &+= step.count(in: UInt64(bitPattern: Int64(truncatingIfNeeded: values[row]) &- base)) &* stride
        row &+= 1
      }
    }
  }

  @inline(__always)
  private static func addBits(_ values: UnsafeMutablePointer<Double>, _ count: Int, _ stride: UInt64, _ target: UnsafeMutablePointer<UInt64>) {
    var row = 0
    while row < count {
      target[row] &+= KeyHash.canonical(values[row]).bitPattern &* stride
      row &+= 1
    }
  }

  @inline(__always)
  private static func addBits(_ values: UnsafeMutablePointer<Float>, _ count: Int, _ stride: UInt64, _ target: UnsafeMutablePointer<UInt64>) {
    var row = 0
    while row < count {
      let value = values[row]
      let canonical = value.isNaN ? Float.null : value == 0 ? 0 : value
      target[row] &+= UInt64(canonical.bitPattern) &* stride
      row &+= 1
    }
  }
}

extension KeyHash {
  /// One representative of the values that are equal as keys.
  @inline(__always)
  static func canonical(_ value: Double) -> Double { value.isNaN ? .null : value == 0 ? 0 : value }
}

/// The key columns of a grouping as one integer per row.
struct CombinedKeys {
  private var columns: [(codes: KeyCodes, stride: UInt64)] = []
  /// How many combinations there can be; nil for a single column of unbounded range.
  private(set) var range: UInt64? = 1

  /// Takes one more column; false, and nothing done, when the combinations would no longer fit 62 bits.
  mutating func add(_ codes: KeyCodes) -> Bool {
    guard let range else { return false }
    guard let own = codes.range else {
      guard columns.isEmpty else { return false }
      columns.append((codes, 1))
      self.range = nil
      return true
    }
    let (product, overflow) = range.multipliedReportingOverflow(by: own)
    guard !overflow, product < 1 << 62 else { return false }
    columns.append((codes, range))
    self.range = product
    return true
  }

  /// The one column's values where they are their codes.
  var plain: (values: UnsafePointer<Int32>, base: Int32)? { columns.count == 1 ? columns[0].codes.plain : nil }

  /// Writes the combined codes of `count` rows from `start`.
  func fill(_ start: Int, _ count: Int, _ target: UnsafeMutablePointer<UInt64>) {
    for (index, column) in columns.enumerated() { column.codes.add(start, count, stride: column.stride, isFirst: index == 0, to: target) }
  }
}
