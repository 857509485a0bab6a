import WeirHost

/// Moments as the clocks of another zone show them.
package enum ZoneConversion {
  /// - Parameters:
  ///   - source: the zone that the elements are told in.
  ///   - target: the zone that the result is told in.
  /// - Throws: `.type` when the elements are no DATETIME, TIMESTAMP or NANOTIMESTAMP.
  package static func convert(_ values: Vector, from source: TimeZone, to target: TimeZone) throws -> Vector {
    guard values.type == .datetime || values.type == .timestamp || values.type == .nanotimestamp else {
      throw KernelError.type("a DATETIME, TIMESTAMP or NANOTIMESTAMP is expected, got \(values.type.name)")
    }
    let unitsPerSecond = 1_000_000_000 / values.type.nanosecondsPerUnit
    let result = try FixedVector(values.type, count: values.count)
    let convert = { (value: Int64) -> Int64 in
      let seconds = TemporalConversion.floorDivide(value, unitsPerSecond)
      let utc = source.utcSeconds(ofLocal: seconds)
      let local = utc + Int64(target.offsetSeconds(atUTC: utc))
      return value &+ (local - seconds) &* unitsPerSecond
    }
    if values.storage == .int32 {
      TemporalLoop.each(values.pointer(Int32.self), values.count, result.pointer(Int32.self)) { Int32(exactly: convert($0)) ?? .null }
    } else {
      TemporalLoop.each(values.pointer(Int64.self), values.count, result.pointer(Int64.self), convert)
    }
    return result
  }
}
