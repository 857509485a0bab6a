import WeirSyntax

/// The nodes and statements of operators that have a fast path for scalars.
enum OperatorNodes {
  /// Nil for the other operators.
  static func specialised(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ span: SourceSpan) -> Node? {
    let classes: (atHand: BinaryNode.Type, nested: BinaryNode.Type)
    switch operation {
    case .add: classes = (AddNode.self, NestedAddNode.self)
    case .subtract: classes = (SubtractNode.self, NestedSubtractNode.self)
    case .multiply: classes = (MultiplyNode.self, NestedMultiplyNode.self)
    case .divide: classes = (DivideNode.self, NestedDivideNode.self)
    case .ratio: classes = (RatioNode.self, NestedRatioNode.self)
    case .modulo: classes = (ModuloNode.self, NestedModuloNode.self)
    case .less: classes = (LessNode.self, NestedLessNode.self)
    case .lessOrEqual: classes = (LessOrEqualNode.self, NestedLessOrEqualNode.self)
    case .equal: classes = (EqualNode.self, NestedEqualNode.self)
    case .notEqual: classes = (NotEqualNode.self, NestedNotEqualNode.self)
    case .greater: classes = (GreaterNode.self, NestedGreaterNode.self)
    case .greaterOrEqual: classes = (GreaterOrEqualNode.self, NestedGreaterOrEqualNode.self)
    default: return nil
    }
    let isNested = Operand.isComputed(left) || Operand.isComputed(right)
    return (isNested ? classes.nested : classes.atHand).init(left, right, span: span)
  }

  /// `x op= e` on a variable.
  static func update(_ operation: BinaryOperator, _ place: Place, _ value: Node, _ span: SourceSpan) -> Action? {
    OperatorFunctions.kernel(operation).map { UpdateAction(place, $0, value, span: span) }
  }
}
