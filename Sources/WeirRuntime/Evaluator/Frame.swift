import WeirTables

/// What a node sees when it runs: the local variables, the session, and inside a query the columns of the rows in scope.
///
/// Three plain words, passed in registers.
package struct Frame {
  package let locals: UnsafeMutablePointer<Cell>
  package unowned(unsafe) let session: SessionContext
  /// The columns of the query that is being evaluated.
  package let columns: UnsafeMutablePointer<Cell>?

  @inline(__always)
  package init(locals: UnsafeMutablePointer<Cell>, session: SessionContext, columns: UnsafeMutablePointer<Cell>? = nil) {
    self.locals = locals
    self.session = session
    self.columns = columns
  }

  @inline(__always)
  package func withColumns(_ columns: UnsafeMutablePointer<Cell>) -> Frame { Frame(locals: locals, session: session, columns: columns) }
}

/// The slot of a function's frame that holds what it returns; parameters follow.
let returnSlot = 0

/// The cells of all frames of a session, one behind the other.
final class CellStack {
  private let base: UnsafeMutablePointer<Cell>
  @exclusivity(unchecked) private(set) var top: UnsafeMutablePointer<Cell>
  private let end: UnsafeMutablePointer<Cell>

  /// Cells; untouched pages cost address space only. A frame of an ordinary function takes 5 to 20 cells, so that the depth limit of calls comes first.
  private static let capacity = 1 << 20

  init() {
    base = .allocate(capacity: CellStack.capacity)
    top = base
    end = base + CellStack.capacity
  }

  deinit { base.deallocate() }

  /// A frame of `size` cells whose contents the caller initialises.
  /// - Throws: `.depth` when the stack is full.
  @inline(__always)
  func push(_ size: Int) throws -> UnsafeMutablePointer<Cell> {
    let frame = top
    guard frame + size <= end else { throw CellStack.overflow }
    top = frame + size
    return frame
  }

  /// Gives the frame back.
  /// - Precondition: it is the topmost one, and its cells are no longer initialised.
  @inline(__always)
  func pop(to frame: UnsafeMutablePointer<Cell>) { top = frame }

  static let overflow = KernelError(.depth, "the recursion is too deep")
}
