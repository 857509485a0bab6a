import WeirTables

/// What a node sees when it runs: the local variables, the session, and inside a query the columns of the rows in scope.
///
/// Plain words, passed in registers: each one more is saved around every call of a node. The session lies behind `state`, which is reached without touching a
/// reference count.
package struct Frame {
  package let locals: UnsafeMutablePointer<Cell>
  let state: UnsafeMutablePointer<ExecutionState>
  /// The columns of the query that is being evaluated.
  package let columns: UnsafeMutablePointer<Cell>?

  @inline(__always)
  package init(locals: UnsafeMutablePointer<Cell>, session: SessionContext, columns: UnsafeMutablePointer<Cell>? = nil) {
    self.init(locals: locals, state: session.state, columns: columns)
  }

  @inline(__always)
  init(locals: UnsafeMutablePointer<Cell>, state: UnsafeMutablePointer<ExecutionState>, columns: UnsafeMutablePointer<Cell>? = nil) {
    self.locals = locals
    self.state = state
    self.columns = columns
  }

  @inline(__always)
  package func withColumns(_ columns: UnsafeMutablePointer<Cell>) -> Frame { Frame(locals: locals, state: state, columns: columns) }

  /// Counts a reference; hot paths pass `state` on.
  package var session: SessionContext { state.pointee.session.takeUnretainedValue() }
}

/// The slot of a function's frame that holds what it returns; parameters follow.
let returnSlot = 0
