import WeirSyntax
import WeirTables

extension Lowerer {
  func lowerCall(_ expression: Expression, _ scope: Scope) -> Node {
    let span = expression.span
    if let union = lowerUnion(expression, scope) { return union }
    if let join = lowerJoinCall(expression, alias: nil, scope) { return JoinCallNode(join, scope: scope) }
    switch expression.kind {
    case .infix(let left, let function, let right):
      return call(function, [Argument(value: left), Argument(value: right)], scope, at: span)
    case .prefix(let function, let operand): return call(function, [Argument(value: operand)], scope, at: span)
    case .call(let callee, let arguments): return call(callee, arguments, scope, at: span)
    case .methodCall(let target, let method, let arguments): return methodCall(target, method, arguments, scope, at: span)
    case .computedMethodCall(let target, let method, let arguments): return call(method, [Argument(value: target)] + arguments, scope, at: span)
    case .partial(let function, let arguments): return PartialNode(lowerFunction(function, scope), fixedNodes(arguments, scope), span: span)
    case .methodPartial(let target, let method, let arguments) where mayBeMethod(method, scope, at: span):
      return MethodPartialNode(lower(target, scope), method.text, fixedNodes(arguments, scope), function: plainFunction(method, scope, at: span), span: span)
    case .methodPartial(let target, let method, let arguments):
      let function = Expression(.name(method), span: span)
      return PartialNode(lowerFunction(function, scope), fixedNodes([Argument(value: target)] + arguments, scope), span: span)
    default: return notYet("this call", at: span)
    }
  }

  /// The function part of a call: a name is a function before it is a column, unless a variable of that name holds one.
  private func lowerFunction(_ callee: Expression, _ scope: Scope) -> Node {
    guard case .name(let name) = callee.kind, !name.isQualified, variable(name.text, scope, at: callee.span) == nil,
      ownMethod(name.text, scope, at: callee.span) == nil, let function = functionNode(name.text, scope, at: callee.span)
    else { return lower(callee, scope) }
    return function
  }

  func argumentNodes(_ arguments: [Argument], _ scope: Scope) -> [ArgumentNode] {
    arguments.map { ArgumentNode(keyword: $0.keyword?.text, node: $0.value.map { lower($0, scope) }) }
  }

  /// The arguments of a partial application, where `DFLT` is no hole but fixes the default.
  private func fixedNodes(_ arguments: [Argument], _ scope: Scope) -> [ArgumentNode] {
    zip(argumentNodes(arguments, scope), arguments).map { node, argument in
      guard case .defaultValue? = argument.value?.kind else { return node }
      return ArgumentNode(keyword: node.keyword, node: ConstantNode(.useDefault, span: argument.value?.span ?? .none))
    }
  }

  /// The same for a known function: a name that is given for its parameter `func` means a function also where a variable or column is called so.
  private func argumentNodes(_ arguments: [Argument], of function: Function, _ scope: Scope) -> [ArgumentNode] {
    if (function as? BuiltinFunction)?.declaration.explainsQueries == true { return argumentNodes(arguments.map(explained), scope) }
    var nodes = argumentNodes(arguments, scope)
    guard function.parameters.list.first?.name == "func" else { return nodes }
    for (index, argument) in arguments.enumerated() where argument.keyword.map({ $0.text == "func" }) ?? (index == 0) {
      guard case .name(let name)? = argument.value?.kind, name.modulePath.isEmpty, let node = nodes[index].node, !(node is ConstantNode),
        let known = functionNode(name.text, scope, at: node.span)
      else { continue }
      nodes[index] = ArgumentNode(keyword: argument.keyword?.text, node: FunctionArgumentNode(node, known, span: node.span))
    }
    return nodes
  }

  /// A query as one that gives its explanation; any other argument as it is.
  private func explained(_ argument: Argument) -> Argument {
    guard let value = argument.value, case .select(var query) = value.kind else { return argument }
    query.hints.append("HINT_EXPLAIN")
    return Argument(keyword: argument.keyword, value: Expression(.select(query), span: value.span), aliases: argument.aliases)
  }

  func call(_ callee: Expression, _ arguments: [Argument], _ scope: Scope, at span: SourceSpan) -> Node {
    guard case .name(let name) = callee.kind else {
      return DynamicCallNode(lower(callee, scope), argumentNodes(arguments, scope), fallback: nil, span: span)
    }
    let known = name.isQualified ? qualifiedFunction(name, at: callee.span) : functionNode(name.text, scope, at: callee.span)
    if !name.isFunction, !name.isQualified, let variable = variable(name.text, scope, at: callee.span) {
      let fallback = (known as? ConstantNode)?.value.function
      return DynamicCallNode(variable, argumentNodes(arguments, scope), fallback: fallback, span: span)
    }
    if !name.isFunction, !name.isQualified, let own = ownCall(name.text, arguments, scope, at: span) { return own }
    guard let known else {
      if allowsLateNames || sharedNames.contains(name.text) { return DynamicCallNode(lower(callee, scope), argumentNodes(arguments, scope), fallback: nil, span: span) }
      if let column = columnOrVariable(name.text, scope, at: callee.span) {
        return DynamicCallNode(column, argumentNodes(arguments, scope), fallback: nil, span: span)
      }
      for argument in arguments { _ = argument.value.map { lower($0, scope) } }
      return unknownFunction(name.text, scope, at: callee.span)
    }
    guard let function = (known as? ConstantNode)?.value.function else {
      return DynamicCallNode(known, argumentNodes(arguments, scope), fallback: nil, span: span)
    }
    return staticCall(function, arguments, scope, at: span)
  }

