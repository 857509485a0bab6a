import WeirSyntax
import WeirTables

/// The lowered body of a function, shared by all closures made of it.
///
/// Here, in vectors and in the session's stack the hot fields are exempt from the run-time check of exclusive access: a session runs on one thread, and no access of
/// theirs calls out while it lasts.
final class FunctionCode {
  /// Cells of a frame: the return slot, the parameters, then captured variables and other locals as they occur.
  @exclusivity(unchecked) var frameSize = 1
  @exclusivity(unchecked) var body: Action? {
    didSet { bodyReference = body.map { .passUnretained($0) } }
  }
  /// `body`, for calls that take no reference to it: nobody replaces it once the unit is lowered.
  @exclusivity(unchecked) private(set) var bodyReference: Unmanaged<Action>?
  /// The values of parameters that are left out, by parameter; nil where there is none.
  var defaults: [ConstantNode?] = [] {
    didSet { hasOptionalParameters = !defaults.isEmpty }
  }
  @exclusivity(unchecked) private(set) var hasOptionalParameters = false
  /// The parameters, all of which must have a value when the body runs.
  let requiredParameters: Int
  /// The slots of the captured variables, in the order of the closure's captures.
  @exclusivity(unchecked) var captureSlots: [Int] = []
  /// Their names, in the same order.
  var captureNames: [String] = []
  let definition: FunctionDefinition

  init(_ definition: FunctionDefinition) {
    self.definition = definition
    requiredParameters = definition.parameters.count
  }
}

/// A function that a script defined; a closure when it has captured variables of the function around it.
package final class ScriptFunction: Function, @unchecked Sendable {
  let code: FunctionCode
  /// The captured values, one for each of the code's capture slots.
  private let captures: AnyVector?
  private let hasMutable: Bool

  init(name: String, parameters: FunctionParameters, code: FunctionCode, captures: AnyVector? = nil) {
    self.code = code
    self.captures = captures
    hasMutable = parameters.list.contains { $0.isMutable }
    super.init(name: name, parameters: parameters, isAggregate: code.definition.isAggregate)
  }

  package var definition: FunctionDefinition { code.definition }

  /// The captured values by the names that the body has for them.
  func capturedValues() -> [(name: String, value: EmbeddedValue)] {
    guard let captures else { return [] }
    return (0..<captures.count).map { (code.captureNames[$0], EmbeddedValue(captures.cell(at: $0))) }
  }

  /// - Throws: nothing; captured values that cannot be compared are different.
  func hasSameCaptures(as other: ScriptFunction) -> Bool {
    guard let captures, let others = other.captures else { return captures == nil && other.captures == nil }
    do { return try ObjectEquality.equals(.vector(captures), .vector(others), tolerance: 0) } catch { return false }
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let frame = try enter(call.state)
    defer { leave(frame) }
    guard hasMutable else {
      var index = 0
      while index < call.count {
        frame.locals[index &+ 1] = call.arguments[index].copy()
        index &+= 1
      }
      return try run(frame)
    }
    return try invokeChanging(call, frame)
  }

  /// Arguments that the function may change are moved into its frame, and back when it ends, however it ends.
  private func invokeChanging(_ call: borrowing Call, _ frame: Frame) throws -> Cell {
    let locals = frame.locals
    for index in 0..<call.count {
      let isMutable = parameters.list[index].isMutable
      locals[index + 1] = isMutable ? exchange(call.arguments + index, .missing) : call.arguments[index].copy()
    }
    defer {
      for index in 0..<call.count where parameters.list[index].isMutable { call.arguments[index] = exchange(locals + index + 1, .missing) }
    }
    return try run(frame)
  }

  /// A frame for one call, every slot empty.
  /// - Throws: `.depth` when the stack ends.
  @inline(__always)
  func enter(_ state: UnsafeMutablePointer<ExecutionState>) throws -> Frame { try state.pushFrame(code.frameSize) }

  @inline(__always)
  func leave(_ frame: Frame) { frame.state.popFrame(frame, code.frameSize) }

  /// Runs the body on a frame whose parameters are set.
  @inline(__always)
  func run(_ frame: Frame) throws -> Cell {
    try frame.state.pointee.check()
    if code.hasOptionalParameters { try fillDefaults(frame) }
    try checkRequired(frame)
    if let captures {
      for index in 0..<captures.count { frame.locals[code.captureSlots[index]] = captures.cell(at: index) }
    }
    guard let body = code.bodyReference else { throw undefined() }
    guard try body.run(frame) == .returned else { return .nothing }
    return exchange(frame.locals + returnSlot, .missing)
  }

  @inline(never)
  private func undefined() -> KernelError { KernelError(.name, "the function `\(name)` is declared but not defined") }

  private func fillDefaults(_ frame: Frame) throws {
    for (index, node) in code.defaults.enumerated() where frame.locals[index + 1].isMissing {
      if let node { frame.locals[index + 1] = try node.eval(frame) }
    }
  }

  /// - Throws: `.arguments` when a parameter has no value.
  @inline(__always)
  private func checkRequired(_ frame: Frame) throws {
    var index = 1
    while index <= code.requiredParameters {
      if frame.locals[index].isMissing { throw frame.session.argumentCountError(self, index - 1) }
      index &+= 1
    }
  }
}
