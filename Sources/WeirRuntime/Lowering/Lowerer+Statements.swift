import WeirSyntax
import WeirTables

extension Lowerer {
  func block(_ statements: [Statement], _ scope: Scope, at span: SourceSpan) -> Action {
    let actions = statements.map { lower($0, scope) }
    return actions.count == 1 ? actions[0] : BlockAction(actions, span: span)
  }

  func lower(_ statement: Statement, _ scope: Scope) -> Action {
    let span = statement.span
    switch statement.kind {
    case .expression(let expression): return ExpressionAction(lower(expression, scope))
    case .assignment(let assignment): return lowerAssignment(assignment, scope, at: span)
    case .constant(let name, let value):
      return lowerConstantDefinition(name, value, scope, at: span)
    case .alias(let name, let value):
      return lowerAlias(name, value, scope, at: span)
    case .block(let statements): return block(statements, scope, at: span)
    case .classDefinition(let definition): return defineClass(definition, scope, at: span)
    case .function(let definition): return lowerDefinition(definition, scope, at: span)
    case .ifElse(let condition, let then, let otherwise):
      let conditionNode = lower(condition, scope)
      return IfAction(conditionNode, then: block(then, scope, at: span), otherwise: otherwise.map { block($0, scope, at: span) }, span: span)
    case .forIn(let names, let source, let body): return lowerFor(names, source, body, scope, at: span)
    case .doWhile(let body, let condition):
      let bodyAction = loopBody(body, scope, at: span)
      return DoWhileAction(body: bodyAction, condition: lower(condition, scope), span: span)
    case .breakLoop: return scope.loops > 0 ? BreakAction(span: span) : failedAction(.syntax, "`break` stands outside of a loop", at: span)
    case .continueLoop: return scope.loops > 0 ? ContinueAction(span: span) : failedAction(.syntax, "`continue` stands outside of a loop", at: span)
    case .returnValues(let values): return lowerReturn(values, scope, at: span)
    case .tryCatch(let body, let exception, let handler):
      let bodyAction = block(body, scope, at: span)
      let place = statementVariable(exception, scope)
      return TryAction(body: bodyAction, exception: place, handler: block(handler, scope, at: span), span: span)
    case .throwValue(let value): return ThrowAction(lower(value, scope), span: span)
    case .assertion(let label, let condition): return AssertAction(label: label.map(labelText), lower(condition, scope), span: span)
    case .timer(let count, let body):
      let countNode = count.map { lower($0, scope) }
      return TimerAction(count: countNode, body: block(body, scope, at: span), span: span)
    case .share(let share): return lowerShare(share, scope, at: span)
    case .undef(let undef): return lowerUndef(undef, scope, at: span)
    case .use(let use): return lowerUse(use, at: span)
    case .module: return failedAction(.syntax, "`module` is the first statement of its file", at: span)
    case .include: return failedAction(.syntax, "`#include` stands outside of functions and blocks", at: span)
    case .go: return failedAction(.syntax, "`go` stands outside of functions and blocks", at: span)
    case .annotation(let annotation): return lowerAnnotation(annotation, scope, at: span)
    case .transaction(let statements, let isCommitted):
      return TransactionAction(block(statements, scope, at: span), isCommitted: isCommitted, scope: scope, span: span)
    case .mapReduce(let declaration): return lowerMapReduce(declaration, at: span)
    case .insert, .update, .delete: return lowerTableChange(statement, scope)
    case .createDatabase, .createTable, .alterTable, .drop:
      return lowerTableDefinition(statement, scope) ?? failedAction(.unsupported, "this statement cannot be run yet", at: span)
    default: return failedAction(.unsupported, "this statement cannot be run yet", at: span)
    }
  }

  private func loopBody(_ statements: [Statement], _ scope: Scope, at span: SourceSpan) -> Action {
    scope.loops += 1
    defer { scope.loops -= 1 }
    return block(statements, scope, at: span)
  }

  private func lowerConstantDefinition(_ name: Identifier, _ value: Expression, _ scope: Scope, at span: SourceSpan) -> Action {
    let node = lower(value, scope)
    checkWord(name.text, at: name.span)
    let place = place(name.text, scope, at: name.span)
    if scope.isTopLevel { unitConstants.insert(name.text) } else { scope.constants.insert(name.text) }
    return ConstantAction(place, node, span: span)
  }

  private func lowerAlias(_ name: Identifier, _ value: Expression, _ scope: Scope, at span: SourceSpan) -> Action {
    let node = lower(value, scope)
    if case .name(let other) = value.kind, !other.isQualified { checkChangeable(other.text, scope, at: value.span) }
    return AliasAction(statementVariable(name, scope), node, span: span)
  }

