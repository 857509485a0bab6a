/// Sums of doubles as they are.
struct WindowSum: WindowSummary {
  var count = 0
  var sum = 0.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    count &+= 1
    sum += row
  }

  @inline(__always) func joined(with later: WindowSum) -> WindowSum { WindowSum(count: count &+ later.count, sum: sum + later.sum) }
}

/// Sums of integers; overflow wraps.
struct WindowIntegerSum: WindowSummary {
  var count = 0
  var sum: Int64 = 0

  @inline(__always)
  mutating func append(_ row: Int64, at index: Int, origin: Int64) {
    guard !row.isNull else { return }
    count &+= 1
    sum &+= row
  }

  @inline(__always) func joined(with later: WindowIntegerSum) -> WindowIntegerSum { WindowIntegerSum(count: count &+ later.count, sum: sum &+ later.sum) }
}

/// Sums of one power of doubles.
struct SquareSum: WindowSummary {
  var count = 0
  var sum = 0.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    count &+= 1
    sum += row * row
  }

  @inline(__always) func joined(with later: SquareSum) -> SquareSum { SquareSum(count: count &+ later.count, sum: sum + later.sum) }
}

struct CubeSum: WindowSummary {
  var count = 0
  var sum = 0.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    count &+= 1
    sum += row * row * row
  }

  @inline(__always) func joined(with later: CubeSum) -> CubeSum { CubeSum(count: count &+ later.count, sum: sum + later.sum) }
}

struct FourthPowerSum: WindowSummary {
  var count = 0
  var sum = 0.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    count &+= 1
    let square = row * row
    sum += square * square
  }

  @inline(__always) func joined(with later: FourthPowerSum) -> FourthPowerSum { FourthPowerSum(count: count &+ later.count, sum: sum + later.sum) }
}

/// Products of doubles.
struct DoubleProduct: WindowSummary {
  var count = 0
  var product = 1.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    count &+= 1
    product *= row
  }

  @inline(__always)
  func joined(with later: DoubleProduct) -> DoubleProduct { DoubleProduct(count: count &+ later.count, product: product * later.product) }
}

/// Products of integers; overflow wraps.
struct IntegerProduct: WindowSummary {
  var count = 0
  var product: Int64 = 1

  @inline(__always)
  mutating func append(_ row: Int64, at index: Int, origin: Int64) {
    guard !row.isNull else { return }
    count &+= 1
    product &*= row
  }

  @inline(__always)
  func joined(with later: IntegerProduct) -> IntegerProduct { IntegerProduct(count: count &+ later.count, product: product &* later.product) }
}
