extension ElementType {
  /// The type that holds values of both: the wider number, DECIMAL before integers, STRING for texts, the other one for VOID; nil when there is none.
  package static func promoted(_ left: ElementType, _ right: ElementType) -> ElementType? {
    if left == right || right == .void { return left }
    if left == .void { return right }
    if left.isNumeric, right.isNumeric { return left.rawValue > right.rawValue ? left : right }
    if left.isLiteral, right.isLiteral { return .string }
    if left.isDecimal, right.isDecimal { return left.rawValue > right.rawValue ? left : right }
    if left.isDecimal, right.isNumeric { return right.isFloating ? .double : left }
    if right.isDecimal, left.isNumeric { return left.isFloating ? .double : right }
    return nil
  }
}
