import WeirSyntax
import WeirTables

extension Lowerer {
  func lower(_ expression: Expression, _ scope: Scope) -> Node {
    let span = expression.span
    switch expression.kind {
    case .constant(let constant): return lowerConstant(constant, at: span)
    case .constants(let constants): return lowerConstants(constants, at: span)
    case .name(let name): return lowerName(name, scope, at: span)
    case .quotedColumn(let name): return lowerName(Name(name), scope, at: span)
    case .vector(let elements): return VectorNode(elements.map { $0.map { lower($0, scope) } }, span: span)
    case .tuple(let elements): return TupleNode(elements.map { $0.map { lower($0, scope) } }, span: span)
    case .dictionary(let entries): return DictionaryNode(entries.map { (lower($0.key, scope), lower($0.value, scope)) }, span: span)
    case .defaultValue: return ConstantNode(.missing, span: span)
    case .operatorFunction(let operation): return functionValue(OperatorFunctions.name(operation), at: span)
    case .unary(.negate, let operand): return NegateNode(lower(operand, scope), span: span)
    case .unary(.not, let operand): return NotNode(lower(operand, scope), span: span)
    case .binary(let operation, let left, let right):
      if let node = lowerQuantified(operation, left, right, scope, at: span) { return node }
      if operation == .and, let condition = left.outsideRange(to: right) { return lower(condition, scope) }
      return lowerBinary(operation, lower(left, scope), lower(right, scope), at: span)
    case .comparisons(let first, let links): return lowerComparisons(first, links, scope, at: span)
    case .pair(let first, let second): return PairNode(first.map { lower($0, scope) }, second.map { lower($0, scope) }, span: span)
    case .conditional(let condition, let then, let otherwise):
      guard let elementwise = languageFunction("iif") else { return notYet("a conditional", at: span) }
      return ConditionalNode(lower(condition, scope), then: lower(then, scope), otherwise: lower(otherwise, scope), elementwise: elementwise, span: span)
    case .index(let target, let indices): return IndexNode.make(lower(target, scope), indices.map { $0.map { lower($0, scope) } }, span: span)
    case .arrayType(let element): return ArrayTypeNode(lower(element, scope), span: span)
    case .template(let function, let template): return TemplateNode(lower(function, scope), template, span: span)
    case .lambda(let definition): return lowerClosure(definition, scope, at: span)
    case .embedded(let object): return lowerEmbedded(object, scope, at: span)
    case .infix, .prefix, .call, .methodCall, .partial, .methodPartial, .computedMethodCall: return lowerCall(expression, scope)
    case .member(let target, let member): return lowerMember(target, member, scope, at: span)
    default: return lowerQueryExpression(expression, scope)
    }
  }

  /// What the tree holds and nothing runs yet: an error with its place, never silence.
  func notYet(_ what: String, at span: SourceSpan) -> Node { failed(.unsupported, "\(what) cannot be run yet", at: span) }

  func functionValue(_ name: String, at span: SourceSpan) -> Node {
    guard let function = languageFunction(name) else { return failed(.name, "there is no function `\(name)`", at: span) }
    return ConstantNode(.function(function), span: span)
  }

  // MARK: Operators

  func lowerBinary(_ operation: BinaryOperator, _ left: Node, _ right: Node, at span: SourceSpan) -> Node {
    switch operation {
    case .and: return LogicalNode(isAnd: true, left: left, right: right, span: span)
    case .or: return LogicalNode(isAnd: false, left: left, right: right, span: span)
    case .range: return RangeNode(first: left, last: right, span: span)
    default: break
    }
    if let node = OperatorNodes.specialised(operation, left, right, span) { return node }
    if let kernel = OperatorFunctions.kernel(operation) { return KernelOperatorNode(kernel, left: left, right: right, span: span) }
    guard let function = languageFunction(OperatorFunctions.name(operation)) else { return notYet("the operator `\(operation.rawValue)`", at: span) }
    return CallNode(function, [left, right], names: nil, span: span)
  }

  private func lowerComparisons(_ first: Expression, _ links: [ComparisonLink], _ scope: Scope, at span: SourceSpan) -> Node {
    let lowered = links.compactMap { link in OperatorFunctions.kernel(link.comparison).map { (operation: $0, operand: lower(link.operand, scope)) } }
    return ComparisonChainNode(first: lower(first, scope), links: lowered, span: span)
  }

  // MARK: Members

  private func lowerMember(_ target: Expression, _ member: Member, _ scope: Scope, at span: SourceSpan) -> Node {
    if let table = target.plainName, let column = member.columnName, let columns = scope.columns,
      let index = columns.qualifiers[table]?[column]
    {
      return self.column(index, column, columns, at: span)
    }
    if case .name(let table) = target.kind, let column = member.columnName, let outer = scope.columns?.outer,
      let index = outer.columns.qualifiers[table.text]?[column]
    {
      return OuterColumnNode(outer, index: index, span: span)
    }
    let object = lower(target, scope)
    switch member {
    case .name(let name): return MemberNode(object, name.text, span: span)
    case .string(let name): return MemberNode(object, name, span: span)
    case .number(let constant): return ElementNode(object, lowerConstant(constant, at: span), span: span)
    case .expression(let index): return ElementNode(object, lower(index, scope), span: span)
    }
  }
}
