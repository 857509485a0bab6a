import WeirRuntime
import WeirTables

// The operators as functions, comparison and logic.
extension StandardCatalog {
  static let operators: [Builtin] = arithmeticOperators + comparisonOperators + logicalOperators + bitwiseOperators + comparisons + choices

  /// A function of two parameters that is an operator by name.
  private static func binary(
    _ name: String, _ operation: BinaryOperation, aliases: [String] = [], _ summary: String, _ script: String, gives result: String,
    parameters: String = "X, Y"
  ) -> Builtin {
    Builtin("\(name)(\(parameters))", aliases: aliases, summary: summary, example: Example(script, gives: result), rowwiseFrom: 2) { call in
      try OperatorKernel.apply(operation, call[0], call[1])
    }
  }

  static let arithmeticOperators: [Builtin] = [
    binary("add", .add, "`X + Y`, element by element; joins texts.", "add(1..3, 4..6)", gives: "[5,7,9]"),
    binary("sub", .subtract, "`X - Y`, element by element; for sets the members of `X` that `Y` does not have.", "sub(4 5 6, 1)", gives: "[3,4,5]"),
    binary("mul", .multiply, "`X * Y`, element by element.", "mul(1..3, 2)", gives: "[2,4,6]"),
    binary(
      "div", .divide, "`X / Y`, element by element; integers are divided towards minus infinity, and by zero to null.", "div(-7 7, 5)",
      gives: "[-2,1]"),
    binary("ratio", .ratio, "`X \\ Y`, element by element, in floating point.", "ratio(9, 2)", gives: "4.5"),
    binary("mod", .modulo, "`X % Y`: what division leaves over, with the sign of `Y`.", "mod(-1 2 3, 5)", gives: "[4,2,3]"),
    Builtin("neg(X)", summary: "`-X`, element by element.", example: Example("neg(1 0 -1)", gives: "[-1,0,1]"), rowwiseFrom: 1) { call in
      try OperatorKernel.negate(call[0])
    },
    Builtin(
      "seq(start, end)", summary: "`start..end`: every integer or moment from one to the other, both included.",
      example: Example("seq(3, 1)", gives: "[3,2,1]")
    ) { call in try OperatorKernel.range(call[0], call[1]) },
    Builtin("pair(a, b)", summary: "`a:b`: two scalars of one type.", example: Example("pair(1, 3)", gives: "1 : 3")) { call in
      .pair(try Pairing.pair(call[0], call[1]))
    },
    Builtin(
      "dot(X, Y)", summary: "`X ** Y`: the product of matrices, of a matrix and a vector, or the inner product of two vectors.",
      example: Example("dot(1 2 3, 4 5 6)", gives: "32")
    ) { call in try MatrixProduct.product(call[0], call[1], threads: call.session.host.threads) },
  ]

  static let comparisonOperators: [Builtin] = [
    binary("lt", .less, "`X < Y`; for sets whether `X` is a proper subset.", "lt(1 2 3, 2)", gives: "[true,false,false]"),
    binary("le", .lessOrEqual, "`X <= Y`; for sets whether `X` is a subset.", "le(1 2 3, 2)", gives: "[true,true,false]"),
    binary("gt", .greater, "`X > Y`; for sets whether `Y` is a proper subset.", "gt(1 2 3, 2)", gives: "[false,false,true]"),
    binary("ge", .greaterOrEqual, "`X >= Y`; for sets whether `Y` is a subset.", "ge(1 2 3, 2)", gives: "[false,true,true]"),
    binary("eq", .equal, "`X == Y`, whatever the types; nulls are equal.", "eq(2, 2.0)", gives: "true"),
    binary("ne", .notEqual, "`X != Y`, whatever the types.", "ne(1 2 3, 2)", gives: "[true,false,true]"),
  ]

  static let logicalOperators: [Builtin] = [
    binary("and", .and, "Whether both are true; null with anything is null.", "and(1 1 0, 1 0 0)", gives: "[true,false,false]"),
    binary("or", .or, "Whether one of them is true; a single null does not count.", "or(1 0 0, 0 0 1)", gives: "[true,false,true]"),
    binary("xor", .xor, "Whether exactly one of them is true.", "xor(1 1 0, 1 0 0)", gives: "[false,true,false]"),
    Builtin(
      "not(X)", summary: "True for zero and false for every other number; null stays null.",
      example: Example("not(1 0 2)", gives: "[false,true,false]"), rowwiseFrom: 1
    ) { call in try OperatorKernel.not(call[0]) },
  ]

  static let bitwiseOperators: [Builtin] = [
    binary("bitAnd", .bitAnd, "The bits that both integers have; of sets the members that both have.", "bitAnd(12, 10)", gives: "8"),
    binary("bitOr", .bitOr, "The bits that either integer has; of sets the members that either has.", "bitOr(12, 10)", gives: "14"),
    binary("bitXor", .bitXor, "The bits that exactly one integer has; of sets the members that exactly one has.", "bitXor(12, 10)", gives: "6"),
    binary("intersection", .bitAnd, "`X & Y`: the members that both sets have.", "intersection(6 7 8, 4 5 6)", gives: "[4,5,0]"),
    binary("union", .bitOr, "`X | Y`: the members that either set has.", "union(1 0 1, 0 1 1)", gives: "[1,1,1]"),
    binary("symmetricDifference", .bitXor, "`X ^ Y`: the members that exactly one set has.", "symmetricDifference(1 0 1, 0 1 1)", gives: "[1,1,0]"),
    binary("lshift", .shiftLeft, "`X << a`: the bits moved to the left.", "lshift(2, 10)", gives: "2048", parameters: "X, a"),
    binary("rshift", .shiftRight, "`X >> a`: the bits moved to the right.", "rshift(2048, 2)", gives: "512", parameters: "X, a"),
    Builtin("bitNot(X)", summary: "Every bit turned over.", example: Example("bitNot(3)", gives: "-4"), rowwiseFrom: 1) { call in try BitwiseNot.apply(call[0]) },
  ]
}
