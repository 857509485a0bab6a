import WeirSyntax
import WeirTables

final class BlockAction: Action {
  let members: [Action]
  private let actions: ChildList<Action>

  init(_ actions: [Action], span: SourceSpan) {
    members = actions
    self.actions = ChildList(actions)
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion { try actions.run(frame) }
}

/// An expression as a statement inside a function or block: its value is dropped.
final class ExpressionAction: Action {
  let node: Node

  init(_ node: Node) {
    self.node = node
    super.init(span: node.span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    _ = try node.eval(frame)
    return .normal
  }
}

/// An expression as a statement of a script: its value is shown.
final class ShowAction: Action {
  let node: Node
  /// Statements whose value is nobody's wish, such as a call that changes a partitioned table.
  let isQuiet: (borrowing Cell) -> Bool

  init(_ node: Node, isQuiet: @escaping (borrowing Cell) -> Bool = { _ in false }) {
    self.node = node
    self.isQuiet = isQuiet
    super.init(span: node.span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try node.eval(frame)
    guard !value.isMissing, !isQuiet(value), !(value.isNothing && node.isCall) else { return .normal }
    if value.segmentedTable != nil {
      // What a call gave back for others to go on with is no wish to see it.
      if node.isCall { return .normal }
      throw placed(KernelError.segmentedAccess)
    }
    do {
      if value.heapKind == .instance {
        try InstanceObject.show(value, by: "repr", in: frame.session) { try frame.session.output.show(value, in: frame.session) }
      } else {
        try frame.session.output.show(value, in: frame.session)
      }
    } catch { throw placed(error) }
    return .normal
  }
}

/// The end of a function whose body is one expression.
final class ReturnAction: Action {
  let node: Node

  init(_ node: Node, span: SourceSpan) {
    self.node = node
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    // Nothing stood in the slot: it is emptied when the frame is made, and a function returns once.
    (frame.locals + returnSlot).initialize(to: try node.eval(frame))
    return .returned
  }
}

final class BreakAction: Action {
  override func run(_ frame: Frame) throws -> Completion { .broken }
}

final class ContinueAction: Action {
  override func run(_ frame: Frame) throws -> Completion { .continued }
}

final class IfAction: Action {
  let condition: Node
  let then: Action
  let otherwise: Action?

  init(_ condition: Node, then: Action, otherwise: Action?, span: SourceSpan) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    if try condition.evalCondition(frame) { return try then.run(frame) }
    return try otherwise?.run(frame) ?? .normal
  }
}

/// Does nothing: a definition, whose work was done when the script was lowered.
final class EmptyAction: Action {
  override func run(_ frame: Frame) throws -> Completion { .normal }
}

final class ThrowAction: Action {
  let node: Node

  init(_ node: Node, span: SourceSpan) {
    self.node = node
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try node.eval(frame)
    if let pair = value.pair, pair.elements.type.isLiteral { throw ScriptError(.user, pair.elements.text(at: 1), at: span) }
    guard value.isScalar else { throw ScriptError(.type, "throw needs a string, got \(ValueDescription.short(value))", at: span) }
    throw ScriptError(.user, value.text, at: span)
  }
}

final class AssertAction: Action {
  let label: String?
  let node: Node

  init(label: String?, _ node: Node, span: SourceSpan) {
    self.label = label
    self.node = node
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    guard try holds(frame) else { throw ScriptError(.assertion, "Testing case \(testName(frame.session)) failed", at: span) }
    return .normal
  }

  /// A vector holds when all its elements do.
  private func holds(_ frame: Frame) throws -> Bool {
    let value = try node.eval(frame)
    guard let vector = value.vector, vector.storage.isFixedWidth else { return try Node.isTrue(value, at: node.span) }
    return try (0..<vector.count).allSatisfy { try Node.isTrue(vector.cell(at: $0), at: node.span) }
  }

  /// The case that an annotation named, which ends with its first failure, and the label.
  private func testName(_ session: SessionContext) -> String {
    defer { session.testCase = nil }
    return [session.testCase, label].compactMap { $0 }.joined(separator: "_").nonEmpty ?? "adhocTesting"
  }
}

final class TryAction: Action {
  let body: Action
  let exception: Place
  let handler: Action

  init(body: Action, exception: Place, handler: Action, span: SourceSpan) {
    self.body = body
    self.exception = exception
    self.handler = handler
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    do {
      return try body.run(frame)
    } catch {
      let caught = placed(error)
      // An interrupt is the user's, not the script's to catch.
      if caught.kind == .interrupted { throw caught }
      try exception.assign(frame, .pair(PairObject(try StringVector([caught.code, caught.text]))))
      return try handler.run(frame)
    }
  }
}

/// `timer`: how long the body takes, printed.
final class TimerAction: Action {
  let count: Node?
  let body: Action

  init(count: Node?, body: Action, span: SourceSpan) {
    self.count = count
    self.body = body
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let times = try repetitions(frame)
    let clock = frame.session.host.clock
    let start = clock.monotonicNanoseconds()
    for _ in 0..<times {
      let completion = try body.run(frame)
      if completion == .returned { return .returned }
    }
    let milliseconds = Double(clock.monotonicNanoseconds() - start) / 1_000_000
    let text = "Time elapsed: \(NumberText.console(milliseconds)) ms"
    frame.session.output.print(text, value: .string(text), in: frame.session)
    return .normal
  }

  private func repetitions(_ frame: Frame) throws -> Int {
    guard let count else { return 1 }
    let value = try count.eval(frame)
    do {
      let times = try value.asInt64()
      guard times > 0 else { throw KernelError.value("timer needs a positive number of repetitions, got \(value.text)") }
      return Int(times)
    } catch { throw ScriptError(error, at: count.span) }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
