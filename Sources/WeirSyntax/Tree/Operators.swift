/// How tightly an operator binds; higher binds tighter. The numbers are those of the language's table.
package enum OperatorLevel: Int, Sendable, Comparable, CaseIterable {
  /// `f x`: below everything.
  ///
  /// The rules of the operators' signs, each with its level:
  ///
  /// grammar: orSign
  /// grammar: andSign
  /// grammar: comparisonSign
  /// grammar: bitOrSign
  /// grammar: bitXorSign
  /// grammar: bitAndSign
  /// grammar: shiftSign
  /// grammar: additiveSign
  /// grammar: multiplicativeSign
  /// grammar: rangeSign
  /// grammar: atSign
  case prefixCall = 0
  case or = 1
  case and = 2
  case comparison = 3
  case bitOr = 4
  case bitXor = 5
  case bitAnd = 6
  case shift = 7
  case additive = 8
  /// Also every named function and `{lambda}` between two operands.
  case multiplicative = 10
  case pair = 15
  case unary = 18
  case postfix = 20

  package static func < (left: OperatorLevel, right: OperatorLevel) -> Bool { left.rawValue < right.rawValue }
}

/// The operators between two operands; the raw value is the spelling.
package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or = "||"
  case and = "&&"
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case greater = ">"
  case greaterOrEqual = ">="
  case notEqual = "!="
  case bitOr = "|"
  case bitXor = "^"
  case bitAnd = "&"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case matrixMultiply = "**"
  case divide = "/"
  case ratio = "\\"
  case modulo = "%"
  case cast = "$"
  case join = "<-"
  case range = ".."
  case at = "@"

  package var level: OperatorLevel {
    switch self {
    case .or: .or
    case .and: .and
    case .less, .lessOrEqual, .equal, .greater, .greaterOrEqual, .notEqual: .comparison
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .bitAnd: .bitAnd
    case .shiftLeft, .shiftRight: .shift
    case .add, .subtract: .additive
    case .multiply, .matrixMultiply, .divide, .ratio, .modulo, .cast, .join: .multiplicative
    case .range: .pair
    case .at: .postfix
    }
  }
}

package enum UnaryOperator: String, Sendable, Hashable, CaseIterable {
  case negate = "-"
  case not = "!"
}

/// An operator where it stands for its function.
package enum Operator: Sendable, Hashable {
  case binary(BinaryOperator)
  /// `!`
  case not
  /// `:`
  case pair

  package var spelling: String {
    switch self {
    case .binary(let operation): operation.rawValue
    case .not: "!"
    case .pair: ":"
    }
  }
}
