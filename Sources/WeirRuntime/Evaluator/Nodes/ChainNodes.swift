import WeirSyntax
import WeirTables

/// Operators between values of which either may be a chain.
enum ChainEvaluation {
  /// - Parameter forChain: whether the answer may be a chain.
  static func apply(
    _ operation: BinaryOperation, _ left: consuming Cell, _ right: consuming Cell, _ frame: Frame, _ forChain: Bool
  ) throws -> Cell {
    if let chain = try ElementChain.make(operation, left, right) {
      return forChain ? .chain(chain) : .vector(try chain.vector(frame.session.host.threads))
    }
    guard left.isChain || right.isChain else { return try OperatorKernel.apply(operation, left, right) }
    let threads = frame.session.host.threads
    return try OperatorKernel.apply(operation, try left.withoutChain(threads), try right.withoutChain(threads))
  }
}

/// A call with one argument of a built-in that has a fast path for a scalar, or knows chains.
final class UnaryCallNode: Node {
  private let function: BuiltinFunction
  /// Not optional: one that may be nil is counted with every call.
  private let scalar: ScalarFunction
  private let role: ChainRole?
  private let argument: Operand

  /// Nil for a built-in that is like any other.
  init?(_ function: BuiltinFunction, _ argument: Node, span: SourceSpan) {
    role = function.declaration.chain
    if function.declaration.scalar == nil, role == nil { return nil }
    // Not by `??`, which wraps the closure into two others.
    if let scalar = function.declaration.scalar { self.scalar = scalar } else { scalar = { _ in Cell.missing.raw } }
    self.function = function
    self.argument = Operand(argument)
    super.init(span: span)
    switch role {
    case .function: argument.feedChain()
    case .aggregate: argument.feedAggregate()
    case nil: break
    }
  }

  override var isCall: Bool { true }

  override func eval(_ frame: Frame) throws -> Cell {
    let known = argument.words(frame)
    let value = known.isPlain ? Cell(owning: known) : try argument.node.eval(frame)
    if value.raw.isPlain {
      let result = scalar(value.raw)
      if !result.isMissing { return Cell(owning: result) }
    }
    return try evaluate(value, frame)
  }

  @inline(never)
  private func evaluate(_ value: consuming Cell, _ frame: Frame) throws -> Cell {
    do {
      switch role {
      case nil: return try call(value, frame)
      case .function(let element):
        guard let chain = try ElementChain.make(element, value) else { return try call(value, frame) }
        return feedsChain ? .chain(chain) : .vector(try chain.vector(frame.session.host.threads))
      case .aggregate(let aggregate):
        guard value.isChain, let chain = try ElementChain.ofValues(value) else { return try call(value, frame) }
        return try aggregate.whole(chain, frame.session.host.threads)
      }
    } catch { throw placed(error) }
  }

  private func call(_ value: consuming Cell, _ frame: Frame) throws -> Cell {
    let value = try value.withoutChain(frame.session.host.threads)
    let slab = try frame.state.pointee.push(1)
    slab.initialize(to: value)
    defer {
      slab.deinitialize(count: 1)
      frame.state.pointee.pop(to: slab)
    }
    try frame.session.checkArgumentCount(function, slab, 1)
    return try function.invoke(Call(slab, count: 1, state: frame.state, function: function))
  }
}
