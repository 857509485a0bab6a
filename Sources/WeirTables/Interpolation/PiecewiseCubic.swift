/// A curve of cubic pieces between ascending places.
package struct PiecewiseCubic: Sendable {
  /// Where the pieces meet, ascending; one more than there are pieces.
  package let places: [Double]
  /// Of each piece the factors of the third, second, first and no power of the distance from its left place.
  package let pieces: [(Double, Double, Double, Double)]

  package init(places: [Double], pieces: [(Double, Double, Double, Double)]) {
    self.places = places
    self.pieces = pieces
  }

  /// The curve through points with given slopes.
  /// - Precondition: at least two points, as many slopes, ascending places.
  package init(places: [Double], values: [Double], slopes: [Double]) {
    self.places = places
    pieces = (0..<(places.count - 1)).map { index in
      let width = places[index + 1] - places[index]
      let secant = (values[index + 1] - values[index]) / width
      let excess = (slopes[index] + slopes[index + 1] - 2 * secant) / width
      return (excess / width, (secant - slopes[index]) / width - excess, slopes[index], values[index])
    }
  }

  /// The value at `place`; outside of the places that of the piece at that end, or null unless `extrapolates`.
  package func value(at place: Double, extrapolates: Bool = true) -> Double {
    guard place.isFinite, !place.isNull, extrapolates || (place >= places[0] && place <= places[places.count - 1]) else { return .null }
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if places[middle] <= place { low = middle } else { high = middle - 1 }
    }
    let distance = place - places[low]
    let piece = pieces[low]
    return ((piece.0 * distance + piece.1) * distance + piece.2) * distance + piece.3
  }

  /// A row per piece, the highest power first.
  package var coefficients: DenseMatrix {
    DenseMatrix(rows: pieces.count, columns: 4, values: pieces.map(\.0) + pieces.map(\.1) + pieces.map(\.2) + pieces.map(\.3))
  }
}
