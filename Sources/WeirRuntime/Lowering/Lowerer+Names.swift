import WeirSyntax
import WeirTables

extension Lowerer {
  /// What a name stands for: column, then variable, then function, then a word of the language, then what is found at run time.
  func lowerName(_ name: Name, _ scope: Scope, at span: SourceSpan) -> Node {
    if !name.modulePath.isEmpty { return failed(.unsupported, "modules cannot be used yet: `\(name.modulePath.joined(separator: "::"))`", at: span) }
    if name.isFunction || name.isRoot {
      if let function = functionNode(name.text, scope, at: span) { return function }
      return unknownFunction(name.text, scope, at: span)
    }
    if let node = columnOrVariable(name.text, scope, at: span) { return node }
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
    if let slot = scope.slot(of: name) { return LocalNode(slot: slot, name: name, span: span) }
    if scope.isTopLevel {
      guard session.globals.isDefined(name) || unitNames.contains(name) else { return nil }
      return GlobalNode(slot: session.globals.slot(of: name), name: name, span: span)
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
    let known = scope.visibleNames + columns + session.globals.definedNames + unitNames.sorted() + unitFunctions.keys.sorted()
      + session.functions.keys.sorted() + session.catalog.names.sorted() + session.shared.names
    return Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
  }

  /// The place that `name = …` assigns to.
  func place(_ name: String, _ scope: Scope) -> Place {
    if scope.isTopLevel {
      unitNames.insert(name)
      return Place(kind: .global(session.globals.slot(of: name)), name: name)
    }
    return Place(kind: .local(scope.makeSlot(name)), name: name)
  }
}
