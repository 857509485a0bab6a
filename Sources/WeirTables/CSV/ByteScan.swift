import Glibc

/// Counting and searching bytes, as many at a time as the machine compares.
enum ByteScan {
  private typealias Lanes = SIMD16<UInt8>

  /// How often two bytes occur in `[start, end)`.
  static func count(_ first: UInt8, _ second: UInt8, from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> (Int, Int) {
    var position = start
    var firsts = 0
    var seconds = 0
    let wantedFirst = Lanes(repeating: first)
    let wantedSecond = Lanes(repeating: second)
    while end - position >= 16 {
      // A lane holds up to 255 hits; then it is added up.
      let stop = position + min((end - position) / 16, 255) * 16
      var firstLanes = Lanes(repeating: 0)
      var secondLanes = Lanes(repeating: 0)
      while position < stop {
        let lanes = UnsafeRawPointer(position).loadUnaligned(as: Lanes.self)
        firstLanes &-= unsafeBitCast(lanes .== wantedFirst, to: Lanes.self)
        secondLanes &-= unsafeBitCast(lanes .== wantedSecond, to: Lanes.self)
        position += 16
      }
      firsts += sum(firstLanes)
      seconds += sum(secondLanes)
    }
    while position < end {
      if position.pointee == first { firsts += 1 }
      if position.pointee == second { seconds += 1 }
      position += 1
    }
    return (firsts, seconds)
  }

  private static func sum(_ lanes: Lanes) -> Int {
    Int(SIMD16<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
  }

  /// Behind the first `\n` at or after `position`; `end` when there is none.
  static func nextLine(_ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    guard position < end, let found = memchr(position, 10, end - position) else { return end }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
  }
}