  func staticCall(_ function: Function, _ arguments: [Argument], _ scope: Scope, at span: SourceSpan) -> Node {
    var bound: [Node?]
    do {
      let nodes = argumentNodes(arguments, of: function, scope)
      bound =
        function is ScriptFunction
        ? try ArgumentBinding.bindScript(nodes, to: function.parameters, name: function.name)
        : try ArgumentBinding.bind(nodes, to: function.parameters, name: function.name)
    } catch {
      // A wrong keyword is an error of the call, which `try` can catch and which must not hide the rest of the unit.
      return FailingNode(ScriptError(error, at: span))
    }
    for (index, parameter) in function.parameters.list.enumerated() where parameter.isMutable && index < bound.count {
      guard let local = bound[index] as? LocalNode, scope.readOnly.contains(local.name) else { continue }
      bound[index] = ReadOnlyArgumentNode(local, function: function.name)
    }
    if let script = function as? ScriptFunction { return ScriptCallNode(script, bound, span: span) }
    if let builtin = function as? BuiltinFunction, bound.count == 1, let argument = bound[0], let call = UnaryCallNode(builtin, argument, span: span) {
      return call
    }
    return CallNode(function, bound, names: argumentNames(function, arguments), span: span)
  }

  private func argumentNames(_ function: Function, _ arguments: [Argument]) -> ArgumentNames? {
    guard (function as? BuiltinFunction)?.declaration.wantsArgumentNames == true else { return nil }
    var names: [String?] = []
    var elements: [[String]?] = []
    for argument in arguments {
      let place = argument.keyword.flatMap { function.parameters.index(of: $0.text) } ?? names.count
      while names.count <= place {
        names.append(nil)
        elements.append(nil)
      }
      names[place] = argumentName(argument)
      elements[place] = elementNames(argument)
    }
    return ArgumentNames(names, elements: elements)
  }

  private func elementNames(_ argument: Argument) -> [String]? {
    switch argument.value?.kind {
    case .tuple(let elements), .vector(let elements):
      let names = elements.compactMap { element -> String? in
        guard case .name(let name) = element?.kind else { return nil }
        return name.text
      }
      return names.count == elements.count ? names : nil
    default: return nil
    }
  }

  private func argumentName(_ argument: Argument) -> String? {
    if let alias = argument.aliases.first { return alias.text }
    switch argument.value?.kind {
    case .name(let name): return name.text
    case .member(_, .name(let name)): return name.text
    // What changes its first argument gives that argument back.
    case .methodCall(let target, let method, _) where method.text.hasSuffix("!"):
      guard case .name(let name) = target.kind else { return nil }
      return name.text
    default: return nil
    }
  }

  /// `x.f(a)` is `f(x, a)`; where there is no function `f`, a member of `x` is called.
  private func methodCall(_ target: Expression, _ method: Name, _ arguments: [Argument], _ scope: Scope, at span: SourceSpan) -> Node {
    if mayBeMethod(method, scope, at: span) {
      let function = plainFunction(method, scope, at: span)
      let hint = function == nil ? methodHint(method.text) : nil
      return MethodCallNode(lower(target, scope), method.text, argumentNodes(arguments, scope), function: function, hint: hint, span: span)
    }
    return call(Expression(.name(method), span: span), [Argument(value: target)] + arguments, scope, at: span)
  }

  /// Whether `x.m` may ask for a method of an instance: some class has one of that name, or nothing else has.
  private func mayBeMethod(_ method: Name, _ scope: Scope, at span: SourceSpan) -> Bool {
    if method.isQualified { return false }
    return methodNames.contains(method.text) || plainFunction(method, scope, at: span) == nil
  }

  private func plainFunction(_ name: Name, _ scope: Scope, at span: SourceSpan) -> Node? {
    variable(name.text, scope, at: span) ?? functionNode(name.text, scope, at: span)
  }

  private func methodHint(_ name: String) -> String? {
    Suggestion.nearest(to: name, among: functionNames).map { "did you mean `\($0)`?" }
  }
}

/// A name where a function is asked for: what the variable holds if that is one, else the function of that name.
final class FunctionArgumentNode: Node {
  let variable: Node
  let function: Node

  init(_ variable: Node, _ function: Node, span: SourceSpan) {
    self.variable = variable
    self.function = function
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try variable.eval(frame)
    return value.heapKind == .function ? value : try function.eval(frame)
  }
}

/// Code that is known to fail when it runs.
final class FailingNode: Node {
  let error: ScriptError

  init(_ error: ScriptError) {
    self.error = error
    super.init(span: error.span)
  }

  override func eval(_ frame: Frame) throws -> Cell { throw error }
}
