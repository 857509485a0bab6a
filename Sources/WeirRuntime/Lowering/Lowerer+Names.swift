import WeirSyntax
import WeirTables

extension Lowerer {
  /// What a name stands for: column, then variable, then function, then a word of the language, then what is found at run time.
  func lowerName(_ name: Name, _ scope: Scope, at span: SourceSpan) -> Node {
    if name.isQualified { return qualifiedFunction(name, at: span) }
    if name.isFunction {
      if let function = functionNode(name.text, scope, at: span) { return function }
      return unknownFunction(name.text, scope, at: span)
    }
    if let node = columnOrVariable(name.text, scope, at: span) { return node }
    if let method = ownMethod(name.text, scope, at: span) { return method }
    if let function = functionNode(name.text, scope, at: span) { return function }
    if let constant = ReservedConstants.value(name.text) { return ConstantNode(constant, span: span) }
    if allowsLateNames || sharedNames.contains(name.text) || session.shared.value(name.text) != nil { return LateNameNode(name: name.text, span: span) }
    return failed(.name, "Cannot recognize the token \(name.text)", at: span, hint: suggestion(for: name.text, scope))
  }

  func columnOrVariable(_ name: String, _ scope: Scope, at span: SourceSpan) -> Node? {
    if let columns = scope.columns, let index = columns.index(of: name) { return column(index, name, columns, at: span) }
    return variable(name, scope, at: span)
  }

  func column(_ index: Int, _ name: String, _ columns: QueryColumns, at span: SourceSpan) -> Node {
    columns.used.insert(index)
    return ColumnNode(index: index, name: name, span: span)
  }

  /// A variable of this function, of one around it (captured), or of the session.
  func variable(_ name: String, _ scope: Scope, at span: SourceSpan) -> Node? {
    if let slot = scope.slot(of: name) { return LocalNode(slot: slot, name: name, isConstant: scope.constants.contains(name), span: span) }
    if let field = field(name, scope, at: span) { return FieldNode(field, name: name, span: span) }
    if scope.isTopLevel {
      guard session.globals.isDefined(name) || unitNames.contains(name) else { return nil }
      return GlobalNode(slot: session.globals.slot(of: name), name: name, isConstant: isConstant(name, scope), span: span)
    }
    guard !scope.isSealed, let enclosing = scope.enclosing, let outer = columnOrVariable(name, enclosing, at: span) else { return nil }
    return LocalNode(slot: scope.capture(name, outer), name: name, span: span)
  }

  /// A function as a value: one defined inside this function, by the script, or built in.
  func functionNode(_ name: String, _ scope: Scope, at span: SourceSpan) -> Node? {
    var around: Scope? = scope
    while let present = around {
      if let node = present.functions[name] { return node }
      around = present.enclosing
    }
    let colliding = modulesThatCollide(on: name)
    if !colliding.isEmpty {
      let names = colliding.map { "[\($0.name)]" }.joined(separator: " and ")
      return failed(.name, "Modules \(names) contain function [\(name)]. Please use module name to qualify the function.", at: span)
    }
    return function(named: name).map { ConstantNode(.function($0), span: span) }
  }

  func unknownFunction(_ name: String, _ scope: Scope, at span: SourceSpan) -> Node {
    failed(.name, "Cannot recognize the token \(name)", at: span, hint: suggestion(for: name, scope))
  }

  private func suggestion(for name: String, _ scope: Scope) -> String? {
    if !scope.isTopLevel, session.globals.isDefined(name) || unitNames.contains(name) {
      return "a function does not see the session's variables: pass `\(name)` as an argument, or share it"
    }
    let columns = scope.columns?.names ?? []
    let statements = scope.columns == nil ? Lowerer.statementWords : []
    let known = statements + scope.visibleNames + columns + session.globals.definedNames + unitNames.sorted() + functionNames + session.shared.names
    return Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
  }

  /// Words that begin statements: a slip in one reads as an unknown name.
  private static let statementWords = [
    "select", "exec", "update", "delete", "insert", "def", "defg", "class", "return", "break", "continue", "timer", "assert", "throw", "share", "undef", "module",
  ]

  /// The functions that are visible without a module's name, for suggestions.
  var functionNames: [String] {
    let scripted = module == nil ? session.functions.keys.sorted() : []
    return unitFunctions.keys.sorted() + imports.flatMap { $0.functions.keys.sorted() } + scripted + session.catalog.names.sorted()
  }

  /// The place that `name = …` assigns to. That it may be assigned to is checked.
  func place(_ name: String, _ scope: Scope, at span: SourceSpan) -> Place {
    checkChangeable(name, scope, at: span)
    if scope.isTopLevel {
      unitNames.insert(name)
      return Place(kind: .global(session.globals.slot(of: name)), name: name)
    }
    if let field = field(name, scope, at: span) { return Place(kind: .field(field), name: name) }
    return Place(kind: .local(scope.makeSlot(name)), name: name)
  }
}

extension Lowerer {
  /// Reports a change of a constant, or of `self` in a method.
  func checkChangeable(_ name: String, _ scope: Scope, at span: SourceSpan) {
    if isConstant(name, scope) { report(ScriptError(.immutable, "Constant variable [\(name)] can't be modified.", at: span)) }
    if name == "self", scope.classContext != nil { report(ScriptError(.immutable, "`self` is the instance and cannot be assigned to", at: span)) }
  }

  /// Reports an assignment to a constant of the language, such as `pi`.
  func checkWord(_ name: String, at span: SourceSpan) {
    guard ReservedConstants.isBuiltIn(name) else { return }
    let text = "Please use '==' rather than '=' as equal operator in non-sql expression."
    report(ScriptError(.syntax, text, at: span, hint: "`\(name)` is a constant of the language and cannot be assigned to"))
  }

  /// Whether `const` gave the variable its value.
  func isConstant(_ name: String, _ scope: Scope) -> Bool {
    guard scope.isTopLevel else { return scope.constants.contains(name) }
    return unitConstants.contains(name) || session.globals.constants.contains(name)
  }

  /// A variable that belongs to a statement: of a loop, a caught exception. It is no attribute.
  func statementVariable(_ name: Identifier, _ scope: Scope) -> Place {
    let place = place(name.text, scope, at: name.span)
    if case .field = place.kind { report(ScriptError(.name, "`\(name.text)` is an attribute of the class: this needs a variable of its own", at: name.span)) }
    return place
  }
}

extension Name {
  /// Named with its module, `a::f`, or with the root, `::f`.
  var isQualified: Bool { isRoot || !modulePath.isEmpty }
}
