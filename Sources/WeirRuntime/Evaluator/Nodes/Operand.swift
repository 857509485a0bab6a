import WeirTables

/// How an operator reaches an operand: straight from a local slot, as a constant, or through its node. The first two are common and spare a virtual call.
struct Operand: ~Copyable {
  private enum Access: UInt8 {
    case local, constant, node
  }

  let node: Node
  private let access: Access
  private let slot: Int
  private let constant: Cell

  init(_ node: Node) {
    self.node = node
    if let local = node as? LocalNode {
      access = .local
      slot = local.slot
      constant = .missing
    } else if let value = node as? ConstantNode {
      access = .constant
      slot = 0
      constant = value.value.copy()
    } else {
      access = .node
      slot = 0
      constant = .missing
    }
  }

  /// Runs `body` on the operand.
  @inline(__always)
  func with<Result: ~Copyable>(_ frame: Frame, _ body: (borrowing Cell) throws -> Result) throws -> Result {
    switch access {
    // An empty slot takes the path that throws.
    case .local where !frame.locals[slot].isMissing: try body(frame.locals[slot])
    case .constant: try body(constant)
    default: try body(try node.eval(frame))
    }
  }
}
