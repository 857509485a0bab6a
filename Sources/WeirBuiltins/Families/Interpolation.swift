import WeirRuntime
import WeirTables

// Curves through points: on a grid of regular moments, and at any place.
extension StandardCatalog {
  static let interpolation: [Builtin] = interpolationOfSeries + interpolationByModels + polynomials

  /// A function that lays a curve through a series and reads it at regular moments.
  private static func resampling(
    _ name: String, _ summary: String, _ value: String, more: String = "",
    _ curve: @escaping @Sendable (borrowing Call, [Double], [Double]) throws -> (Double) -> Double
  ) -> Builtin {
    Builtin(
      "\(name)(X, Y, resampleRule, [closed='left'], [origin='start_day'], [outputX=false]\(more))",
      summary: "\(summary) through the values `Y` at ascending moments `X`, at the moments of a rule such as \"60min\"; with `outputX` these too.",
      example: Example("\(name)(2016.02.14 00:00:00 + 0 3600 7200, 1.0 2.0 4.0, \"30min\")[1]", gives: value)
    ) { call in
      let moments = try call.vector(0)
      let values = try numbers(call, 1)
      let places = try ascending(call, 0, moments)
      guard moments.type.isTemporal else { throw call.expected(0, "a vector of moments") }
      guard values.count == places.count else { throw call.invalid(1, "must be as long as `X`") }
      guard places.count > 1, places.count <= pointsMax else { throw call.invalid(0, "must have 2 to \(pointsMax) elements") }
      return try naming(call.name) {
        let first = moments.cell(at: 0).rawInteger
        let last = moments.cell(at: moments.count - 1).rawInteger
        let positions = Resampling.Places(rule: 2, closed: 3, label: nil, origin: 4)
        let grid = try Resampling.sequence(call, moments.type, first, last, positions, endsInside: false)
        let curve = try curve(call, places.map { $0 - places[0] }, values)
        let result = try DenseMatrix.vector((0..<grid.count).mapRows { row in
          let place = Double(grid.cell(at: row).rawInteger)
          return place < places[0] || place > places[places.count - 1] ? .nan : curve(place - places[0])
        })
        guard try call.bool(5, default: false) else { return .vector(result) }
        return .vector(AnyVector(vectors: [grid, result]))
      }
    }
  }

  /// A polynomial or spline through more points means nothing any more, or takes their square in time.
  private static let pointsMax = 10_000

  private static let interpolationOfSeries: [Builtin] = [
    resampling("neville", "The polynomial", "1.375") { _, places, values in
      let polynomial = NewtonPolynomial(places, values)
      return { polynomial.value(at: $0) }
    },
    resampling("dividedDifference", "The polynomial", "1.375") { _, places, values in
      let polynomial = NewtonPolynomial(places, values)
      return { polynomial.value(at: $0) }
    },
    resampling("spline", "The natural cubic spline", "1.40625") { _, places, values in
      let curve = CubicSpline.through(places, values, .natural, .natural)
      return { curve.value(at: $0) }
    },
    resampling("loess", "The natural cubic spline through smoothed points", "1.40625", more: ", [bandwidth=0.3], [robustnessIter=4], [accuracy=1e-12]") { call, places, values in
      let (bandwidth, turns, accuracy) = (try call.double(6, default: 0.3), try call.int(7, default: 4), try call.double(8, default: 1e-12))
      guard !values.contains(where: \.isNull) else { throw call.invalid(1, "must not contain a null") }
      guard bandwidth > 0, bandwidth <= 1 else { throw call.invalid(6, "must be above 0 and at most 1") }
      guard turns > 0, turns <= 1000 else { throw call.invalid(7, "must be from 1 to 1000") }
      guard accuracy > 0 else { throw call.invalid(8, "must be greater than 0") }
      let smooth = try LocalRegression.smoothed(places, values, bandwidth: bandwidth, turns: turns, accuracy: accuracy)
      let curve = CubicSpline.through(places, smooth, .natural, .natural)
      return { curve.value(at: $0) }
    },
  ]

