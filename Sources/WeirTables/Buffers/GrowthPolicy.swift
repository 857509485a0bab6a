/// How growing storage grows.
package enum GrowthPolicy {
  /// Elements up to which capacity doubles; beyond, it takes a quarter more. Doubling keeps copies rare while a copy is cheap; past this size it would
  /// reserve megabytes per column that nobody asked for.
  private static let doublingMax = 1 << 20

  package static func next(_ count: Int) -> Int {
    count < doublingMax ? max(16, count * 2) : count + count / 4
  }
}
