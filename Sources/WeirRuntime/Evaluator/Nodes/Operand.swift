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

  /// The operand's words. `isOwned` says whether they hold a reference of their own, which `cell` takes over.
  @inline(__always)
  func load(_ frame: Frame) throws -> (raw: RawCell, isOwned: Bool) {
    switch access {
    // An empty slot takes the path that throws.
    case .local where !frame.locals[slot].isMissing: (frame.locals[slot].raw, false)
    case .constant: (constant.raw, false)
    default: (try node.eval(frame).intoRaw(), true)
    }
  }

  /// A cell of its own out of what `load` gave.
  @inline(__always)
  static func cell(_ operand: (raw: RawCell, isOwned: Bool)) -> Cell {
    if operand.isOwned { return Cell(owning: operand.raw) }
    let borrowed = Cell(owning: operand.raw)
    let copy = borrowed.copy()
    _ = borrowed.intoRaw()
    return copy
  }
}