  /// `@testing: case="x"` keeps its values; `@testing_case` alone shows one.
  private func lowerAnnotation(_ annotation: Annotation, _ scope: Scope, at span: SourceSpan) -> Action {
    let values = annotation.arguments.compactMap { argument in
      argument.keyword.flatMap { keyword in argument.value.map { (name: "\(annotation.name.text)_\(keyword.text)", node: lower($0, scope)) } }
    }
    guard values.isEmpty else { return AnnotationAction(values, span: span) }
    return AnnotationValueAction(annotation.name.text, span: span)
  }

  private func labelText(_ label: Expression) -> String {
    switch label.kind {
    case .constant(.string(let literal)): literal.text
    case .name(let name): name.text
    default: session.text(of: label.span)
    }
  }

  private func lowerDefinition(_ definition: FunctionDefinition, _ scope: Scope, at span: SourceSpan) -> Action {
    guard let name = definition.name?.text else { return ExpressionAction(lowerClosure(definition, scope, at: span)) }
    guard scope.isTopLevel else { return defineInnerFunction(definition, name, scope) }
    defineFunction(definition, name)
    return EmptyAction(span: span)
  }

  private func lowerFor(_ names: [Identifier], _ source: Expression, _ body: [Statement], _ scope: Scope, at span: SourceSpan) -> Action {
    let sourceNode = lower(source, scope)
    let places = names.map { statementVariable($0, scope) }
    let bodyAction = loopBody(body, scope, at: span)
    guard places.count == 1 else { return ForEntriesAction(variables: places, source: sourceNode, body: bodyAction, span: span) }
    return ForAction(variable: places[0], source: sourceNode, body: bodyAction, span: span)
  }

  /// Several values are a vector when they are scalars of one type, else a tuple.
  private func lowerReturn(_ values: [Expression], _ scope: Scope, at span: SourceSpan) -> Action {
    guard !scope.isTopLevel else { return failedAction(.syntax, "`return` stands outside of a function", at: span) }
    let nodes = values.map { lower($0, scope) }
    switch nodes.count {
    case 0: return ReturnAction(ConstantNode(.void, span: span), span: span)
    case 1: return ReturnAction(nodes[0], span: span)
    default: return ReturnAction(VectorNode(nodes, span: span), span: span)
    }
  }

  private func lowerShare(_ share: ShareStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    guard scope.isTopLevel else {
      return failedAction(.syntax, "'share' statement can't be declared within a function definition. RefId: S06002", at: span)
    }
    let node = lower(share.value, scope)
    var name = share.name?.text
    if name == nil, case .name(let variable) = share.value.kind { name = variable.text }
    guard let name else { return failedAction(.syntax, "`share` needs a name for what it shares: `share t as n`", at: span) }
    sharedNames.insert(name)
    return ShareAction(node, name: name, span: span)
  }

  private func lowerUndef(_ undef: UndefStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    switch undef {
    case .names(let names): return UndefAction(names: names.map(\.text), scope: scope, span: span)
    case .all: return UndefAction(names: nil, scope: scope, span: span)
    case .call(let arguments):
      guard let function = languageFunction("undef") else { return failedAction(.unsupported, "`undef` with arguments cannot be run yet", at: span) }
      return ExpressionAction(staticCall(function, arguments, scope, at: span))
    }
  }
}

/// `share t as n`.
final class ShareAction: Action {
  let node: Node
  let name: String

  init(_ node: Node, name: String, span: SourceSpan) {
    self.node = node
    self.name = name
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try node.eval(frame)
    do { try frame.session.share(value, as: name) } catch { throw placed(error) }
    return .normal
  }
}

/// `undef x, y`, `undef all`.
final class UndefAction: Action {
  /// Nil for all.
  let names: [String]?
  let scope: Scope

  init(names: [String]?, scope: Scope, span: SourceSpan) {
    self.names = names
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let session = frame.session
    guard let names else {
      for name in session.globals.definedNames { session.globals.remove(name) }
      session.functions.removeAll()
      return .normal
    }
    for name in names {
      if session.globals.constants.contains(name), scope.isTopLevel { throw placed(KernelError.constant(name)) }
      if let slot = scope.slot(of: name) {
        frame.locals[slot] = .missing
      } else if session.globals.isDefined(name) {
        session.globals.remove(name)
      } else if session.functions.removeValue(forKey: name) == nil {
        throw ScriptError(.name, "there is no variable or function `\(name)` to undefine", at: span)
      }
    }
    return .normal
  }
}
