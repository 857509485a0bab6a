import WeirSyntax
import WeirTables

extension Lowerer {
  func lowerAssignment(_ assignment: Assignment, _ scope: Scope, at span: SourceSpan) -> Action {
    let value = lower(assignment.value, scope)
    guard assignment.targets.count == 1 else {
      for target in assignment.targets { checkContainer(target, scope) }
      return DestructureAction(assignment.targets.compactMap { target($0, scope) }, value, span: span)
    }
    let first = assignment.targets[0]
    checkContainer(first, scope)
    switch first.kind {
    case .name(let name): return assignVariable(name.text, assignment.operation, value, scope, first.span, at: span)
    case .index(let container, let indices):
      guard let element = target(first, scope) else { return EmptyAction(span: span) }
      let operation = assignment.operation.flatMap(OperatorFunctions.kernel)
      if case .name(let name) = container.kind, indices.count == 1, let index = indices[0], let place = existingPlace(name.text, scope) {
        return VariableElementAction(place, index: lower(index, scope), value: value, operation: operation, span: span)
      }
      return ElementAssignAction(element, operation, value, span: span)
    case .member:
      guard let element = target(first, scope) else { return EmptyAction(span: span) }
      return ElementAssignAction(element, assignment.operation.flatMap(OperatorFunctions.kernel), value, span: span)
    default: return failedAction(.syntax, "this cannot be assigned to", at: first.span)
    }
  }

  /// Reports an assignment to a part of a constant.
  private func checkContainer(_ target: Expression, _ scope: Scope) {
    var container = target
    while true {
      switch container.kind {
      case .index(let inner, _): container = inner
      case .member(let inner, _): container = inner
      case .name(let name) where container.span != target.span: return checkContainerName(name.text, scope, at: container.span)
      default: return
      }
    }
  }

  private func checkContainerName(_ name: String, _ scope: Scope, at span: SourceSpan) {
    if isConstant(name, scope) { report(ScriptError(.immutable, "Constant variable [\(name)] can't be modified.", at: span)) }
  }

  private func assignVariable(
    _ name: String, _ operation: BinaryOperator?, _ value: Node, _ scope: Scope, _ nameSpan: SourceSpan, at span: SourceSpan
  ) -> Action {
    checkWord(name, at: nameSpan)
    guard let operation else { return AssignAction(place(name, scope, at: nameSpan), value, span: span) }
    checkChangeable(name, scope, at: nameSpan)
    if scope.readOnly.contains(name) { return failedAction(.immutable, "Constant variable [\(name)] can't be modified.", at: nameSpan) }
    guard let place = existingPlace(name, scope) else { return failedAction(.name, "Cannot recognize the token \(name)", at: nameSpan) }
    if case .field(let field) = place.kind {
      return AssignAction(place, lowerBinary(operation, FieldNode(field, name: name, span: nameSpan), value, at: span), span: span)
    }
    return OperatorNodes.update(operation, place, value, span)
      ?? failedAction(.unsupported, "`\(operation.rawValue)=` cannot be run yet", at: span)
  }

  /// The place of a variable that has a value already; nil for an unknown name.
  private func existingPlace(_ name: String, _ scope: Scope) -> Place? {
    if scope.isTopLevel {
      guard session.globals.isDefined(name) || unitNames.contains(name) else { return nil }
      return Place(kind: .global(session.globals.slot(of: name)), name: name)
    }
    if let slot = scope.slot(of: name) { return Place(kind: .local(slot), name: name) }
    switch variable(name, scope, at: .none) {
    case let node as LocalNode: return Place(kind: .local(node.slot), name: name)
    case let node as FieldNode: return Place(kind: .field(node.place), name: name)
    default: return nil
    }
  }

  /// What stands to the left of `=`; nil when it is an error, which is reported.
  private func target(_ expression: Expression, _ scope: Scope) -> AssignmentTarget? {
    switch expression.kind {
    case .name(let name):
      checkWord(name.text, at: expression.span)
      return .variable(place(name.text, scope, at: expression.span))
    case .index(let container, let indices):
      if case .name(let name) = container.kind, scope.readOnly.contains(name.text) {
        report(ScriptError(.immutable, "Constant variable [\(name.text)] can't be modified.", at: container.span))
        return nil
      }
      return .element(container: lower(container, scope), indices: indices.map { $0.map { lower($0, scope) } }, outer: outerTarget(container, scope))
    case .member(let container, .name(let name)): return .member(container: lower(container, scope), name: name.text)
    case .member(let container, .string(let name)): return .member(container: lower(container, scope), name: name)
    default:
      report(ScriptError(.syntax, "this cannot be assigned to", at: expression.span))
      return nil
    }
  }

  /// The container of a container, `t[`price]` in `t[`price][3]`, which may have to be written back.
  private func outerTarget(_ container: Expression, _ scope: Scope) -> AssignmentTarget? {
    switch container.kind {
    case .index, .member: target(container, scope)
    default: nil
    }
  }
}
