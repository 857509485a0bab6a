import WeirTables

/// The children of a node whose number varies. Reaching one takes no reference: the list keeps them all for as long as the node lives, and an array would retain and release a
/// child around every call of it.
struct ChildList<Child: AnyObject>: ~Copyable {
  private let base: UnsafeMutablePointer<Unmanaged<Child>>
  let count: Int

  init(_ children: [Child]) {
    count = children.count
    base = .allocate(capacity: max(count, 1))
    for (index, child) in children.enumerated() { (base + index).initialize(to: .passRetained(child)) }
  }

  deinit {
    for index in 0..<count { base[index].release() }
    base.deallocate()
  }

  /// - Precondition: `index < count`.
  @inline(__always)
  subscript(index: Int) -> Unmanaged<Child> { base[index] }
}

extension Unmanaged<Node> {
  /// Puts the node's value into `cell`, which holds none.
  @inline(__always)
  func evaluate(_ frame: Frame, into cell: UnsafeMutablePointer<Cell>) throws {
    try _withUnsafeGuaranteedRef { cell.initialize(to: try $0.eval(frame)) }
  }

  @inline(__always)
  func eval(_ frame: Frame) throws -> Cell {
    var result = Cell.missing
    try _withUnsafeGuaranteedRef { result = try $0.eval(frame) }
    return result
  }

  /// See `Node.lease`.
  @inline(__always)
  func lease(_ frame: Frame) -> Unmanaged<SharedLease>? { _withUnsafeGuaranteedRef { $0.lease(frame) } }

  /// Moves the node's value into `cell`, which holds none; see `Node.take`.
  func take(_ frame: Frame, into cell: UnsafeMutablePointer<Cell>) throws {
    try _withUnsafeGuaranteedRef { cell.initialize(to: try $0.take(frame)) }
  }

  /// Moves `cell` back into the variable that it was taken from, leaving it empty.
  func restore(_ frame: Frame, from cell: UnsafeMutablePointer<Cell>) {
    _withUnsafeGuaranteedRef { $0.restore(frame, exchange(cell, .missing)) }
  }
}

extension Unmanaged<Action> {
  @inline(__always)
  func run(_ frame: Frame) throws -> Completion { try _withUnsafeGuaranteedRef { try $0.run(frame) } }
}
