import CKernels

/// A function of one number that a chain can do for a block.
package struct ElementFunction: Sendable {
  /// Null gives null, and so does what has no finite result.
  package let apply: @Sendable (_ values: UnsafePointer<Double>, _ results: UnsafeMutablePointer<Double>, _ count: Int) -> Void

  package init(_ apply: @escaping @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void) { self.apply = apply }

  /// The function of each element.
  package static func of(_ body: @escaping @Sendable (Double) -> Double) -> ElementFunction {
    ElementFunction { values, results, count in
      var row = 0
      while row < count {
        let value = values[row]
        let image = value.isNull ? value : body(value)
        results[row] = image.isFinite ? image : .null
        row &+= 1
      }
    }
  }

  package static let naturalLogarithm = ElementFunction { weir_natural_log($0, $1, $2) }
}
