/// The polynomial through points, in Newton's form. A place that occurs several times one after the other gives the value and then derivatives.
package struct NewtonPolynomial: Sendable {
  package let places: [Double]
  /// Divided differences.
  package let coefficients: [Double]

  /// - Precondition: as many values as places; equal places stand together.
  package init(_ places: [Double], _ values: [Double]) {
    self.places = places
    // The first row of a run of equal places, which holds the value itself.
    var runs = Array(places.indices)
    for index in places.indices.dropFirst() where places[index] == places[index - 1] { runs[index] = runs[index - 1] }
    var column = runs.map { values[$0] }
    var result = column.isEmpty ? [] : [column[0]]
    var factorial = 1.0
    for order in 1..<max(places.count, 1) {
      factorial *= Double(order)
      for row in stride(from: places.count - 1, through: order, by: -1) {
        let width = places[row] - places[row - order]
        column[row] = width == 0 ? values[runs[row] + order] / factorial : (column[row] - column[row - 1]) / width
      }
      result.append(column[order])
    }
    coefficients = result
  }

  /// The value at `place`, or that of a derivative.
  package func value(at place: Double, derivative: Int = 0) -> Double {
    // Taylor's coefficients at `place`, multiplied up factor by factor.
    var terms = Array(repeating: 0.0, count: derivative + 1)
    for index in stride(from: coefficients.count - 1, through: 0, by: -1) {
      let distance = place - places[index]
      for order in stride(from: derivative, through: 1, by: -1) { terms[order] = terms[order] * distance + terms[order - 1] }
      terms[0] = terms[0] * distance + coefficients[index]
    }
    return (1...max(derivative, 1)).reduce(terms[derivative]) { $0 * Double($1) }
  }
}
