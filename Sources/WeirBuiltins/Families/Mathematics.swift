import Glibc
import WeirRuntime
import WeirTables

// Numbers one by one, and matrices.
extension StandardCatalog {
  static let mathematics: [Builtin] =
    roundings + powers + trigonometry + decompositions + matrixFunctions + distances + calculus + samples + markedElements

  /// A function of one number.
  private static func map(
    _ name: String, aliases: [String] = [], _ summary: String, _ script: String, gives result: String, _ body: @escaping @Sendable (Double) -> Double
  ) -> Builtin {
    Builtin(
      "\(name)(X)", aliases: aliases, summary: summary, example: Example(script, gives: result), chain: .function(.of(body)),
      scalar: { ElementMath.scalar($0, body) }
    ) { call in
      try ElementMath.map(call[0], name, body)
    }
  }

  static let roundings: [Builtin] = [
    Builtin("abs(X)", summary: "The magnitude of every number, in its own type.", example: Example("abs(-2 -3 4)", gives: "[2,3,4]"), rowwiseFrom: 1) { call in
      try ElementMath.absolute(call[0])
    },
    Builtin("floor(X)", summary: "The greatest integer that is not greater.", example: Example("floor(-2.1 2.9)", gives: "[-3,2]"), rowwiseFrom: 1) { call in
      try Rounding.toIntegers(call[0], .floor)
    },
    Builtin("ceil(X)", summary: "The least integer that is not less.", example: Example("ceil(-2.1 2.9)", gives: "[-2,3]"), rowwiseFrom: 1) { call in
      try Rounding.toIntegers(call[0], .ceil)
    },
    Builtin(
      "round(X, [precision])", summary: "The nearest integer, or the nearest number of `precision` digits behind the point; halves away from zero.",
      example: Example("round(2.156, 2)", gives: "2.16"), rowwiseFrom: 1
    ) { call in
      let digits = try call.int(1, default: 0)
      guard digits >= 0, digits <= 10 else { throw call.invalid(1, "must lie in 0 to 10") }
      return digits == 0 ? try Rounding.toIntegers(call[0], .round) : try Rounding.toDigits(call[0], digits)
    },
    Builtin("signum(X)", aliases: ["sign"], summary: "1, 0 or -1 by the sign.", example: Example("signum(8.2 0 -6)", gives: "[1,0,-1]"), rowwiseFrom: 1) { call in
      try ElementMath.signum(call[0])
    },
    Builtin("signbit(X)", summary: "Whether the sign is a minus.", example: Example("signbit(-2.1)", gives: "true"), rowwiseFrom: 1) { call in
      try ElementMath.signbit(call[0])
    },
  ]

  static let powers: [Builtin] = [
    map("sqrt", "The square root; null for a negative number.", "sqrt(4 16 -4)", gives: "[2,4,]") { sqrt($0) },
    map("cbrt", "The cube root.", "cbrt(27 -8)", gives: "[3,-2]") { cbrt($0) },
    map("square", "The square.", "square(2 4)", gives: "[4,16]") { $0 * $0 },
    map("reciprocal", "One divided by the number; null for zero.", "reciprocal(1 2 4)", gives: "[1,0.5,0.25]") { 1 / $0 },
    map("exp", "The power of e.", "exp(0 1)", gives: "[1,2.718282]") { exp($0) },
    map("exp2", "The power of 2.", "exp2(2 4)", gives: "[4,16]") { exp2($0) },
    map("expm1", "The power of e less 1, exact near zero.", "expm1(0 1)", gives: "[0,1.718282]") { expm1($0) },
    map("log1p", "The natural logarithm of 1 and the number, exact near zero.", "log1p(0 1)", gives: "[0,0.693147]") { log1p($0) },
    map("log2", "The logarithm to base 2.", "log2(8 16)", gives: "[3,4]") { log2($0) },
    map("log10", "The logarithm to base 10.", "log10(100 1000)", gives: "[2,3]") { log10($0) },
    Builtin(
      "log(X, [Y])", summary: "The natural logarithm, or that to base `Y`; null where there is none.", example: Example("log(100, 10)", gives: "2"),
      chain: .function(.naturalLogarithm), scalar: { ElementMath.scalar($0) { log($0) } }, rowwiseFrom: 1
    ) { call in
      guard call.has(1), !call[1].isVoid else { return try ElementMath.map(call[0], "log") { log($0) } }
      let base = try call.double(1)
      guard base > 0, base != 1 else { throw call.invalid(1, "must be positive and not 1") }
      if base == 10 { return try ElementMath.map(call[0], "log") { log10($0) } }
      if base == 2 { return try ElementMath.map(call[0], "log") { log2($0) } }
      let divisor = log(base)
      return try ElementMath.map(call[0], "log") { log($0) / divisor }
    },
    Builtin(
      "pow(X, Y)", aliases: ["power"], summary: "`X` to the power of `Y`, always DOUBLE.", example: Example("pow(1 2 3, 3)", gives: "[1,8,27]"), rowwiseFrom: 1
    ) { call in try OperatorKernel.apply(.power, call[0], call[1]) },
  ]

  static let trigonometry: [Builtin] = [
    map("sin", "The sine of an angle in radians.", "sin(0)", gives: "0") { sin($0) },
    map("cos", "The cosine of an angle in radians.", "cos(0)", gives: "1") { cos($0) },
    map("tan", "The tangent of an angle in radians.", "tan(0)", gives: "0") { tan($0) },
    map("asin", "The angle of a sine.", "asin(1)", gives: "1.570796") { asin($0) },
    map("acos", "The angle of a cosine.", "acos(1)", gives: "0") { acos($0) },
    map("atan", "The angle of a tangent.", "atan(1)", gives: "0.785398") { atan($0) },
    map("rad2deg", "An angle in radians as degrees.", "rad2deg(pi)", gives: "180") { $0 / .pi * 180 },
    map("deg2rad", "An angle in degrees as radians.", "deg2rad(180)", gives: "3.141593") { $0 / 180 * .pi },
    map("sinh", "The hyperbolic sine.", "sinh(0)", gives: "0") { sinh($0) },
    map("cosh", "The hyperbolic cosine.", "cosh(0)", gives: "1") { cosh($0) },
    map("tanh", "The hyperbolic tangent.", "tanh(0)", gives: "0") { tanh($0) },
    map("asinh", "The number of a hyperbolic sine.", "asinh(0)", gives: "0") { asinh($0) },
    map("acosh", "The number of a hyperbolic cosine.", "acosh(1)", gives: "0") { acosh($0) },
    map("atanh", "The number of a hyperbolic tangent.", "atanh(0)", gives: "0") { atanh($0) },
  ]
}
