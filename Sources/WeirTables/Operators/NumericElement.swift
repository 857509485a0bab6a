/// The element types that arithmetic runs in, and how to come to them from narrower ones.
protocol NumericElement: VectorElement, Comparable {
  static var storage: Storage { get }
  init(widening value: Int8)
  init(widening value: Int16)
  init(widening value: Int32)
  init(widening value: Int64)
  init(widening value: Float)
  init(widening value: Double)
}

extension NumericElement where Self: FixedWidthInteger {
  @inline(__always) init(widening value: Int8) { self = value.isNull ? .null : Self(truncatingIfNeeded: value) }
  @inline(__always) init(widening value: Int16) { self = value.isNull ? .null : Self(truncatingIfNeeded: value) }
  @inline(__always) init(widening value: Int32) { self = value.isNull ? .null : Self(truncatingIfNeeded: value) }
  @inline(__always) init(widening value: Int64) { self = value.isNull ? .null : Self(truncatingIfNeeded: value) }
  // No operation runs in integers when one side is a float.
  @inline(__always) init(widening value: Float) { self = .null }
  @inline(__always) init(widening value: Double) { self = .null }
}

extension NumericElement where Self: BinaryFloatingPoint {
  @inline(__always) init(widening value: Int8) { self = value.isNull ? .null : Self(value) }
  @inline(__always) init(widening value: Int16) { self = value.isNull ? .null : Self(value) }
  @inline(__always) init(widening value: Int32) { self = value.isNull ? .null : Self(value) }
  @inline(__always) init(widening value: Int64) { self = value.isNull ? .null : Self(value) }
  @inline(__always) init(widening value: Float) { self = value.isNull ? .null : Self(value) }
  @inline(__always) init(widening value: Double) { self = value.isNull ? .null : Self(value) }
}

extension Int8: NumericElement { static var storage: Storage { .int8 } }
extension Int16: NumericElement { static var storage: Storage { .int16 } }
extension Int32: NumericElement { static var storage: Storage { .int32 } }
extension Int64: NumericElement { static var storage: Storage { .int64 } }
extension Float: NumericElement { static var storage: Storage { .float } }
extension Double: NumericElement { static var storage: Storage { .double } }

extension NumericSide {
  /// Rows `start..<start + count` as `Element`: in place when they are stored so, else widened into `scratch`.
  @inline(__always)
  func block<Element: NumericElement>(_ start: Int, _ count: Int, _ scratch: UnsafeMutablePointer<Element>) -> UnsafePointer<Element> {
    if storage == Element.storage { return UnsafePointer(pointer(Element.self) + start) }
    switch storage {
    case .int8: NumericSide.widen(pointer(Int8.self) + start, count, scratch) { Element(widening: $0) }
    case .int16: NumericSide.widen(pointer(Int16.self) + start, count, scratch) { Element(widening: $0) }
    case .int32: NumericSide.widen(pointer(Int32.self) + start, count, scratch) { Element(widening: $0) }
    case .int64: NumericSide.widen(pointer(Int64.self) + start, count, scratch) { Element(widening: $0) }
    case .float: NumericSide.widen(pointer(Float.self) + start, count, scratch) { Element(widening: $0) }
    default: NumericSide.widen(pointer(Double.self) + start, count, scratch) { Element(widening: $0) }
    }
    return UnsafePointer(scratch)
  }

  /// Whether no row has to be widened to be an `Element`.
  @inline(__always)
  func isStored<Element: NumericElement>(as element: Element.Type) -> Bool { isScalar || storage == Element.storage }

  /// The one element, widened.
  @inline(__always)
  func scalar<Element: NumericElement>() -> Element {
    switch storage {
    case .int8: Element(widening: pointer(Int8.self)[0])
    case .int16: Element(widening: pointer(Int16.self)[0])
    case .int32: Element(widening: pointer(Int32.self)[0])
    case .int64: Element(widening: pointer(Int64.self)[0])
    case .float: Element(widening: pointer(Float.self)[0])
    default: Element(widening: pointer(Double.self)[0])
    }
  }

  @inline(__always)
  private static func widen<Source, Target>(
    _ source: UnsafeMutablePointer<Source>, _ count: Int, _ target: UnsafeMutablePointer<Target>, _ convert: (Source) -> Target
  ) {
    var row = 0
    while row < count {
      target[row] = convert(source[row])
      row &+= 1
    }
  }
}

/// The loop that every element-by-element operation on numbers is.
enum BinaryLoop {
  /// Rows that are widened at a time: two blocks of doubles stay in the first-level cache.
  static let blockRows = 1024

  /// `result[row] = body(left[row], right[row])` for `count` rows, both sides widened to `Element` on the way.
  @inline(__always)
  static func run<Element: NumericElement, Result>(
    _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Result>, _ body: (Element, Element) -> Result
  ) throws {
    // Sides that are stored as `Element` need no room to be widened in, and no blocks: most of the calls are on short vectors.
    let isPlain = left.isStored(as: Element.self) && right.isStored(as: Element.self)
    let step = min(max(count, 1), isPlain ? Interruption.chunkRows : blockRows)
    try withUnsafeTemporaryAllocation(of: Element.self, capacity: isPlain ? 1 : 2 * step) { scratch in
      guard let scratch = scratch.baseAddress else { return }
      var start = 0
      while start < count {
        if start > 0 { try Interruption.check(atRow: isPlain ? 0 : start >> 5) }
        let rows = min(step, count - start)
        let target = result + start
        if right.isScalar {
          let isSingle = left.isScalar
          vectorScalar(left.block(isSingle ? 0 : start, isSingle ? 1 : rows, scratch), right.scalar(), isSingle ? 1 : rows, target, body)
        } else if left.isScalar {
          scalarVector(left.scalar(), right.block(start, rows, scratch), rows, target, body)
        } else {
          vectorVector(left.block(start, rows, scratch), right.block(start, rows, scratch + step), rows, target, body)
        }
        start += rows
      }
    }
  }

  @inline(__always)
  private static func vectorVector<Element, Result>(
    _ left: UnsafePointer<Element>, _ right: UnsafePointer<Element>, _ count: Int, _ result: UnsafeMutablePointer<Result>,
    _ body: (Element, Element) -> Result
  ) {
    var row = 0
    while row < count {
      result[row] = body(left[row], right[row])
      row &+= 1
    }
  }

  @inline(__always)
  private static func vectorScalar<Element, Result>(
    _ left: UnsafePointer<Element>, _ right: Element, _ count: Int, _ result: UnsafeMutablePointer<Result>,
    _ body: (Element, Element) -> Result
  ) {
    var row = 0
    while row < count {
      result[row] = body(left[row], right)
      row &+= 1
    }
  }

  @inline(__always)
  private static func scalarVector<Element, Result>(
    _ left: Element, _ right: UnsafePointer<Element>, _ count: Int, _ result: UnsafeMutablePointer<Result>,
    _ body: (Element, Element) -> Result
  ) {
    var row = 0
    while row < count {
      result[row] = body(left, right[row])
      row &+= 1
    }
  }
}