  /// The raw numbers of a vector that must ascend strictly.
  static func ascending(_ call: borrowing Call, _ index: Int, _ vector: Vector, isStrict: Bool = true) throws -> [Double] {
    guard !vector.hasNull else { throw call.invalid(index, "must not contain a null") }
    let places = vector.type.isTemporal ? try (0..<vector.count).mapRows { Double(vector.cell(at: $0).rawInteger) } : try numbers(call, index)
    guard zip(places, places.dropFirst()).allSatisfy({ isStrict ? $0 < $1 : $0 <= $1 }) else {
      throw call.invalid(index, isStrict ? "must ascend strictly" : "must ascend")
    }
    return places
  }

  // MARK: Models

  /// What a fit gives: a dictionary with its numbers and the function that predicts.
  private static func model(_ call: borrowing Call, _ name: String, predict: String, _ entries: [(String, Vector)]) throws -> DictionaryObject {
    guard let function = call.session.catalog.function(predict) else { throw KernelError(.name, "there is no function `\(predict)`") }
    let result = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
    try result.set(.string("modelName"), .string(name))
    for (key, values) in entries { try result.set(.string(key), .vector(values)) }
    try result.set(.string("predict"), .function(function))
    return result
  }

  /// The points of a fit: at least `least`, none null, `X` strictly ascending.
  private static func points(_ call: borrowing Call, least: Int) throws -> (places: [Double], values: [Double]) {
    let places = try ascending(call, 0, try call.vector(0))
    return (places, try valuesAtPoints(call, places, least: least))
  }

  private static func valuesAtPoints(_ call: borrowing Call, _ places: [Double], least: Int) throws -> [Double] {
    guard places.count >= least else { throw call.invalid(0, "must have at least \(least) elements") }
    guard !(try call.vector(1)).hasNull else { throw call.invalid(1, "must not contain a null") }
    let values = try numbers(call, 1)
    guard values.count == places.count else { throw call.invalid(1, "must be as long as `\(call.parameterName(0))`") }
    return values
  }

  /// The entry `key` of the model that is argument `index`, as numbers.
  static func modelNumbers(_ call: borrowing Call, _ key: String) throws -> [Double] {
    let value = try call.dictionary(0).value(.string(key)) ?? .void
    let vector = value.matrix?.values ?? value.vector
    guard let vector, vector.type.isNumeric else { throw call.invalid(0, "must be a model with the numbers `\(key)`") }
    let source = try ElementMath.doubles(vector, call.name)
    return withExtendedLifetime(source) { Array(UnsafeBufferPointer(start: source.pointer(Double.self), count: source.count)) }
  }

  /// Reads a curve at the places that argument `index` gives.
  static func evaluated(_ call: borrowing Call, _ index: Int, _ curve: (Double) -> Double) throws -> Cell {
    let result = try DenseMatrix.vector(numbers(call, index).map { $0.isNull ? .nan : curve($0) })
    return call[index].isScalar ? result.cell(at: 0) : .vector(result)
  }

  private static func cubic(_ call: borrowing Call, places placesKey: String, coefficients key: String, byRows: Bool) throws -> PiecewiseCubic {
    let places = try modelNumbers(call, placesKey)
    let numbers = try modelNumbers(call, key)
    let count = places.count - 1
    guard count > 0, numbers.count == 4 * count else { throw call.invalid(0, "must have four coefficients for each piece") }
    let pieces = try (0..<count).mapRows { index -> (Double, Double, Double, Double) in
      let at = { (power: Int) in numbers[byRows ? index * 4 + power : power * count + index] }
      return (at(0), at(1), at(2), at(3))
    }
    return PiecewiseCubic(places: places, pieces: pieces)
  }

  private static func flag(_ call: borrowing Call, _ key: String) throws -> Bool {
    guard let value = try call.dictionary(0).value(.string(key)), value.isScalar, !value.isNull else { return true }
    return try value.cast(to: .bool).rawInteger != 0
  }

  private static let fitExample = "0 1 2, 0.0 1.0 4.0"

