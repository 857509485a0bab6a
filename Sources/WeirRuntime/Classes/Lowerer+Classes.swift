import WeirSyntax
import WeirTables

/// The class whose method is being lowered.
struct ClassContext {
  let classObject: ClassObject
  let isConstructor: Bool
}

extension Lowerer {
  /// `class C : Base { … }`.
  func defineClass(_ definition: ClassDefinition, _ scope: Scope, at span: SourceSpan) -> Action {
    let name = definition.name.text
    guard scope.isTopLevel else { return failedAction(.syntax, "a class is defined outside of functions and blocks", at: span) }
    if module == nil, session.catalog.function(name) != nil {
      return failedAction(.name, "the built-in function `\(name)` cannot be defined anew", at: definition.name.span)
    }
    let known = errors.count
    let base = definition.base.flatMap { baseClass($0, at: definition.name.span) }
    let attributes = attributes(definition, base)
    checkMembers(definition, base)
    guard errors.count == known else { return EmptyAction(span: span) }
    let constructor = definition.methods.last { $0.name?.text == name }
    let classObject = ClassObject(
      name: module?.qualified(name) ?? name, base: base, attributes: attributes,
      constructorParameters: constructor.map { parameters($0) } ?? FunctionParameters([]))
    define(name, classObject)
    lowerMethods(definition, of: classObject)
    return EmptyAction(span: span)
  }

  private func baseClass(_ name: Name, at span: SourceSpan) -> ClassObject? {
    let node = name.isQualified ? qualifiedFunction(name, at: span) : function(named: name.text).map { ConstantNode(.function($0), span: span) }
    if let base = (node as? ConstantNode)?.value.function as? ClassObject { return base }
    report(ScriptError(.name, "there is no class `\(name.text)` to derive from", at: span))
    return nil
  }

  private func attributes(_ definition: ClassDefinition, _ base: ClassObject?) -> [ClassObject.Attribute] {
    var seen = Set(base?.attributes.map(\.name) ?? [])
    return definition.attributes.compactMap { attribute in
      let name = attribute.name
      guard seen.insert(name.text).inserted else {
        let owner = base?.index(ofAttribute: name.text) != nil ? "of the base class `\(base?.name ?? "")`" : "of this class"
        report(ScriptError(.name, "there is an attribute `\(name.text)` \(owner) already", at: name.span))
        return nil
      }
      do {
        let type = try AttributeType(attribute.type) { $0 == definition.name.text || function(named: $0) is ClassObject || classNames.contains($0) }
        return .init(name: name.text, type: type, initial: attribute.defaultValue.flatMap { constantValue($0) })
      } catch {
        report(ScriptError(error, at: attribute.type.span))
        return nil
      }
    }
  }

  /// Methods that are defined twice, hide an attribute, or override one of the base with other parameters.
  private func checkMembers(_ definition: ClassDefinition, _ base: ClassObject?) {
    var defined: Set<String> = []
    for method in definition.methods {
      guard let name = method.name else { continue }
      if !method.body.isForward, !defined.insert(name.text).inserted {
        report(ScriptError(.name, "the method `\(name.text)` is defined twice", at: name.span))
      }
      if definition.attributes.contains(where: { $0.name.text == name.text }) || base?.index(ofAttribute: name.text) != nil {
        report(ScriptError(.name, "`\(name.text)` is an attribute and a method", at: name.span))
      }
      if let overridden = base?.methods[name.text], overridden.parameters.list.count != method.parameters.count + 1 {
        let count = overridden.parameters.list.count - 1
        report(ScriptError(.arguments, "`\(name.text)` overrides a method of `\(base?.name ?? "")` that has \(count) parameter(s)", at: name.span))
      }
    }
  }

  /// All methods are known before the first body is lowered, so that they can call each other in any order.
  private func lowerMethods(_ definition: ClassDefinition, of classObject: ClassObject) {
    var bodies: [(definition: FunctionDefinition, code: FunctionCode)] = []
    for method in definition.methods {
      guard let name = method.name?.text else { continue }
      let isDefined = definition.methods.contains { $0.name?.text == name && !$0.body.isForward }
      if method.body.isForward, isDefined { continue }
      let full = withSelf(method)
      let code = FunctionCode(full)
      let function = ScriptFunction(name: "\(classObject.name)::\(name)", parameters: parameters(full, implicit: 1), code: code)
      if name == definition.name.text { classObject.setConstructor(function) } else { classObject.add(function, as: name) }
      if !method.body.isForward { bodies.append((full, code)) }
    }
    for (method, code) in bodies {
      let scope = Scope(enclosing: nil, isTopLevel: false)
      scope.classContext = ClassContext(classObject: classObject, isConstructor: method.name?.text == definition.name.text)
      lowerBody(method, into: code, scope)
    }
  }

  /// The instance goes in as the first parameter.
  private func withSelf(_ method: FunctionDefinition) -> FunctionDefinition {
    var full = method
    full.parameters.insert(Parameter(name: Identifier("self", span: method.span)), at: 0)
    return full
  }

  // MARK: Names inside of methods

  /// The class around `scope`, and the node that gives the instance there.
  func classAround(_ scope: Scope, at span: SourceSpan) -> (context: ClassContext, instance: LocalNode)? {
    var around: Scope? = scope
    while let present = around {
      if let context = present.classContext, let instance = variable("self", scope, at: span) as? LocalNode { return (context, instance) }
      around = present.enclosing
    }
    return nil
  }

  /// An attribute that `name` means in `scope`: no parameter and no variable of that name is nearer.
  func field(_ name: String, _ scope: Scope, at span: SourceSpan) -> FieldPlace? {
    var around: Scope? = scope
    while let present = around {
      if present.slot(of: name) != nil { return nil }
      if let context = present.classContext {
        guard let index = context.classObject.index(ofAttribute: name), let instance = variable("self", scope, at: span) as? LocalNode else { return nil }
        return FieldPlace(instance: instance.slot, index: index)
      }
      around = present.enclosing
    }
    return nil
  }

  /// A call of a method, or of the base's constructor, by its bare name inside of the class.
  func ownCall(_ name: String, _ arguments: [Argument], _ scope: Scope, at span: SourceSpan) -> Node? {
    guard let (context, instance) = classAround(scope, at: span) else { return nil }
    if context.isConstructor, let base = context.classObject.base, base.isOrDerives(from: name), let known = function(named: name) as? ClassObject,
      base.isOrDerives(from: known)
    {
      return BaseConstructorNode(instance, known, argumentNodes(arguments, scope), span: span)
    }
    guard context.classObject.methods[name] != nil else { return nil }
    return MethodCallNode(instance, name, argumentNodes(arguments, scope), function: nil, hint: nil, span: span)
  }

  /// A method as a value by its bare name inside of the class.
  func ownMethod(_ name: String, _ scope: Scope, at span: SourceSpan) -> Node? {
    guard let (context, instance) = classAround(scope, at: span), context.classObject.methods[name] != nil else { return nil }
    return OwnMethodNode(instance, name, span: span)
  }
}
