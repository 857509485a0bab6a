extension TemporalShift {
  /// Every element moved by the duration beside it; one duration may stand for all.
  /// - Throws: `.type` when an element cannot be moved by its duration.
  package static func moved(_ values: Vector, by durations: [Duration?]) throws -> Vector {
    guard values.type.isTemporal else { throw KernelError.type("a temporal value is expected, got \(values.type.name)") }
    guard durations.count == 1 || durations.count == values.count || values.count == 1 else {
      throw KernelError.shape("\(values.count) values and \(durations.count) durations")
    }
    let count = durations.count == 1 ? values.count : durations.count
    let result = try FixedVector(values.type, count: count)
    let isWide = values.storage == .int64
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let source = values.count == 1 ? 0 : row
      let value = isWide ? values.pointer(Int64.self)[source] : Int64(values.pointer(Int32.self)[source])
      var moved = Int64.null
      if !values.isNull(at: source), let duration = durations[durations.count == 1 ? 0 : row] { moved = try move(value, values.type, by: duration) }
      if isWide { result.pointer(Int64.self)[row] = moved } else { result.pointer(Int32.self)[row] = Int32(exactly: moved) ?? .null }
    }
    return result
  }
}