  private static let interpolationByModels: [Builtin] = [
    Builtin(
      "predict(model, X)", summary: "What a model predicts at `X`: the function that its entry `predict` names, called with both.",
      example: Example("predict(linearInterpolateFit(\(fitExample)), 0.5 1.5)", gives: "[0.5,2.5]")
    ) { call in
      guard let entry = try call.dictionary(0).value(.string("predict")) else { throw call.invalid(0, "must have an entry `predict`") }
      guard let function = entry.function ?? call.session.function(named: entry.stringValue ?? "") else {
        throw call.invalid(0, "must have a function in its entry `predict`")
      }
      return try call.session.call(function, call.arguments, count: 2)
    },
    Builtin(
      "linearInterpolateFit(X, Y, [fillValue='extrapolate'], [sorted=false])",
      summary: "A model that goes straight from point to point; `fillValue` is \"extrapolate\" or a pair of what holds below and above the points.",
      example: Example("linearInterpolateFit(\(fitExample)).predict(3)", gives: "7"), body: linearFit),
    Builtin(
      "linearInterpolatePredict(model, X)", summary: "What a model of `linearInterpolateFit` predicts.",
      example: Example("linearInterpolatePredict(linearInterpolateFit(\(fitExample)), 1.5)", gives: "2.5"), body: linearPrediction),
    Builtin(
      "cubicSpline(x, y, [bc_type='not-a-knot'])",
      summary: "A model of the cubic spline through points; `bc_type` is \"not-a-knot\", \"clamped\" or \"natural\", for each end if it is a pair.",
      example: Example("cubicSpline(\(fitExample)).predict(1.5)", gives: "2.25")
    ) { call in
      let (places, values) = try points(call, least: 3)
      let ends = try splineEnds(call)
      let spline = CubicSpline.through(places, values, ends.0, ends.1)
      let coefficients = try DenseMatrix.vector(spline.coefficients.transposed.values)
      return .dictionary(try model(call, "cubicSpline", predict: "cubicSplinePredict", [("x", try call.vector(0)), ("c", coefficients)]))
    },
    Builtin(
      "cubicSplinePredict(model, x)", summary: "What a model of `cubicSpline` predicts.",
      example: Example("cubicSplinePredict(cubicSpline(\(fitExample)), 3)", gives: "9")
    ) { call in
      let curve = try cubic(call, places: "x", coefficients: "c", byRows: true)
      return try evaluated(call, 1) { curve.value(at: $0) }
    },
    Builtin(
      "cubicHermiteSplineFit(X, Y, derivative, [extrapolate=true])", summary: "A model of cubic pieces through points with given slopes.",
      example: Example("cubicHermiteSplineFit(\(fitExample), 0 2 4).predict(1.5)", gives: "2.25")
    ) { call in
      let (places, values) = try points(call, least: 2)
      let slopes = try numbers(call, 2)
      guard slopes.count == places.count, !slopes.contains(where: \.isNull) else { throw call.invalid(2, "must be as long as `X` and without nulls") }
      return try hermiteModel(call, "CubicHermiteSpline", PiecewiseCubic(places: places, values: values, slopes: slopes), extrapolateAt: 3)
    },
    Builtin(
      "pchipInterpolateFit(X, Y, [extrapolate=true])", summary: "A model of cubic pieces through points that rise and fall only where the points do.",
      example: Example("round(pchipInterpolateFit(\(fitExample)).predict(1.5), 4)", gives: "2.1875")
    ) { call in
      let (places, values) = try points(call, least: 2)
      return try hermiteModel(call, "PchipInterpolate", MonotoneCubic.through(places, values), extrapolateAt: 2)
    },
    Builtin(
      "cubicHermiteSplinePredict(model, X)", summary: "What a model of `cubicHermiteSplineFit` or `pchipInterpolateFit` predicts.",
      example: Example("cubicHermiteSplinePredict(cubicHermiteSplineFit(\(fitExample), 0 2 4), 1)", gives: "1")
    ) { call in
      let curve = try cubic(call, places: "X", coefficients: "coeffs", byRows: false)
      let extrapolates = try flag(call, "extrapolate")
      return try evaluated(call, 1) { curve.value(at: $0, extrapolates: extrapolates) }
    },
    Builtin(
      "splrep(x, y, [t])", summary: "The cubic spline over the knots `t` that comes closest to points: all knots, the coefficients of the B-splines, and 3. Nulls are 0.",
      example: Example("splrep(0 1 2 3, 0 1 8 27)[0]", gives: "[0,0,0,0,3,3,3,3]")
    ) { call in
      let places = try numbers(call, 0).map { $0.isNull ? 0 : $0 }
      let values = try numbers(call, 1).map { $0.isNull ? 0 : $0 }
      guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else { throw call.invalid(0, "must ascend strictly") }
      guard places.count >= 4, places.count <= pointsMax else { throw call.invalid(0, "must have 4 to \(pointsMax) elements") }
      guard values.count == places.count else { throw call.invalid(1, "must be as long as `x`") }
      let knots = call.has(2) && !call[2].isVoid ? try numbers(call, 2).map { $0.isNull ? 0 : $0 } : Array(places[2..<(places.count - 2)])
      let spline = try naming(call.name) { try BasisSpline(places, values, innerKnots: knots) }
      let padded = spline.coefficients + Array(repeating: 0, count: BasisSpline.degree + 1)
      let result = AnyVector(vectors: [try DenseMatrix.vector(spline.knots), try DenseMatrix.vector(padded)])
      result.push(.int(BasisSpline.degree))
      return .vector(result)
    },
    Builtin(
      "splev(x, tck)", summary: "The values at `x` of a spline from `splrep`.", example: Example("splev([1.5], splrep(0 1 2 3, 0 1 8 27))", gives: "[3.375]"),
      body: splineValues),
    Builtin(
      "kroghInterpolate(X, Y, newX, [der=0])",
      summary: "The polynomial through points, or its derivative of order `der`, at `newX`. A place that occurs twice in `X` gives the value and then the slope, and so on.",
      example: Example("kroghInterpolate(0 0 1, 1 0 2, 2)", gives: "5")
    ) { call in
      let polynomial = try newton(call)
      let order = try derivativeOrder(call, 3)
      return try evaluated(call, 2) { polynomial.value(at: $0, derivative: order) }
    },
    Builtin(
      "kroghInterpolateFit(X, Y, [der=0])", summary: "A model of the polynomial through points, or of its derivative of order `der`.",
      example: Example("kroghInterpolateFit(0 1 2, 0 1 4).predict(3)", gives: "9")
    ) { call in
      let polynomial = try newton(call)
      let coefficients = try DenseMatrix.vector(polynomial.coefficients)
      let result = try model(call, "kroghInterpolate", predict: "kroghInterpolateFitPredict", [("X", try call.vector(0)), ("coeffs", coefficients)])
      try result.set(.string("der"), .int(try derivativeOrder(call, 2)))
      try result.set(.string("Y"), .vector(try call.vector(1)))
      return .dictionary(result)
    },
    Builtin(
      "kroghInterpolateFitPredict(model, X)", summary: "What a model of `kroghInterpolateFit` predicts.",
      example: Example("kroghInterpolateFitPredict(kroghInterpolateFit(0 1 2, 0 1 4), 3)", gives: "9")
    ) { call in
      let (places, values) = (try modelNumbers(call, "X"), try modelNumbers(call, "Y"))
      let order = Int(try call.dictionary(0).value(.string("der"))?.asInt64() ?? 0)
      guard places.count == values.count, (0...pointsMax).contains(order) else { throw call.invalid(0, "must be a model of `kroghInterpolateFit`") }
      let polynomial = NewtonPolynomial(places, values)
      return try evaluated(call, 1) { polynomial.value(at: $0, derivative: order) }
    },
  ]

