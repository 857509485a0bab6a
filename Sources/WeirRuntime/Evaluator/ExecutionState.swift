import Synchronization
import WeirTables

/// What every call and every turn of a loop looks at: the cells of all frames, one behind the other, how deep the native stack may grow, and whether to stop.
///
/// Kept behind a pointer that the session owns, so that reaching it costs neither a reference count nor an access check.
struct ExecutionState {
  /// Whose state this is; it keeps the state, not the other way round.
  let session: Unmanaged<SessionContext>
  private let base: UnsafeMutablePointer<Cell>
  private(set) var top: UnsafeMutablePointer<Cell>
  private let end: UnsafeMutablePointer<Cell>
  /// The address below which the native stack of this thread must not grow.
  var stackLimit: UInt = 0
  /// The flag of the session's cancellation.
  private let cancellation: UnsafeMutablePointer<Atomic<Bool>>

  /// Cells; untouched pages cost address space only. A frame of an ordinary function takes 5 to 20 cells, so that the native stack ends first.
  private static let capacity = 1 << 20

  init(session: SessionContext, cancellation: UnsafeMutablePointer<Atomic<Bool>>) {
    self.session = .passUnretained(session)
    base = .allocate(capacity: ExecutionState.capacity)
    top = base
    end = base + ExecutionState.capacity
    self.cancellation = cancellation
  }

  /// - Precondition: no frame is left.
  func deallocate() { base.deallocate() }

  /// `size` cells, which the caller initialises.
  /// - Throws: `.depth` when the stack is full.
  @inline(__always)
  mutating func push(_ size: Int) throws -> UnsafeMutablePointer<Cell> {
    let cells = top
    guard cells + size <= end else { throw ExecutionState.overflow }
    top = cells + size
    return cells
  }

  /// Gives the cells back.
  /// - Precondition: they are the topmost ones, and no longer initialised.
  @inline(__always)
  mutating func pop(to cells: UnsafeMutablePointer<Cell>) { top = cells }

  /// - Throws: `.depth` when the native stack is nearly used up: endless recursion is the script's error, not the end of the process. `.interrupted` when the
  ///   statement is to stop.
  @inline(__always)
  func check() throws {
    if NativeStack.currentAddress() < stackLimit { throw ExecutionState.overflow }
    try checkCancellation()
  }

  @inline(__always)
  func checkCancellation() throws {
    if cancellation.pointee.load(ordering: .relaxed) { throw ExecutionState.interrupted }
  }

  private static let overflow = KernelError(.depth, "the recursion is too deep")
  private static let interrupted = KernelError(.interrupted, "interrupted")
}

extension UnsafeMutablePointer<ExecutionState> {
  /// A frame of `size` empty locals.
  /// - Throws: `.depth` when the stack ends.
  @inline(__always)
  func pushFrame(_ size: Int) throws -> Frame {
    let frame = Frame(header: try pointee.push(size &+ Frame.headerSize), state: self)
    var slot = 0
    while slot < size {
      (frame.locals + slot).initialize(to: .missing)
      slot &+= 1
    }
    return frame
  }

  /// Empties the topmost frame and gives it back.
  @inline(__always)
  func popFrame(_ frame: Frame, _ size: Int) {
    emptyCells(frame.locals, count: size)
    pointee.pop(to: frame.locals - Frame.headerSize)
  }
}
