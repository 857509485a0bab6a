import WeirRuntime
import WeirTables

// How pairs of numbers are spread over a grid.
extension StandardCatalog {
  static let statisticsHistograms: [Builtin] = [
    Builtin(
      "histogram2d(X, Y, [bins=10], [range], [density=false], [weights])",
      summary: "How many points, or which weight of them, lie in each cell of a grid: a dictionary of the matrix `H` and of the borders `xedges` and `yedges`.",
      example: Example("histogram2d([0.1, 0.2, 0.9], [0.2, 0.4, 1.0], [[0, 0.5, 1.0], [0, 0.5, 1.0]]).H", gives: "#0 #1\n-- --\n2  0 \n0  1 "),
      body: histogram)
  ]

  private static func histogram(_ call: borrowing Call) throws -> Cell {
    let (x, y) = (try values(call, 0), try values(call, 1))
    guard x.count == y.count else { throw KernelError.shape("histogram2d: `X` and `Y` must be of equal length, got \(x.count) and \(y.count)") }
    let (across, down) = (try edges(call, axis: 0, x), try edges(call, axis: 1, y))
    let weights = try call.has(5) && !call[5].isVoid ? values(call, 5) : nil
    guard weights.map({ $0.count == x.count }) ?? true else { throw call.invalid(5, "must have \(x.count) elements, one per point") }
    var cells = [Double](repeating: 0, count: (across.count - 1) * (down.count - 1))
    var total = 0.0
    for row in x.indices {
      try Interruption.check(atRow: row)
      guard let column = bin(x[row], across), let place = bin(y[row], down) else { continue }
      cells[place * (across.count - 1) + column] += weights?[row] ?? 1
      total += weights?[row] ?? 1
    }
    if try call.bool(4, default: false) {
      for place in 0..<(down.count - 1) {
        for column in 0..<(across.count - 1) {
          cells[place * (across.count - 1) + column] /= total * (across[column + 1] - across[column]) * (down[place + 1] - down[place])
        }
      }
    }
    let values = AnyVector(capacity: 3)
    values.push(.matrix(try MatrixObject(values: try DenseMatrix.vector(cells), rows: across.count - 1, columns: down.count - 1)))
    values.push(.vector(try DenseMatrix.vector(across)))
    values.push(.vector(try DenseMatrix.vector(down)))
    return .dictionary(try DictionaryObject(keys: try StringVector(["H", "xedges", "yedges"]), values: values, isOrdered: true))
  }

  private static func values(_ call: borrowing Call, _ index: Int) throws -> [Double] {
    let values = try numbers(call, index)
    guard !values.isEmpty, values.allSatisfy({ !$0.isNull && $0.isFinite }) else { throw call.invalid(index, "must have elements and no nulls") }
    return values
  }

  private static let binsMax = 1 << 20

  /// The borders that `bins` gives for an axis, or as many equal parts of the range as it says.
  private static func edges(_ call: borrowing Call, axis: Int, _ values: [Double]) throws -> [Double] {
    guard call.has(2), !call[2].isVoid else { return try equalParts(call, 10, axis, values) }
    if call[2].isScalar { return try equalParts(call, try call.int(2), axis, values) }
    guard let tuple = call[2].tuple else { return try ascending(call, try numbers(call, 2)) }
    guard tuple.count == 2 else { throw call.invalid(2, "must be a number, a vector, or a tuple of one of them for each axis") }
    let own = tuple.cell(at: axis)
    if own.isScalar { return try equalParts(call, Int(try own.asInt64()), axis, values) }
    guard let vector = own.vector, vector.type.isNumeric else { throw call.expected(2, "numbers or vectors of numbers") }
    let borders = try ElementMath.doubles(vector, call.name)
    return try ascending(call, withExtendedLifetime(borders) { (0..<borders.count).map { borders.pointer(Double.self)[$0] } })
  }

  private static func ascending(_ call: borrowing Call, _ edges: [Double]) throws -> [Double] {
    guard edges.count >= 2, edges.count <= binsMax, zip(edges, edges.dropFirst()).allSatisfy({ !$0.isNull && $0 < $1 }) else {
      throw call.invalid(2, "must have at least 2 borders, which ascend")
    }
    return edges
  }

  private static func equalParts(_ call: borrowing Call, _ count: Int, _ axis: Int, _ values: [Double]) throws -> [Double] {
    guard count > 0, count < binsMax else { throw call.invalid(2, "must be from 1 to \(binsMax)") }
    var (low, high) = (values.min() ?? 0, values.max() ?? 0)
    if call.has(3), !call[3].isVoid { (low, high) = try range(call, axis) }
    // All values alike stand in the middle of a range of length 1.
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let width = (high - low) / Double(count)
    return (0...count).map { $0 == count ? high : low + Double($0) * width }
  }

  private static func range(_ call: borrowing Call, _ axis: Int) throws -> (Double, Double) {
    if let tuple = call[3].tuple, tuple.count == 2, let pair = tuple.cell(at: axis).vector ?? tuple.cell(at: axis).pair?.elements, pair.count == 2 {
      let (low, high) = (try pair.cell(at: 0).asDouble(), try pair.cell(at: 1).asDouble())
      if low < high, !low.isNull { return (low, high) }
    }
    throw call.invalid(3, "must be a tuple of the least and the greatest value for each axis")
  }

  /// The part that holds `value`: each without its upper border, the last one with it.
  private static func bin(_ value: Double, _ edges: [Double]) -> Int? {
    guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
