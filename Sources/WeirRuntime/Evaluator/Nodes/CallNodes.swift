import WeirSyntax
import WeirTables

/// An argument of a call as it is written, bound to a parameter once the function is known.
struct ArgumentNode {
  var keyword: String?
  /// Nil for an argument left out.
  var node: Node?
}

/// Puts the arguments of a call into the order of the parameters.
enum ArgumentBinding {
  /// The same for a function of a script, where a place that is left empty, `f(1,)`, gives a parameter without default the value Nothing.
  static func bindScript(_ arguments: [ArgumentNode], to parameters: FunctionParameters, name: String) throws -> [Node?] {
    let filled = arguments.enumerated().map { position, argument in
      let isEmpty = argument.node == nil && argument.keyword == nil
      guard isEmpty, position < parameters.list.count, !parameters.list[position].isOptional else { return argument }
      return ArgumentNode(keyword: nil, node: ConstantNode(.nothing, span: .none))
    }
    return try bind(filled, to: parameters, name: name)
  }

  /// One node per parameter up to the last that is given; nil where one is left out.
  /// - Throws: `.arguments` for a keyword that is no parameter, one given twice, and too few or too many arguments.
  static func bind(_ arguments: [ArgumentNode], to parameters: FunctionParameters, name: String) throws -> [Node?] {
    guard arguments.contains(where: { $0.keyword != nil }) else { return arguments.map(\.node) }
    var bound: [Node?] = []
    for (position, argument) in arguments.enumerated() {
      guard let keyword = argument.keyword else {
        bound.append(argument.node)
        continue
      }
      guard let index = parameters.index(of: keyword) else {
        let known = parameters.list.map(\.name)
        let hint = Suggestion.nearest(to: keyword, among: known).map { "; did you mean `\($0)`?" } ?? ""
        throw KernelError.arguments("\(name) has no parameter `\(keyword)`\(hint)")
      }
      while bound.count <= index { bound.append(nil) }
      if bound[index] != nil || index < position && arguments[index].keyword == nil && arguments[index].node != nil {
        throw KernelError.arguments("\(name): the argument `\(keyword)` is given twice")
      }
      bound[index] = argument.node
    }
    return bound
  }
}

/// A call of a function that is known when the script is lowered.
final class CallNode: Node {
  let function: Function
  private let arguments: ChildList<Node>
  /// Which arguments the function may change; empty when none.
  private let mutable: [Bool]
  /// Whether the first argument is a name that may be that of a shared object. A built-in looks at it; a script's function would keep it for as long as it likes.
  private let mayLookAtShared: Bool
  /// For functions that ask for it: what the arguments are called in the script.
  private let names: ArgumentNames?

  init(_ function: Function, _ arguments: [Node?], names: ArgumentNames?, span: SourceSpan) {
    self.function = function
    self.arguments = ChildList(arguments.map { $0 ?? ConstantNode(.missing, span: span) })
    self.names = names
    let parameters = function.parameters.list
    let flags = arguments.indices.map { parameters.isEmpty ? false : parameters[min($0, parameters.count - 1)].isMutable }
    mutable = flags.contains(true) ? flags : []
    mayLookAtShared = mutable.isEmpty && function is BuiltinFunction && (arguments.first is GlobalNode || arguments.first is LateNameNode)
    super.init(span: span)
  }

  override var isCall: Bool { true }

  override func eval(_ frame: Frame) throws -> Cell {
    if mayLookAtShared, let lease = arguments[0].lease(frame), let value = try callOnShared(lease, frame) { return value }
    let count = arguments.count
    do {
      let slab = try frame.state.pointee.push(count)
      var ready = 0
      defer {
        emptyCells(slab, count: ready)
        frame.state.pointee.pop(to: slab)
      }
      guard mutable.isEmpty else { return try callWithMutable(slab, &ready, frame) }
      return try call(slab, &ready, frame)
    } catch { throw placed(error) }
  }

  /// Evaluates the arguments from `ready` on, counting them, and calls.
  @inline(__always)
  private func call(_ slab: UnsafeMutablePointer<Cell>, _ ready: inout Int, _ frame: Frame) throws -> Cell {
    let count = arguments.count
    while ready < count {
      try arguments[ready].evaluate(frame, into: slab + ready)
      ready &+= 1
    }
    guard function.parameters.accept(slab, count) else { throw frame.session.argumentCountError(function, count) }
    return try function.invoke(Call(slab, count: count, state: frame.state, function: function, argumentNames: names))
  }

