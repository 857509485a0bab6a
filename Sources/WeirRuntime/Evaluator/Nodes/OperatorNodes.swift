import WeirSyntax

/// The nodes and statements of operators that have a fast path for scalars.
enum OperatorNodes {
  /// Nil for the other operators.
  static func specialised(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ span: SourceSpan) -> Node? {
    switch operation {
    case .add: AddNode(left, right, span: span)
    case .subtract: SubtractNode(left, right, span: span)
    case .multiply: MultiplyNode(left, right, span: span)
    case .divide: DivideNode(left, right, span: span)
    case .ratio: RatioNode(left, right, span: span)
    case .modulo: ModuloNode(left, right, span: span)
    case .less: LessNode(left, right, span: span)
    case .lessOrEqual: LessOrEqualNode(left, right, span: span)
    case .equal: EqualNode(left, right, span: span)
    case .notEqual: NotEqualNode(left, right, span: span)
    case .greater: GreaterNode(left, right, span: span)
    case .greaterOrEqual: GreaterOrEqualNode(left, right, span: span)
    default: nil
    }
  }

  /// `x op= e` on a variable.
  static func update(_ operation: BinaryOperator, _ place: Place, _ value: Node, _ span: SourceSpan) -> Action? {
    OperatorFunctions.kernel(operation).map { UpdateAction(place, $0, value, span: span) }
  }
}
