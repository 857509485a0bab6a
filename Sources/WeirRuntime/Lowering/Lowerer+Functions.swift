import WeirSyntax
import WeirTables

extension Lowerer {
  /// A named function at the top of the script. It sees its parameters, its own variables and functions; of the session's variables it sees none.
  func defineFunction(_ definition: FunctionDefinition, _ name: String) {
    if session.catalog.function(name) != nil {
      report(ScriptError(.name, "the built-in function `\(name)` cannot be defined anew", at: definition.name?.span ?? definition.span))
      return
    }
    let function = ScriptFunction(name: name, parameters: parameters(definition), code: FunctionCode(definition))
    // A forward declaration gets its body from the definition that follows.
    if let declared = unitFunctions[name], declared.code.body == nil, declared.parameters.list.count == function.parameters.list.count {
      lowerBody(definition, into: declared.code, Scope(enclosing: nil, isTopLevel: false))
      return
    }
    define(function)
    guard !definition.body.isForward else { return }
    lowerBody(definition, into: function.code, Scope(enclosing: nil, isTopLevel: false))
  }

  /// A function defined inside another: a closure, known by its name from here on.
  func defineInnerFunction(_ definition: FunctionDefinition, _ name: String, _ scope: Scope) -> Action {
    let place = place(name, scope)
    let node = lowerClosure(definition, scope, at: definition.span)
    return AssignAction(place, node, span: definition.span)
  }

  func lowerClosure(_ definition: FunctionDefinition, _ scope: Scope, at span: SourceSpan) -> Node {
    let code = FunctionCode(definition)
    let inner = Scope(enclosing: scope, isTopLevel: false)
    lowerBody(definition, into: code, inner)
    let captured = inner.captures.map(\.node)
    let name = definition.name?.text ?? writtenText(definition)
    return ClosureNode(code, name: name, parameters: parameters(definition), captured: captured, span: span)
  }

  /// An anonymous function goes by its text; one that `parseExpr` made stands in no source.
  private func writtenText(_ definition: FunctionDefinition) -> String {
    let text = session.text(of: definition.span)
    return text.isEmpty ? TreePrinter.metacode.text(definition) : text
  }

  private func parameters(_ definition: FunctionDefinition) -> FunctionParameters {
    FunctionParameters(
      definition.parameters.map { FunctionParameter(name: $0.name.text, isOptional: $0.defaultValue != nil, isMutable: $0.isMutable) })
  }

  private func lowerBody(_ definition: FunctionDefinition, into code: FunctionCode, _ scope: Scope) {
    for parameter in definition.parameters { scope.addParameter(parameter.name.text, isMutable: parameter.isMutable) }
    code.defaults = defaults(definition, scope)
    switch definition.body {
    case .expression(let expression): code.body = ReturnAction(lower(expression, scope), span: expression.span)
    case .block(let statements): code.body = block(statements, scope, at: definition.span)
    case .none: break
    }
    code.frameSize = scope.frameSize
    code.captureSlots = scope.captures.map(\.slot)
  }

  private func defaults(_ definition: FunctionDefinition, _ scope: Scope) -> [ConstantNode?] {
    guard definition.parameters.contains(where: { $0.defaultValue != nil }) else { return [] }
    return definition.parameters.map { parameter in
      guard let value = parameter.defaultValue else { return nil }
      let node = lower(value, Scope(enclosing: nil, isTopLevel: false))
      if let constant = node as? ConstantNode { return constant }
      return constantDefault(node, value.span)
    }
  }

  /// A default such as `-1`, `1..3` or `date(2020.01.01)`: it names no variables, so that it is evaluated once, here.
  private func constantDefault(_ node: Node, _ span: SourceSpan) -> ConstantNode? {
    guard errors.isEmpty else { return nil }
    let locals = UnsafeMutablePointer<Cell>.allocate(capacity: 1)
    locals.initialize(to: .missing)
    defer {
      locals.deinitialize(count: 1)
      locals.deallocate()
    }
    do {
      return ConstantNode(try node.eval(Frame(locals: locals, session: session)), span: span)
    } catch {
      report(ScriptError(error, at: span))
      return nil
    }
  }
}

extension FunctionBody {
  /// A declaration whose definition comes later.
  var isForward: Bool {
    if case .none = self { return true }
    return false
  }
}
