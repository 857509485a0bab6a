import WeirSyntax

/// Picks the node of an operator by the shapes of its operands: local variable, constant, or anything.
enum OperatorNodes {
  /// Nil for operators that have no fast path.
  static func specialised(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ span: SourceSpan) -> Node? {
    switch operation {
    case .add: arithmetic(AddOperation.self, left, right, span)
    case .subtract: arithmetic(SubtractOperation.self, left, right, span)
    case .multiply: arithmetic(MultiplyOperation.self, left, right, span)
    case .divide: arithmetic(DivideOperation.self, left, right, span)
    case .ratio: arithmetic(RatioOperation.self, left, right, span)
    case .modulo: arithmetic(ModuloOperation.self, left, right, span)
    case .less: comparison(LessOperation.self, left, right, span)
    case .lessOrEqual: comparison(LessOrEqualOperation.self, left, right, span)
    case .equal: comparison(EqualOperation.self, left, right, span)
    case .notEqual: comparison(NotEqualOperation.self, left, right, span)
    case .greater: comparison(GreaterOperation.self, left, right, span)
    case .greaterOrEqual: comparison(GreaterOrEqualOperation.self, left, right, span)
    default: nil
    }
  }

  private static func arithmetic<Operation: ScalarOperation>(_: Operation.Type, _ left: Node, _ right: Node, _ span: SourceSpan) -> Node {
    switch (left, right) {
    case (let left as LocalNode, let right as LocalNode):
      OperatorNode<Operation, _, _>(left: LocalOperand(node: left), right: LocalOperand(node: right), span: span)
    case (let left as LocalNode, let right as ConstantNode):
      OperatorNode<Operation, _, _>(left: LocalOperand(node: left), right: ConstantOperand(node: right), span: span)
    case (let left as ConstantNode, let right as LocalNode):
      OperatorNode<Operation, _, _>(left: ConstantOperand(node: left), right: LocalOperand(node: right), span: span)
    case (let left as LocalNode, _):
      OperatorNode<Operation, _, _>(left: LocalOperand(node: left), right: NodeOperand(node: right), span: span)
    case (_, let right as LocalNode):
      OperatorNode<Operation, _, _>(left: NodeOperand(node: left), right: LocalOperand(node: right), span: span)
    case (_, let right as ConstantNode):
      OperatorNode<Operation, _, _>(left: NodeOperand(node: left), right: ConstantOperand(node: right), span: span)
    default: OperatorNode<Operation, _, _>(left: NodeOperand(node: left), right: NodeOperand(node: right), span: span)
    }
  }

  private static func comparison<Operation: ScalarComparison>(_: Operation.Type, _ left: Node, _ right: Node, _ span: SourceSpan) -> Node {
    switch (left, right) {
    case (let left as LocalNode, let right as LocalNode):
      ComparisonNode<Operation, _, _>(left: LocalOperand(node: left), right: LocalOperand(node: right), span: span)
    case (let left as LocalNode, let right as ConstantNode):
      ComparisonNode<Operation, _, _>(left: LocalOperand(node: left), right: ConstantOperand(node: right), span: span)
    case (_, let right as ConstantNode):
      ComparisonNode<Operation, _, _>(left: NodeOperand(node: left), right: ConstantOperand(node: right), span: span)
    default: ComparisonNode<Operation, _, _>(left: NodeOperand(node: left), right: NodeOperand(node: right), span: span)
    }
  }

  /// `x op= e` on a variable.
  static func update(_ operation: BinaryOperator, _ place: Place, _ value: Node, _ span: SourceSpan) -> Action? {
    switch operation {
    case .add: UpdateAction<AddOperation>(place, value, span: span)
    case .subtract: UpdateAction<SubtractOperation>(place, value, span: span)
    case .multiply: UpdateAction<MultiplyOperation>(place, value, span: span)
    case .divide: UpdateAction<DivideOperation>(place, value, span: span)
    case .ratio: UpdateAction<RatioOperation>(place, value, span: span)
    case .modulo: UpdateAction<ModuloOperation>(place, value, span: span)
    default: OperatorFunctions.kernel(operation).map { KernelUpdateAction(place, $0, value, span: span) }
    }
  }
}
