extension Vector {
  /// Element `i` repeated `offsets[i + 1] - offsets[i]` times.
  /// - Precondition: one more offset than there are elements, from 0 upwards.
  package func repeatedRuns(_ offsets: [Int]) throws -> Vector {
    if let symbols = self as? SymbolVector {
      guard let codes = try symbols.codes.repeatedRuns(offsets) as? FixedVector else { preconditionFailure("codes are of a fixed width") }
      return SymbolVector(codes: codes, dictionary: symbols.dictionary)
    }
    let total = offsets.last ?? 0
    guard let fixed = self as? FixedVector else {
      var rows: [Int] = []
      rows.reserveCapacity(total)
      for index in 0..<count { rows += repeatElement(index, count: offsets[index + 1] - offsets[index]) }
      return try gather(rows)
    }
    let result = try FixedVector(type, count: total, scale: scale)
    switch fixed.storage.width {
    case 1: fixed.fillRuns(offsets, result, UInt8.self)
    case 2: fixed.fillRuns(offsets, result, UInt16.self)
    case 4: fixed.fillRuns(offsets, result, UInt32.self)
    case 8: fixed.fillRuns(offsets, result, UInt64.self)
    default: fixed.fillRuns(offsets, result, Wide.self)
    }
    return result
  }
}

extension FixedVector {
  @inline(__always)
  fileprivate func fillRuns<Element: BitwiseCopyable>(_ offsets: [Int], _ result: FixedVector, _ element: Element.Type) {
    let source = pointer(Element.self)
    let target = result.pointer(Element.self)
    for index in 0..<count { (target + offsets[index]).update(repeating: source[index], count: offsets[index + 1] - offsets[index]) }
  }
}
