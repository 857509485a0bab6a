import Glibc
import WeirRuntime
import WeirTables

// Limits, differences, integrals and derivatives.
extension StandardCatalog {
  /// One value of a function of one or two numbers; what is no number is NaN.
  private static func value(_ function: Function, _ session: SessionContext, _ x: Double, _ y: Double? = nil) throws -> Double {
    let cells = UnsafeMutablePointer<Cell>.allocate(capacity: 2)
    cells.initialize(to: .double(x))
    (cells + 1).initialize(to: .double(y ?? 0))
    defer {
      cells.deinitialize(count: 2)
      cells.deallocate()
    }
    let result = try session.call(function, cells, count: y == nil ? 1 : 2)
    if let one = result.vector, one.count == 1 { return try one.cell(at: 0).asDouble() }
    return result.isNull ? .nan : try result.asDouble()
  }

  static let calculus: [Builtin] = [
    Builtin(
      "clip(X, Y, Z)", summary: "`X` kept between the limits `Y` and `Z`; NULL is no limit.", example: Example("clip(1..6, 3, 5)", gives: "[3,3,3,4,5,5]"), rowwiseFrom: 3
    ) { call in try Clipping.clip(call[0], call[1], call[2]) },
    Builtin(
      "clip!(mutable X, Y, Z)", summary: "Changes `X` to what `clip` gives.", example: Example("x = 1..6; clip!(x, 3, 5)", gives: "[3,3,3,4,5,5]")
    ) { call in
      call.arguments[0] = try Clipping.clip(call[0], call[1], call[2])
      return call[0].copy()
    },
    Builtin(
      "brentq(f, a, b, [xtol=2e-12], [rtol], [maxIter=100], [funcDataParam])",
      summary: "A root of `f` between `a` and `b`, where its signs differ: how it went (\"CONVERGED\", \"SIGNERR\", \"CONVERR\") and the root.",
      example: Example("brentq(x -> x * x - 1, 0, 3)", gives: "(\"CONVERGED\",1)"), body: rootBetween),
    Builtin("difference(X)", summary: "The last element less the first; 0 for a scalar.", example: Example("difference(12.3 15.6 17.8)", gives: "5.5")) { call in
      guard let vector = call[0].vector else { return .double(0) }
      guard vector.count > 0 else { return .null(.double) }
      let result = try OperatorKernel.apply(.subtract, vector.cell(at: vector.count - 1), vector.cell(at: 0))
      return try result.castScalar(to: .double)
    },
    Builtin(
      "iterate(init, coeffs, input)",
      summary: "A sequence in which each number is the inner product of those before it with `coeffs`, and `input` added; a scalar `input` is the number of steps.",
      example: Example("iterate(1 1, 1 1, 10)", gives: "[2,3,5,8,13,21,34,55,89,144]")
    ) { call in
      var window = try numbers(call, 0)
      let coefficients = try numbers(call, 1)
      guard window.count == coefficients.count, !window.isEmpty else { throw call.invalid(1, "must be as long as `init`") }
      let inputs = call[2].isScalar ? nil : try numbers(call, 2)
      let count = try inputs?.count ?? call.int(2)
      guard count >= 0 else { throw call.invalid(2, "must not be negative") }
      let result = try FixedVector(.double, count: count)
      for row in 0..<count {
        try Interruption.check(atRow: row)
        let next = zip(window, coefficients).reduce(inputs?[row] ?? 0) { $0 + $1.0 * $1.1 }
        result.pointer(Double.self)[row] = next
        window.removeFirst()
        window.append(next)
      }
      return .vector(result)
    },
    Builtin(
      "derivative(func, X, [dx=1.0], [n=1], [order=3])", summary: "The derivative of `func` at `X` from `order` values around it, `dx` apart.",
      example: Example("derivative(pow{3,}, 5)", gives: "324")
    ) { call in
      let function = try call.function(0)
      let step = try call.double(2, default: 1)
      let order = try call.int(4, default: 3)
      guard step > 0 else { throw call.invalid(2, "must be positive") }
      guard try call.int(3, default: 1) == 1 else { throw call.invalid(3, "must be 1") }
      guard order >= 3, order <= 1023, order % 2 == 1 else { throw call.invalid(4, "must be odd and lie in 3 to 1023") }
      let points = try numbers(call, 1)
      let results = try points.map { point in
        try Quadrature.derivative(point, step: step, order: order) { try value(function, call.session, $0) }
      }
      return call[1].isScalar ? .double(results[0].isFinite ? results[0] : .null) : .vector(try DenseMatrix.vector(results))
    },
    Builtin(
      "integral(func, start, end, [start2], [end2])",
      summary: "The integral of a function of one number, or over a plane region of one of two; NULL as an end is infinity, a function as an end of the second depends on the first.",
      example: Example("integral(abs, -10, 10)", gives: "100")
    ) { call in try integral(call) },
  ]

