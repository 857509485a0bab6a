extension FixedVector {
  /// Temporal values as another temporal type or as numbers, and numbers as raw temporal values; nil when neither side is temporal.
  /// - Throws: `.type` when there is no such conversion.
  func castTemporal(to type: ElementType) throws -> FixedVector? {
    if self.type.isTemporal, type.isTemporal { return try converted(toTemporal: type) }
    if type.isTemporal, self.type.isNumeric {
      let plain: ElementType = type.storage == .int32 ? .int : .long
      return try (self.type == plain ? self : castNumbers(to: plain))?.reinterpreted(as: type)
    }
    if self.type.isTemporal, type.isNumeric {
      let raw = reinterpreted(as: storage == .int32 ? .int : .long)
      return raw.type == type ? raw : try raw.castNumbers(to: type)
    }
    return nil
  }

  private func converted(toTemporal type: ElementType) throws -> FixedVector {
    // Whether there is a conversion does not depend on the value.
    _ = try TemporalConversion.convert(0, from: self.type, to: type)
    let result = try FixedVector(type, count: count)
    switch (storage, type.storage) {
    case (.int32, .int32): convert(pointer(Int32.self), result.pointer(Int32.self), to: type)
    case (.int32, _): convert(pointer(Int32.self), result.pointer(Int64.self), to: type)
    case (_, .int32): convert(pointer(Int64.self), result.pointer(Int32.self), to: type)
    default: convert(pointer(Int64.self), result.pointer(Int64.self), to: type)
    }
    return result
  }

  @inline(__always)
  private func convert<Source: FixedWidthInteger & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, to type: ElementType
  ) {
    guard self.type != .month, type != .month else { return convertMonths(source, target, to: type) }
    let own = self.type.nanosecondsPerUnit
    let other = type.nanosecondsPerUnit
    let cycle = self.type.hasDate && type.isTimeOfDay ? TemporalConversion.nanosecondsPerDay / own : 0
    let multiplier = max(own / other, 1)
    let divisor = max(other / own, 1)
    TemporalLoop.each(source, count, target) { value in
      let within = cycle == 0 ? value : TemporalConversion.floorModulo(value, cycle)
      if divisor > 1 { return Target(truncatingIfNeeded: TemporalConversion.floorDivide(within, divisor)) }
      let (scaled, overflow) = within.multipliedReportingOverflow(by: multiplier)
      return overflow ? .null : Target(truncatingIfNeeded: scaled)
    }
  }

  @inline(__always)
  private func convertMonths<Source: FixedWidthInteger & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, to type: ElementType
  ) {
    if type == .month {
      let units = TemporalConversion.nanosecondsPerDay / self.type.nanosecondsPerUnit
      var lastDay = Int64.min
      var lastMonth = Target.null
      TemporalLoop.each(source, count, target) { value in
        let day = TemporalConversion.floorDivide(value, units)
        if day != lastDay {
          lastDay = day
          lastMonth = Target(truncatingIfNeeded: TemporalConversion.month(ofDay: day))
        }
        return lastMonth
      }
      return
    }
    let units = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
    TemporalLoop.each(source, count, target) { month in
      let (scaled, overflow) = TemporalConversion.firstDay(ofMonth: month).multipliedReportingOverflow(by: units)
      return overflow ? .null : Target(truncatingIfNeeded: scaled)
    }
  }
}

extension SymbolVector {
  /// Each different text converted once.
  func castThroughDictionary(to type: ElementType, scale: Int) throws -> Vector {
    let distinct = try Vector.empty(type, capacity: dictionary.count, scale: scale)
    for text in dictionary.strings { try distinct.append(try Cell.string(text).castScalar(to: type, scale: scale)) }
    let codes = pointer(Int32.self)
    return try distinct.gather((0..<count).map { Int(codes[$0]) })
  }
}
