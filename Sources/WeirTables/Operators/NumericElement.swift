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

extension FlatOperand {
  /// Rows `start..<start + count` as `Element`: in place when they are stored so, else widened into `scratch`.
  @inline(__always)
  func block<Element: NumericElement>(_ start: Int, _ count: Int, _ scratch: UnsafeMutablePointer<Element>) -> UnsafePointer<Element> {
    if vector.storage == Element.storage { return UnsafePointer(vector.pointer(Element.self) + start) }
    switch vector.storage {
    case .int8: FlatOperand.widen(vector.pointer(Int8.self) + start, count, scratch) { Element(widening: $0) }
    case .int16: FlatOperand.widen(vector.pointer(Int16.self) + start, count, scratch) { Element(widening: $0) }
    case .int32: FlatOperand.widen(vector.pointer(Int32.self) + start, count, scratch) { Element(widening: $0) }
    case .int64: FlatOperand.widen(vector.pointer(Int64.self) + start, count, scratch) { Element(widening: $0) }
    case .float: FlatOperand.widen(vector.pointer(Float.self) + start, count, scratch) { Element(widening: $0) }
    default: FlatOperand.widen(vector.pointer(Double.self) + start, count, scratch) { Element(widening: $0) }
    }
    return UnsafePointer(scratch)
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
  private static let blockRows = 1024

  /// `result[row] = body(left[row], right[row])` for `count` rows, both sides widened to `Element` on the way.
  @inline(__always)
  static func run<Element: NumericElement, Result>(
    _ left: FlatOperand, _ right: FlatOperand, _ count: Int, _ result: UnsafeMutablePointer<Result>, _ body: (Element, Element) -> Result
  ) throws {
    let scratch = UnsafeMutablePointer<Element>.allocate(capacity: 2 * blockRows)
    defer { scratch.deallocate() }
    var start = 0
    while start < count {
      try Interruption.check(atRow: start >> 5)
      let rows = min(blockRows, count - start)
      let target = result + start
      if right.isScalar {
        let values = left.block(left.isScalar ? 0 : start, left.isScalar ? 1 : rows, scratch)
        let scalar = right.block(0, 1, scratch + blockRows)[0]
        vectorScalar(values, scalar, left.isScalar ? 1 : rows, target, body)
      } else if left.isScalar {
        let scalar = left.block(0, 1, scratch)[0]
        scalarVector(scalar, right.block(start, rows, scratch + blockRows), rows, target, body)
      } else {
        vectorVector(left.block(start, rows, scratch), right.block(start, rows, scratch + blockRows), rows, target, body)
      }
      start += rows
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
