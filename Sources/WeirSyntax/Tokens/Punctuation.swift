/// The tokens that are signs, and how they are written: the one list for lexer, messages and tests.
package enum Punctuation {
  /// In an order in which a longer sign stands before its own beginnings.
  package static let signs: [(spelling: String, kind: TokenKind)] = [
    ("...", .ellipsis),
    ("..", .doubleDot), ("::", .doubleColon), ("->", .arrow), ("&&", .andSign), ("||", .orSign), ("==", .equal), ("!=", .notEqual),
    ("<>", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<<", .shiftLeft), (">>", .shiftRight),
    ("<-", .joinSign), ("**", .matrixMultiply), ("+=", .addAssign), ("-=", .subtractAssign), ("*=", .multiplyAssign),
    ("/=", .divideAssign), ("\\=", .ratioAssign),
    ("(", .leftParenthesis), (")", .rightParenthesis), ("[", .leftBracket), ("]", .rightBracket), ("{", .leftBrace),
    ("}", .rightBrace), (",", .comma), (";", .semicolon), (".", .dot), (":", .colon), ("?", .question), ("=", .assign),
    ("#", .hash), ("<", .less), (">", .greater), ("|", .bitOr), ("^", .bitXor), ("&", .bitAnd), ("+", .add),
    ("-", .subtract), ("*", .multiply), ("/", .divide), ("\\", .ratio), ("%", .modulo), ("$", .cast), ("@", .at),
    ("!", .bang),
  ]

  /// How a sign is written; empty for tokens that are not signs.
  package static func spelling(of kind: TokenKind) -> String {
    signs.first { $0.kind == kind }?.spelling ?? ""
  }

  /// The signs by their first byte, longest first.
  static let byFirstByte: [[(rest: [UInt8], kind: TokenKind)]] = {
    var table = [[(rest: [UInt8], kind: TokenKind)]](repeating: [], count: 128)
    for sign in signs {
      let bytes = Array(sign.spelling.utf8)
      table[Int(bytes[0])].append((rest: Array(bytes.dropFirst()), kind: sign.kind))
    }
    return table
  }()
}

extension BinaryOperator {
  /// The operator a token stands for between two operands.
  package init?(_ kind: TokenKind) {
    switch kind {
    case .orSign: self = .or
    case .andSign: self = .and
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .equal: self = .equal
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .notEqual: self = .notEqual
    case .bitOr: self = .bitOr
    case .bitXor: self = .bitXor
    case .bitAnd: self = .bitAnd
    case .shiftLeft: self = .shiftLeft
    case .shiftRight: self = .shiftRight
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .matrixMultiply: self = .matrixMultiply
    case .divide: self = .divide
    case .ratio: self = .ratio
    case .modulo: self = .modulo
    case .cast: self = .cast
    case .joinSign: self = .join
    case .doubleDot: self = .range
    case .at: self = .at
    default: return nil
    }
  }

  /// The operator in `x += y` and its kin.
  package init?(assignment kind: TokenKind) {
    switch kind {
    case .addAssign: self = .add
    case .subtractAssign: self = .subtract
    case .multiplyAssign: self = .multiply
    case .divideAssign: self = .divide
    case .ratioAssign: self = .ratio
    default: return nil
    }
  }
}
