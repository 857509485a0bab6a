/// The greatest or least value of a window and where it stands. Of equal ones the first, or the last.
struct Extreme<Element: VectorElement & Comparable, Order: ExtremeOrder>: WindowSummary {
  var count = 0
  var value = Element.null
  var index = 0

  @inline(__always)
  mutating func append(_ row: Element, at index: Int, origin: Element) {
    guard row > .null else { return }
    if count == 0 || Order.replaces(row, value) {
      value = row
      self.index = index
    }
    count &+= 1
  }

  @inline(__always)
  mutating func prepend(_ row: Element, at index: Int, origin: Element) {
    guard row > .null else { return }
    if count == 0 || !Order.replaces(value, row) {
      value = row
      self.index = index
    }
    count &+= 1
  }

  @inline(__always)
  func joined(with later: Extreme) -> Extreme {
    if later.count == 0 { return self }
    if count == 0 || Order.replaces(later.value, value) { return Extreme(count: count &+ later.count, value: later.value, index: later.index) }
    return Extreme(count: count &+ later.count, value: value, index: index)
  }
}

/// The greatest or least value of a window alone, without a branch on the values.
struct ExtremeValue<Element: VectorElement & Comparable, Order: ExtremeOrder>: WindowSummary {
  var count = 0
  /// Null where there is none yet, which is less than all others.
  var value = Element.null

  @inline(__always)
  mutating func append(_ row: Element, at index: Int, origin: Element) {
    let isValue = row > .null
    value = isValue && (count == 0 || Order.replaces(row, value)) ? row : value
    count &+= isValue ? 1 : 0
  }

  @inline(__always)
  func joined(with later: ExtremeValue) -> ExtremeValue {
    let takesLater = later.count > 0 && (count == 0 || Order.replaces(later.value, value))
    return ExtremeValue(count: count &+ later.count, value: takesLater ? later.value : value)
  }
}

/// Whether a later value takes the place of the extreme so far.
protocol ExtremeOrder {
  static func replaces<Element: Comparable>(_ later: Element, _ present: Element) -> Bool
}

enum FirstGreatest: ExtremeOrder {
  @inline(__always) static func replaces<Element: Comparable>(_ later: Element, _ present: Element) -> Bool { later > present }
}

enum LastGreatest: ExtremeOrder {
  @inline(__always) static func replaces<Element: Comparable>(_ later: Element, _ present: Element) -> Bool { later >= present }
}

enum FirstLeast: ExtremeOrder {
  @inline(__always) static func replaces<Element: Comparable>(_ later: Element, _ present: Element) -> Bool { later < present }
}

enum LastLeast: ExtremeOrder {
  @inline(__always) static func replaces<Element: Comparable>(_ later: Element, _ present: Element) -> Bool { later <= present }
}
