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

  /// The words of a variable that has a value, or of a constant; nil for what has to be evaluated.
  @inline(__always)
  func atHand(_ frame: Frame) -> RawCell? {
    switch access {
    case .local where !frame.locals[slot].isMissing: frame.locals[slot].raw
    case .constant: constant.raw
    default: nil
    }
  }

  /// The operand's words.
  @inline(__always)
  func load(_ frame: Frame) throws -> LoadedOperand {
    switch access {
    // An empty slot takes the path that throws.
    case .local where !frame.locals[slot].isMissing: LoadedOperand(raw: frame.locals[slot].raw, isOwned: false)
    case .constant: LoadedOperand(raw: constant.raw, isOwned: false)
    default: LoadedOperand(raw: try node.eval(frame).intoRaw(), isOwned: true)
    }
  }

  /// The operand's words, which stay good while `later` is evaluated: what runs there may give the variable another value.
  @inline(__always)
  func load(_ frame: Frame, before later: borrowing Operand) throws -> LoadedOperand {
    let operand = try load(frame)
    guard !operand.isOwned, later.access == .node, operand.raw.isHeap else { return operand }
    return LoadedOperand(raw: operand.cell().intoRaw(), isOwned: true)
  }
}

/// The words of an operand. `isOwned` says whether they hold a reference of their own, to be given up by `release` or taken over by `cell`.
struct LoadedOperand {
  let raw: RawCell
  let isOwned: Bool

  @inline(__always)
  func release() {
    if isOwned { _ = Cell(owning: raw) }
  }

  /// A cell of its own.
  @inline(__always)
  func cell() -> Cell {
    if isOwned { return Cell(owning: raw) }
    let borrowed = Cell(owning: raw)
    let copy = borrowed.copy()
    _ = borrowed.intoRaw()
    return copy
  }
}
