/// The children of a node whose number varies. Reaching one takes no reference: the list keeps them all for as long as the node lives, and an array would retain and release a
/// child around every call of it.
struct ChildList<Child: AnyObject>: ~Copyable {
  /// A place that holds no reference; `owners` does.
  private struct Slot {
    unowned(unsafe) let child: Child
  }

  private let owners: [Child]
  private let slots: UnsafeMutablePointer<Slot>
  let count: Int

  init(_ children: [Child]) {
    owners = children
    count = children.count
    slots = .allocate(capacity: max(count, 1))
    for (index, child) in children.enumerated() { (slots + index).initialize(to: Slot(child: child)) }
  }

  deinit { slots.deallocate() }

  /// Runs `body` on a child.
  /// - Precondition: `index < count`.
  @inline(__always)
  func with<Result: ~Copyable>(_ index: Int, _ body: (Child) throws -> Result) rethrows -> Result {
    try body(slots[index].child)
  }
}
