import WeirTables

/// How an operator reaches an operand: through a node, straight from a local slot, or as a constant. A generic parameter of the operator's node, so that the
/// common shapes (`i + 1`, `x * y`) run without a virtual call per operand.
protocol OperandAccess {
  /// Runs `body` on the operand.
  func with<Result: ~Copyable>(_ frame: Frame, _ body: (borrowing Cell) throws -> Result) throws -> Result
}

struct NodeOperand: OperandAccess {
  let node: Node

  @inline(__always)
  func with<Result: ~Copyable>(_ frame: Frame, _ body: (borrowing Cell) throws -> Result) throws -> Result {
    try body(try node.eval(frame))
  }
}

struct LocalOperand: OperandAccess {
  let node: LocalNode

  @inline(__always)
  func with<Result: ~Copyable>(_ frame: Frame, _ body: (borrowing Cell) throws -> Result) throws -> Result {
    // An empty slot takes the path that throws. What a callee could do to the slot meanwhile is nothing: operators call no script code.
    if frame.locals[node.slot].isMissing { return try body(try node.eval(frame)) }
    return try body(frame.locals[node.slot])
  }
}

struct ConstantOperand: OperandAccess {
  let node: ConstantNode

  @inline(__always)
  func with<Result: ~Copyable>(_ frame: Frame, _ body: (borrowing Cell) throws -> Result) throws -> Result { try body(node.value) }
}
