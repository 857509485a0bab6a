extension Vector {
  /// This vector with the elements at `rows` replaced by `values`, converted to its type; this one stays as it is.
  ///
  /// - Precondition: every row is an element, and no row occurs twice.
  /// - Throws: `.shape` when there are not as many values as rows, `.type` when one cannot be converted.
  package func replacing(_ rows: [Int], with values: Vector) throws -> Vector {
    guard rows.count == values.count else { throw KernelError.shape("\(values.count) values for \(rows.count) rows") }
    guard let fixed = self as? FixedVector else { return try replacingByGather(rows, values) }
    guard let source = try values.converted(to: type, scale: scale) as? FixedVector else {
      throw KernelError.type("a \(values.type.name) cannot be converted to \(type.name)")
    }
    let result = fixed.sharingHeader()
    try result.makeUnique()
    switch storage.width {
    case 1: result.scatter(source, rows, UInt8.self)
    case 2: result.scatter(source, rows, UInt16.self)
    case 4: result.scatter(source, rows, UInt32.self)
    case 8: result.scatter(source, rows, UInt64.self)
    default: result.scatter(source, rows, Wide.self)
    }
    return result
  }

  /// For elements without a fixed width: old and new values behind each other, of which the right ones are taken.
  private func replacingByGather(_ rows: [Int], _ values: Vector) throws -> Vector {
    let both = sharingHeader()
    try both.append(contentsOf: values)
    var order = Array(0..<count)
    for (index, row) in rows.enumerated() { order[row] = count + index }
    return try both.gather(order)
  }
}

extension FixedVector {
  @inline(__always)
  fileprivate func scatter<Element: BitwiseCopyable>(_ values: FixedVector, _ rows: [Int], _ element: Element.Type) {
    let source = values.pointer(Element.self)
    let target = pointer(Element.self)
    rows.withUnsafeBufferPointer { rows in
      var index = 0
      while index < rows.count {
        target[rows[index]] = source[index]
        index &+= 1
      }
    }
  }
}
