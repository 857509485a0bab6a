import WeirTables

/// What a node sees when it runs: the local variables, the session, and inside a query the columns of the rows in scope.
///
/// One word, passed in a register: each one more is saved around every call of a node. What is needed less often stands in the cell before the first local.
package struct Frame {
  package let locals: UnsafeMutablePointer<Cell>

  /// The cell before the first local. The session lies behind `state`, which is reached without touching a reference count.
  private struct Header {
    let state: UnsafeMutablePointer<ExecutionState>
    var columns: UnsafeMutablePointer<Cell>?
  }

  /// - Parameter header: the first of the cells of a frame; the locals follow it and are initialised by the caller.
  @inline(__always)
  init(header: UnsafeMutablePointer<Cell>, state: UnsafeMutablePointer<ExecutionState>) {
    locals = header + 1
    self.header.initialize(to: Header(state: state, columns: nil))
  }

  /// Cells that a frame takes beside its locals.
  @inline(__always) static var headerSize: Int { 1 }

  @inline(__always)
  private var header: UnsafeMutablePointer<Header> { UnsafeMutableRawPointer(locals - 1).assumingMemoryBound(to: Header.self) }

  @inline(__always) var state: UnsafeMutablePointer<ExecutionState> { header.pointee.state }

  /// The columns of the query that is being evaluated.
  @inline(__always) package var columns: UnsafeMutablePointer<Cell>? { header.pointee.columns }

  /// The value of an expression of a query over `columns`.
  func evaluate(_ node: Node, over columns: UnsafeMutablePointer<Cell>) throws -> Cell {
    let outer = header.pointee.columns
    header.pointee.columns = columns
    defer { header.pointee.columns = outer }
    return try node.eval(self)
  }

  /// Counts a reference; hot paths pass `state` on.
  package var session: SessionContext { state.pointee.session.takeUnretainedValue() }
}

/// The slot of a function's frame that holds what it returns; parameters follow.
let returnSlot = 0

extension SessionContext {
  /// A frame of `size` empty locals for what runs outside of functions.
  /// - Throws: `.depth` when the stack ends.
  func withFrame<Result: ~Copyable>(size: Int = 1, _ body: (Frame) throws -> Result) throws -> Result {
    let frame = try state.pushFrame(size)
    defer { state.popFrame(frame, size) }
    return try body(frame)
  }
}
