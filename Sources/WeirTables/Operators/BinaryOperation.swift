/// What stands between two operands, and the functions that are one of them by another name.
package enum BinaryOperation: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply
  /// `/`: integers are divided towards minus infinity.
  case divide
  /// `\`: always in floating point.
  case ratio
  /// `%`: the sign of the divisor.
  case modulo
  case less, lessOrEqual, equal, greater, greaterOrEqual, notEqual
  case and, or, xor
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  /// The smaller or the greater of two; a null gives way to the other.
  case minimum, maximum
  case power

  /// As scripts write it.
  package var spelling: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .ratio: "\\"
    case .modulo: "%"
    case .less: "<"
    case .lessOrEqual: "<="
    case .equal: "=="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .notEqual: "!="
    case .and: "&&"
    case .or: "||"
    case .xor: "xor"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .bitXor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .minimum: "min"
    case .maximum: "max"
    case .power: "pow"
    }
  }

  /// The function that it is by name, as errors say it.
  package var functionName: String {
    switch self {
    case .add: "add"
    case .subtract: "sub"
    case .multiply: "mul"
    case .divide: "div"
    case .ratio: "ratio"
    case .modulo: "mod"
    case .less: "lt"
    case .lessOrEqual: "le"
    case .equal: "eq"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    case .notEqual: "ne"
    case .and: "and"
    case .or: "or"
    case .bitAnd: "bitAnd"
    case .bitOr: "bitOr"
    case .bitXor: "bitXor"
    case .shiftLeft: "lshift"
    case .shiftRight: "rshift"
    case .xor, .minimum, .maximum, .power: spelling
    }
  }

  package var isComparison: Bool {
    switch self {
    case .less, .lessOrEqual, .equal, .greater, .greaterOrEqual, .notEqual: true
    default: false
    }
  }

  package var isLogical: Bool {
    switch self {
    case .and, .or, .xor: true
    default: false
    }
  }

  package var isBitwise: Bool {
    switch self {
    case .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight: true
    default: false
    }
  }

  /// The comparison that gives the same answer with its operands exchanged.
  var mirrored: BinaryOperation {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }

  /// What a comparison answers for operands of which the left is less than (-1), equal to (0) or greater than (1) the right.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .equal: order == 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    default: order != 0
    }
  }
}
