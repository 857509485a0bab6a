import WeirTables

/// How an operator reaches an operand: straight from a local slot, as a constant, or through its node. The first two are common and spare a virtual call.
struct Operand: ~Copyable {
  let node: Node
  let isComputed: Bool
  /// All ones for a variable, whose words lie `offset` bytes behind the first local; zero for a constant, whose words lie at the address `offset`. So both are
  /// reached without a branch.
  private let mask: UInt
  private let offset: UInt
  /// What a constant holds, and `.missing` for what is computed.
  private let constant: UnsafeMutablePointer<Cell>

  /// Whether a node has to be evaluated, because it is neither a variable nor a constant.
  static func isComputed(_ node: Node) -> Bool { !(node is LocalNode || node is ConstantNode) }

  init(_ node: Node) {
    self.node = node
    isComputed = Operand.isComputed(node)
    constant = .allocate(capacity: 1)
    if let local = node as? LocalNode {
      mask = .max
      offset = UInt(local.slot * MemoryLayout<Cell>.stride)
      constant.initialize(to: .missing)
    } else {
      mask = 0
      offset = UInt(bitPattern: constant)
      constant.initialize(to: (node as? ConstantNode)?.value.copy() ?? .missing)
    }
  }

  deinit {
    constant.deinitialize(count: 1)
    constant.deallocate()
  }

  /// The words of a variable or constant, without a reference of their own; those of `.missing` for a variable that has no value, and for what is computed.
  @inline(__always)
  func words(_ frame: Frame) -> RawCell {
    UnsafePointer<RawCell>(bitPattern: UInt(bitPattern: frame.locals) & mask &+ offset).unsafelyUnwrapped.pointee
  }

  /// The operand's words.
  @inline(__always)
  func load(_ frame: Frame) throws -> LoadedOperand {
    let raw = words(frame)
    // An empty slot takes the path that throws.
    if !raw.isMissing { return LoadedOperand(raw: raw, isOwned: false) }
    return LoadedOperand(raw: try node.eval(frame).intoRaw(), isOwned: true)
  }

  /// The operand's words, which stay good while `later` is evaluated: what runs there may give the variable another value.
  @inline(__always)
  func load(_ frame: Frame, before later: borrowing Operand) throws -> LoadedOperand {
    let operand = try load(frame)
    guard later.isComputed, !operand.isOwned, operand.raw.isHeap else { return operand }
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
