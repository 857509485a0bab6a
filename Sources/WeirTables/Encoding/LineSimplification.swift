/// The points of a line that matter (Ramer 1972, Douglas and Peucker 1973).
package enum LineSimplification {
  /// Leaves out points that are at most `epsilon` away from the line through those that stay.
  /// - Parameter points: a vector of POINT without nulls.
  package static func simplified(_ points: Vector, epsilon: Double) throws -> Vector {
    guard points.type == .point, !points.hasNull else { throw KernelError.type("a vector of POINT without nulls is expected, got \(points.type.name)") }
    guard points.count > 2 else { return points }
    let coordinates = (0..<points.count).map { row -> (x: Double, y: Double) in
      let wide = points.pointer(Wide.self)[row]
      return (Double(bitPattern: wide.low), Double(bitPattern: wide.high))
    }
    var stays = [Bool](repeating: false, count: points.count)
    stays[0] = true
    stays[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = first
      var largest = epsilon
      for index in first..<last where index > first {
        let own = distance(coordinates[index], coordinates[first], coordinates[last])
        if own > largest { (farthest, largest) = (index, own) }
      }
      guard farthest > first else { continue }
      stays[farthest] = true
      open += [(first, farthest), (farthest, last)]
    }
    return try points.gather(stays.indices.filter { stays[$0] })
  }

  /// From a point to the line through two others, or to the first of them when they are one.
  private static func distance(_ point: (x: Double, y: Double), _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return ((point.x - start.x) * (point.x - start.x) + (point.y - start.y) * (point.y - start.y)).squareRoot() }
    return abs(dy * (point.x - start.x) - dx * (point.y - start.y)) / length
  }
}
