/// The positions that one index names along one dimension. They may lie outside: reading gives null there, writing is an error.
enum Selection {
  /// A scalar index; -1 for null.
  case position(Int)
  /// `count` positions from `start` on, or from `start` downwards.
  case range(start: Int, count: Int, isBackwards: Bool)
  case list([Int])

  /// - Parameters:
  ///   - index: an integer, integers, a mask of BOOL, a pair whose end is not included, or `Cell.missing` for all.
  ///   - extent: how many positions the dimension has.
  /// - Throws: `.type` for what is no index, `.shape` for a mask of another length.
  init(_ index: borrowing Cell, extent: Int) throws {
    if index.isMissing {
      self = .range(start: 0, count: extent, isBackwards: false)
      return
    }
    switch index.heapKind {
    case nil: self = try Selection.scalar(index, extent: extent)
    case .pair: self = try Selection.pair(index.unsafeObject(as: PairObject.self).elements, extent: extent)
    case .vector: self = .list(try Selection.positions(index.unsafeObject(as: Vector.self), extent: extent))
    default: throw Selection.notAnIndex(index)
    }
  }

  var count: Int {
    switch self {
    case .position: 1
    case .range(_, let count, _): count
    case .list(let positions): positions.count
    }
  }

  var isPosition: Bool {
    if case .position = self { return true }
    return false
  }

  /// The position at `index` of the selection.
  /// - Precondition: `index` is in `0..<count`.
  subscript(index: Int) -> Int {
    switch self {
    case .position(let position): position
    case .range(let start, _, let isBackwards): isBackwards ? start - index : start + index
    case .list(let positions): positions[index]
    }
  }

  /// Makes sure that every position exists, as writing needs it.
  /// - Throws: `.range`.
  func check(extent: Int) throws {
    switch self {
    case .position(let position): try Selection.check(position, extent)
    case .range(let start, let count, let isBackwards):
      guard count > 0 else { return }
      try Selection.check(start, extent)
      let (last, overflow) = isBackwards ? start.subtractingReportingOverflow(count - 1) : start.addingReportingOverflow(count - 1)
      try Selection.check(overflow ? -1 : last, extent)
    case .list(let positions):
      for position in positions { try Selection.check(position, extent) }
    }
  }

  private static func check(_ position: Int, _ extent: Int) throws {
    guard position >= 0, position < extent else {
      throw KernelError.range("Assignment statement failed probably due to invalid indices: \(position < 0 ? "a null or negative index" : "index \(position)") where there are \(extent) elements.")
    }
  }
}

extension Selection {
  private static func scalar(_ index: borrowing Cell, extent: Int) throws -> Selection {
    let type = index.elementType
    if type == .bool { return .range(start: 0, count: !index.isNull && index.rawInteger != 0 ? extent : 0, isBackwards: false) }
    guard type.category == .integral || type == .void else { throw notAnIndex(index) }
    return .position(index.isNull ? -1 : Int(index.rawInteger))
  }

  /// `a:b` without its end; reversed when `b < a`. A null end is open.
  private static func pair(_ elements: Vector, extent: Int) throws -> Selection {
    guard elements.type.category == .integral || elements.type == .void else { throw KernelError.type("a pair of \(elements.type.name) is not an index") }
    let start = elements.isNull(at: 0) ? 0 : Int(try elements.cell(at: 0).asInt64())
    let end = elements.isNull(at: 1) ? max(extent, start) : Int(try elements.cell(at: 1).asInt64())
    let (length, overflow) = end.subtractingReportingOverflow(start)
    guard !overflow, length != Int.min else { throw KernelError.range("the index \(start):\(end) is too long") }
    if length >= 0 { return .range(start: start, count: length, isBackwards: false) }
    return .range(start: start - 1, count: -length, isBackwards: true)
  }

  /// Integers as they are, with -1 for null; of a mask the places of `true`.
  private static func positions(_ index: Vector, extent: Int) throws -> [Int] {
    if index.type == .bool { return try mask(index, extent: extent) }
    let count = index.count
    if count == 0 { return [] }
    switch index.storage {
    case .int8, .int16, .int32, .int64:
      guard index.type.category == .integral || index.type == .void else { break }
      return [Int](unsafeUninitializedCapacity: count) { buffer, filled in
        switch index.storage {
        case .int16: widen(index.pointer(Int16.self), count, buffer)
        case .int32: widen(index.pointer(Int32.self), count, buffer)
        case .int64: widen(index.pointer(Int64.self), count, buffer)
        default: index.type == .void ? buffer.update(repeating: -1) : widen(index.pointer(Int8.self), count, buffer)
        }
        filled = count
      }
    case .any:
      return try (0..<count).mapRows { row in
        let cell = index.cell(at: row)
        guard cell.isScalar, cell.isVoid || cell.elementType.category == .integral else { throw notAnIndex(cell) }
        return cell.isNull ? -1 : Int(cell.rawInteger)
      }
    default: break
    }
    throw notAnIndex(.vector(index))
  }

  @inline(__always)
  private static func widen<Element: FixedWidthInteger>(_ source: UnsafeMutablePointer<Element>, _ count: Int, _ target: UnsafeMutableBufferPointer<Int>) {
    guard let base = target.baseAddress else { return }
    var row = 0
    while row < count {
      base[row] = source[row] == Element.min ? -1 : Int(truncatingIfNeeded: source[row])
      row &+= 1
    }
  }

  /// Where a mask is true; a null is not.
  private static func mask(_ index: Vector, extent: Int) throws -> [Int] {
    guard index.count == extent else { throw KernelError.shape("a mask of \(index.count) elements cannot select among \(extent)") }
    return trueRows(index)
  }

  /// - Precondition: `mask` is a vector of BOOL.
  static func trueRows(_ mask: Vector) -> [Int] {
    let source = mask.pointer(Int8.self)
    var rows: [Int] = []
    var row = 0
    while row < mask.count {
      if source[row] > 0 { rows.append(row) }
      row &+= 1
    }
    return rows
  }

  static func notAnIndex(_ index: borrowing Cell) -> KernelError {
    .type("a \(index.isScalar ? "\(index.elementType.name)" : "\(index.form) of \(index.elementType.name)") cannot be an index here")
  }
}
