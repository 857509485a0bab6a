import WeirSyntax
import WeirTables

/// The arguments of a call bound to one method.
final class MethodInvocation {
  let method: ScriptFunction
  private let arguments: ChildList<Node>
  private let mutable: [Bool]

  /// - Throws: `.arguments`.
  init(_ method: ScriptFunction, _ arguments: [ArgumentNode], _ session: SessionContext, span: SourceSpan) throws {
    self.method = method
    let visible = method.parameters.withoutImplicit
    let bound = try ArgumentBinding.bindScript(arguments, to: visible, name: method.name)
    guard bound.count <= visible.list.count else { throw session.argumentCountError(method, bound.count + 1) }
    self.arguments = ChildList(bound.map { $0 ?? ConstantNode(.missing, span: span) })
    let flags = bound.indices.map { visible.list[$0].isMutable }
    mutable = flags.contains(true) ? flags : []
  }

  /// Evaluates the arguments into the method's frame, behind the instance, and runs it. What the method may change is moved in last, and back when it ends.
  func call(_ instance: borrowing Cell, _ frame: Frame) throws -> Cell {
    let inner = try method.enter(frame.state)
    defer { method.leave(inner) }
    let locals = inner.locals
    locals[1] = instance.copy()
    for index in 0..<arguments.count where mutable.isEmpty || !mutable[index] {
      // An empty slot is a plain word: writing over it releases nothing.
      try arguments[index].evaluate(frame, into: locals + index + 2)
    }
    guard !mutable.isEmpty else { return try method.run(inner) }
    var taken = 0
    defer {
      for index in 0..<taken where mutable[index] { arguments[index].restore(frame, from: locals + index + 2) }
    }
    while taken < arguments.count {
      if mutable[taken] { try arguments[taken].take(frame, into: locals + taken + 2) }
      taken += 1
    }
    return try method.run(inner)
  }
}

/// `x.f(a)`: a method of the instance `x`; else `f(x, a)`, or where there is no such function a member of `x` that can be called.
final class MethodCallNode: Node {
  let target: Node
  let name: String
  let arguments: [ArgumentNode]
  /// The function, or the variable that may hold one, of that name: for a target that is no instance.
  let function: Node?
  let hint: String?
  /// The method of the last call and the call as it was bound to it.
  @exclusivity(unchecked) private var lastCall: MethodInvocation?

  init(_ target: Node, _ name: String, _ arguments: [ArgumentNode], function: Node?, hint: String?, span: SourceSpan) {
    self.target = target
    self.name = name
    self.arguments = arguments
    self.function = function
    self.hint = hint
    super.init(span: span)
  }

  override var isCall: Bool { true }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try target.eval(frame)
    do {
      if value.kindByte == HeapKind.instance.rawValue { return try callMethod(value, frame) }
      if let function { return try call(function, value, frame) }
      guard let member = try Indexing.member(value, name) else {
        throw ScriptError(.name, "Cannot recognize the token \(name)", at: span, hint: hint)
      }
      return try DynamicCallNode(ConstantNode(member, span: span), arguments, fallback: nil, span: span).eval(frame)
    } catch { throw placed(error) }
  }

  private func callMethod(_ value: borrowing Cell, _ frame: Frame) throws -> Cell {
    let instance = value.unsafeObject(as: InstanceObject.self)
    guard let method = instance.method(name) else { return try callMember(instance, value, frame) }
    if let lastCall, lastCall.method === method { return try lastCall.call(value, frame) }
    let invocation = try MethodInvocation(method, arguments, frame.session, span: span)
    lastCall = invocation
    return try invocation.call(value, frame)
  }

  /// An attribute that holds a function, or a function such as `setAttr` that takes the instance.
  private func callMember(_ instance: InstanceObject, _ value: borrowing Cell, _ frame: Frame) throws -> Cell {
    if let index = instance.classObject.index(ofAttribute: name) {
      return try DynamicCallNode(ConstantNode(instance.field(at: index), span: span), arguments, fallback: nil, span: span).eval(frame)
    }
    if let function { return try call(function, value, frame) }
    throw instance.unknown(name, "method", instance.classObject.memberNames)
  }

  private func call(_ function: Node, _ value: borrowing Cell, _ frame: Frame) throws -> Cell {
    // A variable may be changed by the function, so that it goes in by its name; anything else was evaluated and must not be again.
    let first: Node = target is LocalNode || target is GlobalNode || target is FieldNode ? target : HeldNode(value, span: target.span)
    return try DynamicCallNode(function, [ArgumentNode(keyword: nil, node: first)] + arguments, fallback: nil, span: span).eval(frame)
  }
}

/// A value at hand: unlike a constant it is the object itself, not a copy.
final class HeldNode: Node {
  private let value: Cell

  init(_ value: borrowing Cell, span: SourceSpan) {
    self.value = value.copy()
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell { value.copy() }
}

/// `x.m{a}` where a class has a method `m`: the method of the instance partially applied, or `m{x, a}`.
final class MethodPartialNode: Node {
  let target: Node
  let name: String
  let arguments: [ArgumentNode]
  let function: Node?

  init(_ target: Node, _ name: String, _ arguments: [ArgumentNode], function: Node?, span: SourceSpan) {
    self.target = target
    self.name = name
    self.arguments = arguments
    self.function = function
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try target.eval(frame)
    if let instance = value.instance, let method = instance.method(name) {
      return try PartialNode(ConstantNode(.function(BoundMethod(method, instance)), span: span), arguments, span: span).eval(frame)
    }
    guard let function else { throw ScriptError(.name, "Cannot recognize the token \(name)", at: span) }
    let all = [ArgumentNode(keyword: nil, node: HeldNode(value, span: target.span))] + arguments
    return try PartialNode(function, all, span: span).eval(frame)
  }
}

/// The call of the base's constructor in that of a derived class.
final class BaseConstructorNode: Node {
  let instance: Node
  let base: ClassObject
  let arguments: [ArgumentNode]

  init(_ instance: Node, _ base: ClassObject, _ arguments: [ArgumentNode], span: SourceSpan) {
    self.instance = instance
    self.base = base
    self.arguments = arguments
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    do {
      guard let constructor = base.constructor else {
        guard arguments.isEmpty else { throw frame.session.argumentCountError(base, arguments.count) }
        return .void
      }
      let value = try instance.eval(frame)
      return try MethodInvocation(constructor, arguments, frame.session, span: span).call(value, frame)
    } catch { throw placed(error) }
  }
}
