import WeirSyntax
import WeirTables

/// A variable that can be assigned to.
struct Place {
  enum Kind {
    case local(Int)
    case global(Int)
  }

  let kind: Kind
  let name: String

  @inline(__always)
  func cell(_ frame: Frame) -> UnsafeMutablePointer<Cell> {
    switch kind {
    case .local(let slot): frame.locals + slot
    case .global(let slot): frame.session.globals.cells + slot
    }
  }

  /// Gives the variable its own copy of what others hold too; a value that nobody else holds is moved in.
  @inline(__always)
  func assign(_ frame: Frame, _ value: consuming Cell) throws {
    if value.isHeap, value.isSharedObject { return assignCopy(frame, value) }
    cell(frame).pointee = value
  }

  private func assignCopy(_ frame: Frame, _ value: borrowing Cell) { cell(frame).pointee = value.copiedForAssignment() }
}

extension Cell {
  /// Whether somebody else holds the object of this heap cell too.
  /// - Precondition: `isHeap`.
  var isSharedObject: Bool {
    var bits = bits
    return !withUnsafeMutablePointer(to: &bits) { pointer in
      // The bits are the one reference that this cell holds; looking at them through a reference takes none.
      pointer.withMemoryRebound(to: AnyObject.self, capacity: 1) { isKnownUniquelyReferenced(&$0.pointee) }
    }
  }
}
