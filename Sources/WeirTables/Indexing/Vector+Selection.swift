extension Vector {
  /// The selected elements as a vector of the same type; null where a position is outside.
  func selected(_ selection: Selection) throws -> Vector {
    switch selection {
    case .position(let position): return try gather([position])
    case .list(let positions): return try gather(positions)
    case .range(let start, let length, false): return try forwardRange(start, length)
    case .range(let start, let length, true): return try backwardRange(start, length)
    }
  }

  /// One element, or null of the vector's type.
  func element(_ position: Int) -> Cell { position >= 0 && position < count ? cell(at: position) : .null(storage == .array ? .void : type, scale: scale) }

  private func forwardRange(_ start: Int, _ length: Int) throws -> Vector {
    if start >= 0, start <= count, length <= count - start { return slice(start, length) }
    let before = min(length, max(0, -start))
    let inside = max(0, min(length - before, count - max(start, 0)))
    return try padded(before, inside > 0 ? slice(max(start, 0), inside) : slice(0, 0), length - before - inside)
  }

  private func backwardRange(_ start: Int, _ length: Int) throws -> Vector {
    let before = min(length, max(0, start - count + 1))
    let top = min(start, count - 1)
    let inside = max(0, min(length - before, top + 1))
    return try padded(before, try gather((0..<inside).map { top - $0 }), length - before - inside)
  }

  /// `middle` with nulls on both sides.
  private func padded(_ before: Int, _ middle: Vector, _ after: Int) throws -> Vector {
    if before == 0, after == 0 { return middle }
    let total = before.addingReportingOverflow(after)
    guard !total.overflow, total.partialValue < BufferPool.allocationBytesMax / 16 else { throw KernelError.memory("out of memory: an index range that reaches \(max(before, after)) elements too far") }
    let result = try emptyLike(capacity: 0)
    try result.appendNulls(before)
    try result.append(contentsOf: middle)
    try result.appendNulls(after)
    return result
  }

  private func appendNulls(_ added: Int) throws {
    guard added > 0 else { return }
    if storage == .array {
      for _ in 0..<added { try append(.vector(try Vector.empty(type, scale: scale))) }
    } else {
      try append(contentsOf: try Vector.nulls(type, count: added, scale: scale))
    }
  }

  /// Replaces the selected elements by a scalar, or by as many values as there are positions: all of them or none.
  /// - Throws: `.range`, `.shape`, or `.type` when a value cannot be converted.
  func replace(_ selection: Selection, with value: borrowing Cell) throws {
    try selection.check(extent: count)
    if case .position(let position) = selection {
      try set(position, value)
      return
    }
    guard let source = value.vector else { return try fill(selection, with: value) }
    guard source.count == selection.count else {
      throw KernelError.shape("\(source.count) values cannot be assigned to \(selection.count) elements")
    }
    let values = storage == .any ? source.sharingHeader() : try source.converted(to: type, scale: scale)
    if let own = self as? FixedVector, let fixed = values as? FixedVector {
      try own.scatter(fixed, selection)
    } else if let own = self as? StringVector {
      try own.scatter(values, selection)
    } else {
      for index in 0..<selection.count { try set(selection[index], values.cell(at: index)) }
    }
  }

  private func fill(_ selection: Selection, with value: borrowing Cell) throws {
    if let own = self as? StringVector {
      let one = try emptyLike(capacity: 1)
      try one.append(value)
      return try own.scatter(try one.repeatedRuns([0, selection.count]), selection)
    }
    for index in 0..<selection.count { try set(selection[index], value) }
  }
}

extension FixedVector {
  /// Writes as many elements of the same type to checked positions.
  func scatter(_ values: FixedVector, _ selection: Selection) throws {
    let source = values.sharingHeader()
    try makeUnique()
    switch storage.width {
    case 1: scatter(source.pointer(Int8.self), selection)
    case 2: scatter(source.pointer(Int16.self), selection)
    case 4: scatter(source.pointer(Int32.self), selection)
    case 8: scatter(source.pointer(Int64.self), selection)
    default: scatter(source.pointer(Wide.self), selection)
    }
  }

  @inline(__always)
  private func scatter<Element: BitwiseCopyable>(_ source: UnsafeMutablePointer<Element>, _ selection: Selection) {
    let target = pointer(Element.self)
    let count = selection.count
    var index = 0
    while index < count {
      target[selection[index]] = source[index]
      index &+= 1
    }
  }
}
