import WeirSyntax
import WeirTables

/// A variable that can be assigned to.
struct Place {
  enum Kind {
    case local(Int)
    case global(Int)
    /// An attribute, in a method.
    case field(FieldPlace)
  }

  let kind: Kind
  let name: String

  @inline(__always)
  func cell(_ frame: Frame) -> UnsafeMutablePointer<Cell> {
    switch kind {
    case .local(let slot): frame.locals + slot
    case .global(let slot): frame.session.globals.cells + slot
    case .field(let field): field.cell(frame)
    }
  }

  /// The variable as long as it holds no reference; nil for one that does, and for what is not a plain variable.
  @inline(__always)
  func plainCell(_ frame: Frame) -> UnsafeMutablePointer<Cell>? {
    let cell: UnsafeMutablePointer<Cell>
    switch kind {
    case .local(let slot): cell = frame.locals + slot
    case .global(let slot): cell = frame.session.globals.cells + slot
    case .field: return nil
    }
    return cell.pointee.isHeap ? nil : cell
  }

  /// Gives the variable its own copy of what others hold too; a value that nobody else holds is moved in.
  @inline(__always)
  func assign(_ frame: Frame, _ value: consuming Cell) throws {
    if case .field(let field) = kind { return try field.assign(frame, value.isHeap && value.isSharedObject ? value.copiedForAssignment() : value) }
    if value.isHeap, value.isSharedObject { return assignCopy(frame, value) }
    replace(cell(frame), value)
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

/// Puts `value` into a variable. A scalar that stood there needs no release.
@inline(__always)
func replace(_ place: UnsafeMutablePointer<Cell>, _ value: consuming Cell) {
  if place.pointee.isHeap {
    place.pointee = value
  } else {
    place.initialize(to: value)
  }
}

/// Empties `count` cells, of which most hold scalars.
@inline(__always)
func emptyCells(_ cells: UnsafeMutablePointer<Cell>, count: Int) {
  var index = 0
  while index < count {
    if cells[index].isHeap { (cells + index).deinitialize(count: 1) }
    index &+= 1
  }
}