  /// The call with a shared object as its first argument, which the session keeps meanwhile: no reference to it is counted, for which sessions on other threads would fight.
  /// - Returns: nil, with nothing done, when no table or engine is shared under the name.
  private func callOnShared(_ lease: Unmanaged<SharedLease>, _ frame: Frame) throws -> Cell? {
    let count = arguments.count
    var result: Cell?
    do {
      try lease._withUnsafeGuaranteedRef { lease in
        result = try lease.look { object -> Cell? in
          // A dictionary may go on, with all arguments, to a function of a script, which keeps and changes what it likes.
          guard object.kindByte != HeapKind.dictionary.byte else { return nil }
          let slab = try frame.state.pointee.push(count)
          slab.initialize(to: Cell(owning: object))
          var ready = 1
          defer {
            // The reference is the lease's.
            slab.initialize(to: .missing)
            emptyCells(slab, count: ready)
            frame.state.pointee.pop(to: slab)
          }
          return try call(slab, &ready, frame)
        }
      }
    } catch { throw placed(error) }
    return result
  }

  /// Variables that the function may change are moved out, after everything else is evaluated, and back when it ends, however it ends.
  private func callWithMutable(_ slab: UnsafeMutablePointer<Cell>, _ ready: inout Int, _ frame: Frame) throws -> Cell {
    let count = arguments.count
    while ready < count {
      (slab + ready).initialize(to: .missing)
      ready += 1
    }
    for index in 0..<count where !mutable[index] { try arguments[index].evaluate(frame, into: slab + index) }
    var taken = 0
    defer {
      for index in 0..<taken where mutable[index] { arguments[index].restore(frame, from: slab + index) }
    }
    while taken < count {
      if mutable[taken] { try arguments[taken].take(frame, into: slab + taken) }
      taken += 1
    }
    try frame.session.checkArgumentCount(function, slab, count)
    return try function.invoke(Call(slab, count: count, state: frame.state, function: function, argumentNames: names))
  }
}

/// A call of a script's function that is known when the script is lowered: the arguments are evaluated straight into its frame.
final class ScriptCallNode: Node {
  let function: ScriptFunction
  private let arguments: ChildList<Node>
  /// Which arguments the function may change; empty when none.
  private let mutable: [Bool]
  private let parameterCount: Int

  init(_ function: ScriptFunction, _ arguments: [Node?], span: SourceSpan) {
    self.function = function
    self.arguments = ChildList(arguments.map { $0 ?? ConstantNode(.missing, span: span) })
    let parameters = function.parameters.list
    parameterCount = parameters.count
    let flags = arguments.indices.map { $0 < parameters.count && parameters[$0].isMutable }
    mutable = flags.contains(true) ? flags : []
    super.init(span: span)
  }

  override var isCall: Bool { true }

  override func eval(_ frame: Frame) throws -> Cell {
    do {
      guard arguments.count <= parameterCount else { throw frame.session.argumentCountError(function, arguments.count) }
      let inner = try function.enter(frame.state)
      defer { function.leave(inner) }
      guard mutable.isEmpty else { return try callWithMutable(inner, frame) }
      var index = 0
      while index < arguments.count {
        // An empty slot is a plain word: writing over it releases nothing.
        try arguments[index].evaluate(frame, into: inner.locals + index + 1)
        index &+= 1
      }
      return try function.run(inner)
    } catch { throw placed(error) }
  }

  /// Variables that the function may change are moved into its frame, after everything else is evaluated, and back when it ends, however it ends.
  private func callWithMutable(_ inner: Frame, _ frame: Frame) throws -> Cell {
    let locals = inner.locals
    for index in mutable.indices where !mutable[index] { try arguments[index].evaluate(frame, into: locals + index + 1) }
    var taken = 0
    defer {
      for index in 0..<taken where mutable[index] { arguments[index].restore(frame, from: locals + index + 1) }
    }
    while taken < arguments.count {
      if mutable[taken] { try arguments[taken].take(frame, into: locals + taken + 1) }
      taken += 1
    }
    return try function.run(inner)
  }
}

/// A call of whatever an expression gives: a function, a vector of functions, or a value that is indexed by its arguments.
final class DynamicCallNode: Node {
  let callee: Operand
  let arguments: [ArgumentNode]
  /// A function of the same name as the variable that is called, for when the variable holds none.
  let fallback: Function?
  /// The call as it was bound to the function that was called last, which it keeps: a loop calls the same one again and again.
  @exclusivity(unchecked) private var lastCall: Node?
  /// `lastCall`, run without counting a reference to it.
  @exclusivity(unchecked) private var lastReference: Unmanaged<Node>?
  /// The address of its function, as a cell holds it.
  @exclusivity(unchecked) private var lastBits: UInt64 = 0
  /// How many calls of this node run now, one inside the other.
  @exclusivity(unchecked) private var depth = 0

