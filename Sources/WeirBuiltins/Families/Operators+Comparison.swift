import WeirRuntime
import WeirTables

// Membership, ranges, equality of whole values, and choice.
extension StandardCatalog {
  static let comparisons: [Builtin] = [
    Builtin(
      "in(X, Y)", summary: "Whether each element of `X` occurs in `Y`: a vector, a set, the keys of a dictionary, the only column of a table.",
      example: Example("in(3 3 5 2, 2 3)", gives: "[true,true,false,true]")
    ) { call in try Membership.contains(call[0], in: call[1]) },
    Builtin(
      "notIn(X, Y)", summary: "Whether each element of `X` does not occur in `Y`.",
      example: Example("notIn(3 3 5 2, 2 3)", gives: "[false,false,true,false]")
    ) { call in try OperatorKernel.not(try Membership.contains(call[0], in: call[1])) },
    Builtin(
      "between(X, Y)", summary: "Whether each element of `X` lies in the range of the pair `Y`, both ends included.",
      example: Example("between([1, 5.5, 6, 8], 1:6)", gives: "[true,true,true,false]"), rowwiseFrom: 1
    ) { call in try isBetween(call) },
    Builtin(
      "notBetween(X, Y)", summary: "Whether each element of `X` lies outside of the range of the pair `Y`.",
      example: Example("notBetween([1, 5.5, 6, 8], 1:6)", gives: "[false,false,false,true]"), rowwiseFrom: 1
    ) { call in try OperatorKernel.not(try isBetween(call)) },
    Builtin(
      "notLike(X, pattern)", summary: "Whether each text of `X` does not match `pattern`, in which `%` stands for any text.",
      example: Example("notLike(`DEFG, \"%DE%\")", gives: "false"), rowwiseFrom: 1
    ) { call in
      guard let like = call.session.catalog.function("like") else { throw KernelError.unsupported("notLike: there is no `like`") }
      return try OperatorKernel.not(try call.session.call(like, call.arguments, count: 2))
    },
    Builtin(
      "eqObj(obj1, obj2, [precision])", summary: "Whether two values are the same in form, type and elements; floats to `precision` digits behind the point.",
      example: Example("eqObj(2, 2.0)", gives: "false")
    ) { call in .bool(try ObjectEquality.equals(call[0], call[1], tolerance: call.has(2) ? try tolerance(call, 2, default: 9) : 0)) },
    Builtin(
      "eqFloat(X, Y, [precision=9])", summary: "Whether numbers are equal to `precision` digits behind the point, element by element.",
      example: Example("eqFloat(0.1234567891, 0.123456789)", gives: "true")
    ) { call in
      let difference = try OperatorKernel.apply(.subtract, call[0], call[1])
      // Half a unit of the last digit: what rounds to the same number is equal.
      let near = try OperatorKernel.apply(.less, try ElementMath.absolute(difference), .double(try tolerance(call, 2, default: 9) / 2))
      // Two nulls are equal; a null and a number are not, though their difference is null.
      let areSame = try OperatorKernel.apply(.equal, call[0], call[1])
      let isKnown = try OperatorKernel.apply(.notEqual, difference, .null(.double))
      return try OperatorKernel.apply(.or, areSame, try OperatorKernel.apply(.and, near, isKnown))
    },
    Builtin(
      "eqPercent(X, Y, [toleranceLevel=0.0001])",
      summary: "Whether all elements of `X` differ from those of `Y` by at most `toleranceLevel` percent of them.",
      example: Example("eqPercent((1.9999 2.9999), (2 3))", gives: "false")
    ) { call in
      let level = try call.double(2, default: 0.0001)
      guard level > 0, level < 100 else { throw call.invalid(2, "must lie between 0 and 100") }
      return .bool(try RelativeEquality.equals(call[0], call[1], percent: level))
    },
  ]

  static let choices: [Builtin] = [
    Builtin(
      "iif(cond, trueResult, falseResult)", summary: "For each element that of `trueResult` where `cond` is true, else that of `falseResult`; null for null.",
      example: Example("iif(1..6==3, 1, 2)", gives: "[2,2,1,2,2,2]"), rowwiseFrom: 1
    ) { call in try Conditional.select(call[0], call[1], call[2]) }
  ]

  private static func isBetween(_ call: borrowing Call) throws -> Cell {
    guard let ends = call[1].pair?.elements else { throw call.expected(1, "a pair") }
    let isAbove = try OperatorKernel.apply(.greaterOrEqual, call[0], ends.cell(at: 0))
    return try OperatorKernel.apply(.and, isAbove, try OperatorKernel.apply(.lessOrEqual, call[0], ends.cell(at: 1)))
  }

  /// Ten to the power of minus the digits that argument `index` asks for.
  private static func tolerance(_ call: borrowing Call, _ index: Int, default digits: Int) throws -> Double {
    let digits = try call.int(index, default: digits)
    guard digits >= 0, digits <= 300 else { throw call.invalid(index, "must not be negative") }
    return (0..<digits).reduce(1.0) { power, _ in power / 10 }
  }
}
