import WeirHost

/// Rows moved along their column, and what they are compared with.
package enum Shifting {
  /// Every element `steps` places later (earlier when negative); the places left over are null.
  package static func moved(_ values: Vector, by steps: Int) throws -> Vector {
    let count = values.count
    if steps == 0 { return values.sharingHeader() }
    if let fixed = values as? FixedVector, steps.magnitude <= UInt(count) { return try movedBytes(fixed, by: steps) }
    guard steps.magnitude < UInt(count) else { return try values.gather(Array(repeating: -1, count: count)) }
    return try values.gather((0..<count).mapRows { $0 - steps })
  }

  private static func movedBytes(_ values: FixedVector, by steps: Int) throws -> Vector {
    let width = values.storage.width
    let kept = values.count - Int(steps.magnitude)
    let result = try FixedVector(values.type, count: values.count, scale: values.scale)
    let nulls = try Vector.nulls(values.type, count: Int(steps.magnitude), scale: values.scale)
    let from = values.raw + max(-steps, 0) * width
    (result.raw + max(steps, 0) * width).copyMemory(from: from, byteCount: kept * width)
    (result.raw + (steps > 0 ? 0 : kept * width)).copyMemory(from: nulls.raw, byteCount: nulls.count * width)
    return result
  }

  /// Each element minus the one `steps` places before it; null where either is. Temporal values give integers.
  /// - Throws: `.type` when elements cannot be subtracted.
  package static func differences(_ values: Vector, _ steps: Int, threads: any Threads = SerialThreads()) throws -> Vector {
    switch values.storage {
    case .int8 where values.type == .bool || values.type == .void: return try differences(values.cast(to: .int), steps, threads: threads)
    case .int8: return try difference(values, steps, Int8.self, threads)
    case .int16: return try difference(values, steps, Int16.self, threads)
    case .int32: return try difference(values, steps, Int32.self, threads)
    case .int64 where values.type != .duration: return try difference(values, steps, Int64.self, threads)
    case .float: return try difference(values, steps, Float.self, threads)
    case .double: return try difference(values, steps, Double.self, threads)
    case .wide where values.type == .decimal128:
      return try differences(values.doubles(), steps).cast(to: .decimal128, scale: values.scale)
    default: throw KernelError.type("numbers or temporal values are expected, got a vector of \(values.type.name)")
    }
  }

  private static func differenceType(_ type: ElementType) -> ElementType {
    guard type.isTemporal else { return type }
    return type.storage == .int32 ? .int : .long
  }

  @inline(__always)
  private static func difference<Element: SubtractedElement>(
    _ values: Vector, _ steps: Int, _ element: Element.Type, _ threads: any Threads
  ) throws -> Vector {
    let count = values.count
    let result = try FixedVector(differenceType(values.type), count: count, scale: values.scale)
    let input = values.pointer(Element.self)
    let output = result.pointer(Element.self)
    guard steps.magnitude < UInt(count) else {
      output.update(repeating: .null, count: count)
      return result
    }
    let first = max(steps, 0)
    let last = count + min(steps, 0)
    output.update(repeating: .null, count: first)
    RowPieces.forEach(rows: last - first, threads) { _, rows in
      var row = rows.lowerBound + first
      let end = rows.upperBound + first
      while row < end {
        let left = input[row]
        let right = input[row &- steps]
        output[row] = left.isNull || right.isNull ? .null : left.less(right)
        row &+= 1
      }
    }
    if last < count { (output + last).update(repeating: .null, count: count - last) }
    return withExtendedLifetime(values) { result }
  }

  /// Each element divided by the one `steps` places before it, less `offset`; null where either is or the divisor is zero.
  package static func ratios(_ values: Vector, _ steps: Int, minus offset: Double) throws -> Vector {
    let numbers = try values.doubles()
    let count = numbers.count
    let result = try FixedVector(.double, count: count)
    let input = numbers.pointer(Double.self)
    let output = result.pointer(Double.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let (before, overflow) = row.subtractingReportingOverflow(steps)
      guard !overflow, before >= 0, before < count, input[row].hasValue, input[before].hasValue, input[before] != 0 else {
        output[row] = .null
        continue
      }
      output[row] = (input[row] / input[before] - offset).orNull
    }
    return result
  }

  /// For each row the value of the run of equal values before (or, read backwards, behind) the one it belongs to; nulls are in no run and end one.
  package static func neighbouringState(_ values: Vector, backwards: Bool) throws -> Vector {
    let count = values.count
    var rows = [Int](repeating: -1, count: count)
    // The last row with a value, the row that the run before it has its value in, and whether a null ended the run.
    var current = -1
    var before = -1
    var isEnded = true
    for place in 0..<count {
      try Interruption.check(atRow: place)
      let row = backwards ? count - 1 - place : place
      if values.isNull(at: row) {
        rows[row] = current
        isEnded = true
        continue
      }
      if isEnded || !VectorEquality.areEqual(values, row, current) { before = current }
      isEnded = false
      current = row
      rows[row] = before
    }
    return try values.gather(rows)
  }
}

/// Elements that can be subtracted; integers wrap. A protocol and not a closure: the loop is made for each type, on whatever thread it runs.
protocol SubtractedElement: VectorElement {
  func less(_ other: Self) -> Self
}

extension SubtractedElement where Self: FixedWidthInteger {
  @inline(__always) func less(_ other: Self) -> Self { self &- other }
}

extension SubtractedElement where Self: FloatingPoint {
  @inline(__always) func less(_ other: Self) -> Self { self - other }
}

extension Int8: SubtractedElement {}
extension Int16: SubtractedElement {}
extension Int32: SubtractedElement {}
extension Int64: SubtractedElement {}
extension Float: SubtractedElement {}
extension Double: SubtractedElement {}

/// Equality of elements of one vector, null equal to null.
package enum VectorEquality {
  package static func areEqual(_ values: Vector, _ left: Int, _ right: Int) -> Bool {
    switch values.storage {
    case .int8: return values.pointer(Int8.self)[left] == values.pointer(Int8.self)[right]
    case .int16: return values.pointer(Int16.self)[left] == values.pointer(Int16.self)[right]
    case .int32, .symbol: return values.pointer(Int32.self)[left] == values.pointer(Int32.self)[right]
    case .int64: return values.pointer(Int64.self)[left] == values.pointer(Int64.self)[right]
    case .float: return values.pointer(Float.self)[left] == values.pointer(Float.self)[right]
    case .double: return values.pointer(Double.self)[left] == values.pointer(Double.self)[right]
    case .wide: return values.pointer(Wide.self)[left] == values.pointer(Wide.self)[right]
    case .string: return values.text(at: left) == values.text(at: right)
    case .any, .array: return values.isNull(at: left) && values.isNull(at: right) || KeyHash.equals(values.cell(at: left), values.cell(at: right))
    }
  }
}
