extension Cell {
  /// A number of any kind as a double; null gives the null double.
  /// - Throws: `.type` for what is not a number, a temporal value or a decimal.
  package func asDouble() throws -> Double {
    guard isScalar else { throw KernelError.type("a number is expected, got a \(form)") }
    if isNull { return .null }
    let type = elementType
    switch type.category {
    case .floating: return rawDouble
    case .logical, .integral, .temporal: return Double(rawInteger)
    case .decimal: return decimalAsDouble()
    default: throw KernelError.type("a number is expected, got a \(type.name)")
    }
  }

  /// A number as an integer, floats rounded half away from zero; null gives `Int64.min`.
  package func asInt64() throws -> Int64 {
    guard isScalar else { throw KernelError.type("an integer is expected, got a \(form)") }
    if isNull { return .null }
    let type = elementType
    switch type.category {
    case .floating: return Cell.rounded(rawDouble)
    case .logical, .integral, .temporal: return rawInteger
    case .decimal: return Cell.rounded(decimalAsDouble())
    default: throw KernelError.type("an integer is expected, got a \(type.name)")
    }
  }

  /// Rounds half up and answers null for what no LONG can hold.
  static func rounded(_ value: Double) -> Int64 {
    let rounded = value.rounded(.toNearestOrAwayFromZero)
    guard rounded > -9.223372036854775e18, rounded < 9.223372036854775e18 else { return .null }
    return Int64(rounded)
  }

  private func decimalAsDouble() -> Double {
    if let wide = wideValue { return DecimalScale.double(Int128(wide), scale: scale) }
    return DecimalScale.double(Int128(rawInteger), scale: scale)
  }

  /// The value of a DECIMAL without its point.
  package var unscaledDecimal: Int128 { wideValue.map { Int128($0) } ?? Int128(rawInteger) }

  /// This scalar as `type`, as the functions `int`, `date`, `string`... and `$` convert it.
  /// - Throws: `.type` when there is no such conversion.
  package func castScalar(to type: ElementType, scale: Int = 0) throws -> Cell {
    let number = Cell.plainNumber(raw, as: type)
    if !number.isMissing { return Cell(owning: number) }
    let own = elementType
    if own == type, !type.isDecimal || self.scale == scale { return copy() }
    if type == .any { return copy() }
    if isNull { return .null(type, scale: scale) }
    if let string = stringValue {
      return type.isLiteral ? .literal(string, type) : try ScalarParser.parse(string, as: type, scale: scale)
    }
    switch type.category {
    case .logical:
      let value = try asDouble()
      return .bool(value != 0)
    case .integral: return try castToInteger(type)
    case .floating:
      let value = try asDouble()
      return type == .float ? .float(Float(value)) : .double(value)
    case .literal: return .literal(text, type)
    case .temporal: return try castToTemporal(type)
    case .decimal: return try castToDecimal(type, scale: scale)
    default: throw KernelError.type("a \(own.name) cannot be converted to \(type.name)")
    }
  }

  /// The common conversions of loops, from INT and LONG to INT, LONG and DOUBLE; the words of `.missing` for all others.
  package static func plainNumber(_ number: RawCell, as type: ElementType) -> RawCell {
    guard number.tag == Cell.intTag || number.tag == Cell.longTag else { return Cell.missing.raw }
    let value = Int64(bitPattern: number.bits)
    let isNull = value == (number.tag == Cell.intTag ? Int64(Int32.min) : .min)
    switch type {
    case .int: return Cell.int(isNull ? .null : Int32(truncatingIfNeeded: value)).raw
    case .long: return Cell.long(isNull ? .null : value).raw
    case .double: return Cell.double(isNull ? .null : Double(value)).raw
    default: return Cell.missing.raw
    }
  }

  /// Integers are cut to the width (`short(65578)` is 42); floats that do not fit give null.
  private func castToInteger(_ type: ElementType) throws -> Cell {
    let value = try asInt64()
    if elementType.category == .floating || elementType.category == .decimal {
      let fits =
        switch type.storage {
        case .int8: value >= -128 && value <= 127
        case .int16: value >= -32_768 && value <= 32_767
        case .int32: value >= Int64(Int32.min) && value <= Int64(Int32.max)
        default: true
        }
      if !fits { return .null(type) }
    }
    return .integer(Cell.wrapped(value, to: type.storage), type)
  }

  /// The lowest bits of `value`, as many as `storage` holds, sign-extended.
  static func wrapped(_ value: Int64, to storage: Storage) -> Int64 {
    switch storage {
    case .int8: Int64(Int8(truncatingIfNeeded: value))
    case .int16: Int64(Int16(truncatingIfNeeded: value))
    case .int32: Int64(Int32(truncatingIfNeeded: value))
    default: value
    }
  }

  private func castToTemporal(_ type: ElementType) throws -> Cell {
    let own = elementType
    if own.isTemporal {
      let value = try TemporalConversion.convert(rawInteger, from: own, to: type)
      return value.isNull ? .null(type) : .integer(Cell.wrapped(value, to: type.storage), type)
    }
    guard own.isNumeric else { throw KernelError.type("a \(own.name) cannot be converted to \(type.name)") }
    return .integer(Cell.wrapped(try asInt64(), to: type.storage), type)
  }

  private func castToDecimal(_ type: ElementType, scale: Int) throws -> Cell {
    let unscaled: Int128
    switch elementType.category {
    case .decimal: unscaled = try DecimalScale.rescale(unscaledDecimal, from: self.scale, to: scale)
    case .floating: unscaled = try DecimalScale.unscaled(rawDouble, scale: scale)
    default: unscaled = try DecimalScale.rescale(Int128(try asInt64()), from: 0, to: scale)
    }
    return try DecimalScale.cell(unscaled, type, scale: scale)
  }
}