  private static func rootBetween(_ call: borrowing Call) throws -> Cell {
    let function = try call.function(0)
    let session = call.session
    let more = call.has(6) && !call[6].isVoid ? try call.vectorOrScalar(6) : nil
    let (start, end) = (try call.double(1), try call.double(2))
    let absolute = try call.double(3, default: 2e-12)
    let relative = try call.double(4, default: 4 * Double.ulpOfOne)
    let steps = try call.int(5, default: 100)
    guard !start.isNull, !end.isNull, start.isFinite, end.isFinite else { throw call.invalid(1, "and `b` must be finite numbers") }
    guard absolute > 0 else { throw call.invalid(3, "must be positive") }
    guard relative > 0 else { throw call.invalid(4, "must be positive") }
    guard steps > 0 else { throw call.invalid(5, "must be positive") }
    let (outcome, root) = try RootFinding.brent(start, end, absolute: absolute, relative: relative, steps: steps) { place in
      let count = 1 + (more?.count ?? 0)
      let cells = UnsafeMutablePointer<Cell>.allocate(capacity: count)
      for index in 0..<count { (cells + index).initialize(to: index == 0 ? .double(place) : more?.cell(at: index - 1) ?? .void) }
      defer {
        cells.deinitialize(count: count)
        cells.deallocate()
      }
      let value = try naming("brentq") { try session.call(function, cells, count: count).asDouble() }
      guard !value.isNull, !value.isNaN else { throw KernelError.value("brentq: `f` gives no number at \(place)") }
      return value
    }
    let result = AnyVector(capacity: 2)
    result.push(.string(outcome.rawValue))
    result.push(.double(root))
    return .vector(result)
  }

  private static func integral(_ call: borrowing Call) throws -> Cell {
    let function = try call.function(0)
    let session = call.session
    let starts = try ends(call, 1, -.infinity)
    let stops = try ends(call, 2, .infinity)
    let isDouble = call.has(3)
    let inner = isDouble ? (try innerEnd(call, 3, -.infinity), try innerEnd(call, 4, .infinity)) : nil
    let sizes = [starts.count, stops.count, inner?.0.count ?? 1, inner?.1.count ?? 1].filter { $0 != 1 }
    guard let count = Set(sizes.isEmpty ? [1] : sizes).count == 1 ? sizes.first ?? 1 : nil else {
      throw KernelError.shape("integral: the ends must be of equal length")
    }
    let results = try (0..<count).map { index -> Double in
      let (start, end) = (starts[starts.count == 1 ? 0 : index], stops[stops.count == 1 ? 0 : index])
      guard let inner else { return try Quadrature.integrate(start, end) { try value(function, session, $0) } }
      return try Quadrature.integrate(start, end) { x in
        try Quadrature.integrate(try inner.0.at(index, x), try inner.1.at(index, x)) { try value(function, session, x, $0) }
      }
    }
    let isScalar = !(1..<min(call.count, 5)).contains { call[$0].vector != nil }
    return isScalar ? .double(results[0].isFinite ? results[0] : .null) : .vector(try DenseMatrix.vector(results))
  }

  private static func ends(_ call: borrowing Call, _ index: Int, _ null: Double) throws -> [Double] {
    try numbers(call, index).map { $0.isNull ? null : $0 }
  }

  /// An end of the inner integral: numbers, or a function of the outer variable.
  private struct InnerEnd {
    var numbers: [Double]
    var function: Function?
    var session: SessionContext
    var count: Int { function == nil ? numbers.count : 1 }

    func at(_ index: Int, _ x: Double) throws -> Double {
      if let function { return try StandardCatalog.value(function, session, x) }
      return numbers[numbers.count == 1 ? 0 : index]
    }
  }

  private static func innerEnd(_ call: borrowing Call, _ index: Int, _ null: Double) throws -> InnerEnd {
    if call.has(index), let function = call[index].function { return InnerEnd(numbers: [], function: function, session: call.session) }
    return InnerEnd(numbers: call.has(index) ? try ends(call, index, null) : [null], function: nil, session: call.session)
  }
}