  private static func hermiteModel(_ call: borrowing Call, _ name: String, _ curve: PiecewiseCubic, extrapolateAt index: Int) throws -> Cell {
    let result = try model(call, name, predict: "cubicHermiteSplinePredict", [("X", try DenseMatrix.vector(curve.places))])
    try result.set(.string("coeffs"), try curve.coefficients.cell())
    try result.set(.string("extrapolate"), .bool(try call.bool(index, default: true)))
    return .dictionary(result)
  }

  private static func splineEnds(_ call: borrowing Call) throws -> (CubicSpline.End, CubicSpline.End) {
    guard call.has(2), !call[2].isVoid else { return (.notAKnot, .notAKnot) }
    let elements = call[2].pair?.elements ?? call[2].vector
    let words = try elements.map { elements in (0..<elements.count).map { elements.text(at: $0) } } ?? [try call.string(2)]
    let ends = try words.map { word in
      guard let end = CubicSpline.End(rawValue: word) else { throw call.invalid(2, "must be \"not-a-knot\", \"clamped\" or \"natural\"") }
      return end
    }
    guard let first = ends.first, let last = ends.last, ends.count <= 2 else { throw call.invalid(2, "must be one word or two") }
    return (first, last)
  }

  private static func newton(_ call: borrowing Call) throws -> NewtonPolynomial {
    let places = try ascending(call, 0, try call.vector(0), isStrict: false)
    guard places.count <= pointsMax else { throw call.invalid(0, "must have at most \(pointsMax) elements") }
    return NewtonPolynomial(places, try valuesAtPoints(call, places, least: 1))
  }