  init(_ callee: Node, _ arguments: [ArgumentNode], fallback: Function?, span: SourceSpan) {
    self.callee = Operand(callee)
    self.arguments = arguments
    self.fallback = fallback
    super.init(span: span)
  }

  override var isCall: Bool { true }

  override func eval(_ frame: Frame) throws -> Cell {
    let function = try callee.load(frame)
    if function.raw.kindByte == HeapKind.function.byte, function.raw.bits == lastBits, let lastReference {
      function.release()
      return try run(lastReference, frame)
    }
    return try callAnew(function.cell(), frame)
  }

  @inline(never)
  private func callAnew(_ value: borrowing Cell, _ frame: Frame) throws -> Cell {
    let call: Node
    do {
      guard let function = value.function else {
        guard let fallback else { return try callValue(value, frame) }
        return try boundCall(fallback).eval(frame)
      }
      call = try boundCall(function)
    } catch { throw placed(error) }
    let outer = lastCall
    let outerBits = lastBits
    remember(call, value.bits)
    // What runs further out runs by reference: it stays remembered until it ends.
    defer { if depth > 0 { remember(outer, outerBits) } }
    return try run(.passUnretained(call), frame)
  }

  private func remember(_ call: Node?, _ bits: UInt64) {
    lastCall = call
    lastReference = call.map { .passUnretained($0) }
    lastBits = bits
  }

  /// Runs a call that is kept, though its function may be replaced in its variable meanwhile.
  @inline(__always)
  private func run(_ call: Unmanaged<Node>, _ frame: Frame) throws -> Cell {
    depth &+= 1
    defer { depth &-= 1 }
    do { return try call.eval(frame) } catch { throw placed(error) }
  }

  private func boundCall(_ function: Function) throws -> Node {
    if let script = function as? ScriptFunction {
      return ScriptCallNode(script, try ArgumentBinding.bindScript(arguments, to: script.parameters, name: script.name), span: span)
    }
    return CallNode(function, try ArgumentBinding.bind(arguments, to: function.parameters, name: function.name), names: nil, span: span)
  }

  private func callValue(_ value: borrowing Cell, _ frame: Frame) throws -> Cell {
    let list = ArgumentList(capacity: arguments.count)
    for argument in arguments { list.push(try argument.node?.eval(frame) ?? .missing) }
    return try FunctionCall.applyValue(value, list.base, count: list.count, session: frame.session)
  }
}

/// `f{a,,c}`.
final class PartialNode: Node {
  let function: Node
  let arguments: [ArgumentNode]

  init(_ function: Node, _ arguments: [ArgumentNode], span: SourceSpan) {
    self.function = function
    self.arguments = arguments
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try function.eval(frame)
    guard let function = value.function else {
      throw ScriptError(.type, "only a function can be applied partially, got \(ValueDescription.short(value))", at: span)
    }
    do {
      let bound = try ArgumentBinding.bind(arguments, to: function.parameters, name: function.name)
      let list = ArgumentList(capacity: bound.count)
      for node in bound { list.push(try node?.eval(frame) ?? .missing) }
      return .function(try PartialFunction(function, list.base, count: list.count))
    } catch { throw placed(error) }
  }
}

/// `f:E` and its kin: a function made of another.
final class TemplateNode: Node {
  let function: Node
  let template: FunctionTemplate

  init(_ function: Node, _ template: FunctionTemplate, span: SourceSpan) {
    self.function = function
    self.template = template
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try function.eval(frame)
    guard let function = value.function else {
      throw ScriptError(.type, "`:\(template.kind.rawValue)` needs a function before it, got \(ValueDescription.short(value))", at: span)
    }
    do { return .function(try TemplateFunction.make(function, template, frame.session)) } catch { throw placed(error) }
  }
}

/// A lambda or anonymous function: a closure over the variables of the function around it, or of the session, as they are now.
final class ClosureNode: Node {
  let code: FunctionCode
  let parameters: FunctionParameters
  let name: String
  let captured: [Node]

  init(_ code: FunctionCode, name: String, parameters: FunctionParameters, captured: [Node], span: SourceSpan) {
    self.code = code
    self.name = name
    self.parameters = parameters
    self.captured = captured
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    guard !captured.isEmpty else { return .function(ScriptFunction(name: name, parameters: parameters, code: code)) }
    let values = AnyVector(capacity: captured.count)
    for node in captured { values.push(try node.eval(frame).copiedForAssignment()) }
    return .function(ScriptFunction(name: name, parameters: parameters, code: code, captures: values))
  }
}
