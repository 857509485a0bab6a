import WeirSyntax
import WeirTables

extension Lowerer {
  /// A named function at the top of the script. It sees its parameters, its own variables and functions; of the session's variables it sees none.
  func defineFunction(_ definition: FunctionDefinition, _ name: String) {
    if module == nil, session.catalog.function(name) != nil {
      report(ScriptError(.name, "the built-in function `\(name)` cannot be defined anew", at: definition.name?.span ?? definition.span))
      return
    }
    let function = ScriptFunction(name: module?.qualified(name) ?? name, parameters: parameters(definition), code: FunctionCode(definition))
    // A forward declaration gets its body from the definition that follows.
    if let declared = unitFunctions[name] as? ScriptFunction, declared.code.body == nil, declared.parameters.list.count == function.parameters.list.count {
      lowerBody(definition, into: declared.code, Scope(enclosing: nil, isTopLevel: false))
      return
    }
    define(name, function)
    guard !definition.body.isForward else { return }
    lowerBody(definition, into: function.code, Scope(enclosing: nil, isTopLevel: false))
  }

  /// `mapr f(x) {…}`: how an aggregate is split over partitions. Here every table is one piece, so that the names are checked and nothing else is done.
  func lowerMapReduce(_ declaration: MapReduceDeclaration, at span: SourceSpan) -> Action {
    guard function(named: declaration.name.text) != nil else {
      return failedAction(.name, "`mapr` declares a form of the function `\(declaration.name.text)`, and there is none", at: declaration.name.span)
    }
    let scope = Scope(enclosing: nil, isTopLevel: false)
    for parameter in declaration.parameters { scope.addParameter(parameter.name.text, isMutable: false) }
    for expression in declaration.map + [declaration.reduce] + declaration.cumulative + (declaration.running.map { [$0] } ?? []) { _ = lower(expression, scope) }
    return EmptyAction(span: span)
  }

  /// A function defined inside another: a closure, known by its name from here on.
  func defineInnerFunction(_ definition: FunctionDefinition, _ name: String, _ scope: Scope) -> Action {
    let place = place(name, scope, at: definition.name?.span ?? definition.span)
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

  /// - Parameter implicit: how many parameters at the front no call writes.
  func parameters(_ definition: FunctionDefinition, implicit: Int = 0) -> FunctionParameters {
    FunctionParameters(
      definition.parameters.map { FunctionParameter(name: $0.name.text, isOptional: $0.defaultValue != nil, isMutable: $0.isMutable) }, implicit: implicit)
  }

  func lowerBody(_ definition: FunctionDefinition, into code: FunctionCode, _ scope: Scope) {
    checkParameters(definition)
    for parameter in definition.parameters { scope.addParameter(parameter.name.text, isMutable: parameter.isMutable) }
    code.defaults = defaults(definition, scope)
    switch definition.body {
    case .expression(let expression): code.body = ReturnAction(lower(expression, scope), span: expression.span)
    case .block(let statements): code.body = block(statements, scope, at: definition.span)
    case .none: break
    }
    code.frameSize = scope.frameSize
    code.captureSlots = scope.captures.map(\.slot)
    code.captureNames = scope.captures.map(\.name)
  }

  /// Names that occur twice, and parameters without a default behind one with.
  private func checkParameters(_ definition: FunctionDefinition) {
    var seen: Set<String> = []
    var optional: String?
    for parameter in definition.parameters {
      let name = parameter.name
      if !seen.insert(name.text).inserted { report(ScriptError(.syntax, "the parameter `\(name.text)` occurs twice", at: name.span)) }
      if parameter.defaultValue != nil {
        optional = name.text
      } else if let optional {
        report(ScriptError(.syntax, "the parameter `\(name.text)` needs a default value, because `\(optional)` before it has one", at: name.span))
      }
    }
  }

  private func defaults(_ definition: FunctionDefinition, _ scope: Scope) -> [ConstantNode?] {
    guard definition.parameters.contains(where: { $0.defaultValue != nil }) else { return [] }
    return definition.parameters.map { parameter in
      parameter.defaultValue.flatMap { constantValue($0) }
    }
  }

  /// The value of an expression that names no variables, evaluated here, once.
  func constantValue(_ expression: Expression) -> ConstantNode? {
    let node = lower(expression, Scope(enclosing: nil, isTopLevel: false))
    return node as? ConstantNode ?? evaluatedNow(node, expression.span)
  }

  /// A default such as `-1`, `1..3` or `date(2020.01.01)`.
  private func evaluatedNow(_ node: Node, _ span: SourceSpan) -> ConstantNode? {
    guard errors.isEmpty else { return nil }
    do {
      return ConstantNode(try session.withFrame { try node.eval($0) }, span: span)
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
