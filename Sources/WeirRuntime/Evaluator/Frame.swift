import WeirTables

/// What a node sees when it runs: the local variables, the session, and inside a query the columns of the rows in scope.
///
/// Plain words, passed in registers. What the hot paths need of the session lies behind `state`, which is reached without touching a reference count.
package struct Frame {
  package let locals: UnsafeMutablePointer<Cell>
  let state: UnsafeMutablePointer<ExecutionState>
  let sessionReference: Unmanaged<SessionContext>
  /// The columns of the query that is being evaluated.
  package let columns: UnsafeMutablePointer<Cell>?

  @inline(__always)
  package init(locals: UnsafeMutablePointer<Cell>, session: SessionContext, columns: UnsafeMutablePointer<Cell>? = nil) {
    self.init(locals: locals, state: session.state, session: .passUnretained(session), columns: columns)
  }

  @inline(__always)
  init(locals: UnsafeMutablePointer<Cell>, session: Unmanaged<SessionContext>) {
    self.init(locals: locals, state: session._withUnsafeGuaranteedRef { $0.state }, session: session, columns: nil)
  }

  @inline(__always)
  init(
    locals: UnsafeMutablePointer<Cell>, state: UnsafeMutablePointer<ExecutionState>, session: Unmanaged<SessionContext>, columns: UnsafeMutablePointer<Cell>?
  ) {
    self.locals = locals
    self.state = state
    sessionReference = session
    self.columns = columns
  }

  @inline(__always)
  package func withColumns(_ columns: UnsafeMutablePointer<Cell>) -> Frame {
    Frame(locals: locals, state: state, session: sessionReference, columns: columns)
  }

  /// Counts a reference: whoever makes a frame keeps the session, and hot paths pass `sessionReference` on.
  package var session: SessionContext { sessionReference.takeUnretainedValue() }
}

/// The slot of a function's frame that holds what it returns; parameters follow.
let returnSlot = 0
