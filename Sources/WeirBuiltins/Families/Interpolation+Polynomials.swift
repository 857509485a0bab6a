import WeirRuntime
import WeirTables

// Polynomials by their coefficients, the lowest power first.
extension StandardCatalog {
  static let polynomials: [Builtin] = [
    Builtin(
      "polynomial(X, coeffs)", summary: "The polynomial with the coefficients `coeffs`, lowest power first, at `X`.",
      example: Example("polynomial(1 2 3, 1 2 3)", gives: "[6,17,34]")
    ) { call in try polynomialValues(call, at: 0, coefficients: 1) },
    Builtin(
      "polyPredict(model, X)", aliases: ["poly1d"], summary: "The polynomial with the coefficients `model`, lowest power first, or of a model of `polyFit`, at `X`.",
      example: Example("polyPredict(5 4 3 2, 2.0 5.0)", gives: "[41,350]")
    ) { call in
      guard call[0].dictionary != nil else { return try polynomialValues(call, at: 1, coefficients: 0) }
      let coefficients = try modelNumbers(call, "z")
      return try evaluated(call, 1) { horner(coefficients, $0) }
    },
    Builtin(
      "polyFit(X, Y, n, [mode=0])",
      summary: "The coefficients, lowest power first, of the polynomial of degree `n` that comes closest to points; with `mode` 1 a model that predicts.",
      example: Example("round(polyFit(0 1 2, 1 2 5, 2), 6)", gives: "[1,0,1]"), body: polynomialFit),
  ]

  private static let degreeMax = 1000

  private static func horner(_ coefficients: [Double], _ place: Double) -> Double { coefficients.reversed().reduce(0) { $0 * place + $1 } }

  private static func polynomialValues(_ call: borrowing Call, at place: Int, coefficients index: Int) throws -> Cell {
    let coefficients = try numbers(call, index)
    guard !coefficients.contains(where: \.isNull) else { throw call.invalid(index, "must not contain a null") }
    let result = try evaluated(call, place) { horner(coefficients, $0) }
    // Whole numbers stay whole.
    let isWhole = call[0].elementType.category == .integral && call[1].elementType.category == .integral
    return isWhole ? try result.cast(to: .long) : result
  }

  private static func polynomialFit(_ call: borrowing Call) throws -> Cell {
    let (places, values) = (try numbers(call, 0), try numbers(call, 1))
    guard !places.contains(where: \.isNull) else { throw call.invalid(0, "must not contain a null") }
    guard values.count == places.count, !values.contains(where: \.isNull) else { throw call.invalid(1, "must be as long as `X` and without nulls") }
    let degree = try call.int(2)
    guard (0...degreeMax).contains(degree) else { throw call.invalid(2, "must be 0 to \(degreeMax), got \(degree)") }
    guard places.count > degree else { throw call.invalid(0, "must have more elements than the degree") }
    var powers = DenseMatrix(zeros: places.count, degree + 1)
    for (row, place) in places.enumerated() {
      var power = 1.0
      for column in 0...degree {
        powers[row, column] = power
        power *= place
      }
    }
    guard powers.values.allSatisfy(\.isFinite) else { throw call.invalid(2, "is too large for these places") }
    let right = DenseMatrix(rows: values.count, columns: 1, values: values)
    let coefficients = try DenseMatrix.vector(MatrixFunctions.pseudoInverse(powers).multiplied(by: right).values)
    guard try call.bool(3, default: false) else { return .vector(coefficients) }
    guard let predict = call.session.catalog.function("polyPredict") else { throw KernelError(.name, "there is no function `polyPredict`") }
    let model = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
    try model.set(.string("modelName"), .string("polyFit"))
    try model.set(.string("z"), .vector(coefficients))
    try model.set(.string("predict"), .function(predict))
    return .dictionary(model)
  }
}
