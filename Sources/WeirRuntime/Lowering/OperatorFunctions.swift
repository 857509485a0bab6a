import WeirSyntax
import WeirTables

/// The functions that operators stand for when they are named, passed as arguments, or not among the kernels.
enum OperatorFunctions {
  static func name(_ operation: WeirSyntax.Operator) -> String {
    switch operation {
    case .binary(let binary): name(binary)
    case .not: "not"
    case .pair: "pair"
    }
  }

  static func name(_ operation: BinaryOperator) -> String {
    switch operation {
    case .or: "or"
    case .and: "and"
    case .less: "lt"
    case .lessOrEqual: "le"
    case .equal: "eq"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    case .notEqual: "ne"
    case .bitOr: "bitOr"
    case .bitXor: "bitXor"
    case .bitAnd: "bitAnd"
    case .shiftLeft: "lshift"
    case .shiftRight: "rshift"
    case .add: "add"
    case .subtract: "sub"
    case .multiply: "mul"
    case .matrixMultiply: "dot"
    case .divide: "div"
    case .ratio: "ratio"
    case .modulo: "mod"
    case .cast: "cast"
    case .join: "join"
    case .range: "seq"
    case .at: "eachAt"
    }
  }

  /// The kernel of an operator; nil for those that are functions only.
  static func kernel(_ operation: BinaryOperator) -> BinaryOperation? {
    switch operation {
    case .or: .or
    case .and: .and
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .equal: .equal
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .notEqual: .notEqual
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .bitAnd: .bitAnd
    case .shiftLeft: .shiftLeft
    case .shiftRight: .shiftRight
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .ratio: .ratio
    case .modulo: .modulo
    case .matrixMultiply, .cast, .join, .range, .at: nil
    }
  }
}