  private static func derivativeOrder(_ call: borrowing Call, _ index: Int) throws -> Int {
    let order = try call.int(index, default: 0)
    guard (0...pointsMax).contains(order) else { throw call.invalid(index, "must be 0 to \(pointsMax)") }
    return order
  }

  private static func splineValues(_ call: borrowing Call) throws -> Cell {
    guard let parts = call[1].tuple, parts.count == 3 else { throw call.expected(1, "a tuple of knots, coefficients and degree") }
    let lists = try (0..<2).map { index -> [Double] in
      guard let vector = parts.withCell(index, { $0.vector }), vector.type.isNumeric else { throw call.expected(1, "a tuple of knots, coefficients and degree") }
      let source = try ElementMath.doubles(vector, call.name)
      return withExtendedLifetime(source) { (0..<source.count).map { source.pointer(Double.self)[$0].isNull ? 0 : source.pointer(Double.self)[$0] } }
    }
    let order = BasisSpline.degree + 1
    guard lists[0].count >= 2 * order, lists[1].count >= lists[0].count - order, try parts.cell(at: 2).asInt64() == Int64(BasisSpline.degree) else {
      throw call.invalid(1, "must be what `splrep` gives")
    }
    let spline = BasisSpline(knots: lists[0], coefficients: lists[1])
    return try evaluated(call, 0) { spline.value(at: $0) }
  }

  // MARK: Straight lines

  private static func linearFit(_ call: borrowing Call) throws -> Cell {
    let source = try call.vector(0)
    guard !source.hasNull else { throw call.invalid(0, "must not contain a null") }
    let isSorted = try call.bool(3, default: false)
    let places = isSorted ? try ascending(call, 0, source) : try numbers(call, 0)
    let values = try valuesAtPoints(call, places, least: 2)
    let order = places.indices.sorted { places[$0] < places[$1] }
    guard zip(order, order.dropFirst()).allSatisfy({ places[$0] < places[$1] }) else { throw call.invalid(0, "must not hold a number twice") }
    let entries = [("sortedX", try DenseMatrix.vector(order.map { places[$0] })), ("sortedY", try DenseMatrix.vector(order.map { values[$0] }))]
    let result = try model(call, "linearInterpolate", predict: "linearInterpolatePredict", entries)
    if call.has(2), let fill = call[2].pair {
      guard fill.elements.type.isNumeric else { throw call.expected(2, "\"extrapolate\" or a pair of numbers") }
      try result.set(.string("fillValue"), call[2])
    } else {
      guard try call.string(2, default: "extrapolate") == "extrapolate" else { throw call.expected(2, "\"extrapolate\" or a pair of numbers") }
      try result.set(.string("fillValue"), .string("extrapolate"))
    }
    return .dictionary(result)
  }

  private static func linearPrediction(_ call: borrowing Call) throws -> Cell {
    let (places, values) = (try modelNumbers(call, "sortedX"), try modelNumbers(call, "sortedY"))
    guard places.count == values.count, places.count > 1 else { throw call.invalid(0, "must be a model of `linearInterpolateFit`") }
    let fill = try call.dictionary(0).value(.string("fillValue")) ?? .void
    let ends = try fill.pair.map { (try $0.elements.cell(at: 0).asDouble(), try $0.elements.cell(at: 1).asDouble()) }
    let pieces = (0..<(places.count - 1)).map { index -> (Double, Double, Double, Double) in
      let slope = (values[index + 1] - values[index]) / (places[index + 1] - places[index])
      return (0, 0, slope, values[index])
    }
    let curve = PiecewiseCubic(places: places, pieces: pieces)
    return try evaluated(call, 1) { place in
      if let ends, place < places[0] { return ends.0 }
      if let ends, place > places[places.count - 1] { return ends.1 }
      return curve.value(at: place)
    }
  }
}
