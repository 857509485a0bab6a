import WeirSyntax
import WeirTables

final class ConstantNode: Node {
  let value: Cell

  init(_ value: consuming Cell, span: SourceSpan) {
    self.value = value
    super.init(span: span)
  }

  /// A constant vector is copied, so that changing the variable that it was assigned to does not change the script.
  override func eval(_ frame: Frame) throws -> Cell { value.copiedForAssignment() }

  override func evalCondition(_ frame: Frame) throws -> Bool {
    if value.tag == Cell.boolTag { return value.rawInteger == 1 }
    return try Node.isTrue(value, at: span)
  }
}

/// A local variable or parameter.
final class LocalNode: Node {
  let slot: Int
  let name: String
  let isConstant: Bool

  init(slot: Int, name: String, isConstant: Bool = false, span: SourceSpan) {
    self.slot = slot
    self.name = name
    self.isConstant = isConstant
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    if frame.locals[slot].isMissing { throw unset() }
    return frame.locals[slot].copy()
  }

  override func take(_ frame: Frame) throws -> Cell {
    if frame.locals[slot].isMissing { throw unset() }
    if isConstant { throw placed(KernelError.constant(name)) }
    return exchange(frame.locals + slot, .missing)
  }

  override func restore(_ frame: Frame, _ value: consuming Cell) { frame.locals[slot] = value }

  @inline(never)
  private func unset() -> ScriptError { ScriptError(.name, "the variable `\(name)` has no value here", at: span) }
}

/// A variable of the session.
final class GlobalNode: Node {
  let slot: Int
  let name: String
  let isConstant: Bool
  @exclusivity(unchecked) private var place = LeasePlace()

  init(slot: Int, name: String, isConstant: Bool = false, span: SourceSpan) {
    self.slot = slot
    self.name = name
    self.isConstant = isConstant
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let cell = frame.session.globals.cells + slot
    if cell.pointee.isMissing { return try frame.session.lookUpShared(name, &place, at: span) }
    return cell.pointee.copy()
  }

  override func take(_ frame: Frame) throws -> Cell {
    let cell = frame.session.globals.cells + slot
    if cell.pointee.isMissing { return try frame.session.lookUpShared(name, &place, at: span) }
    if isConstant { throw placed(KernelError.constant(name)) }
    return exchange(cell, .missing)
  }

  override func restore(_ frame: Frame, _ value: consuming Cell) { frame.session.globals.cells[slot] = value }

  override func lease(_ frame: Frame) -> Unmanaged<SharedLease>? {
    let session = frame.session
    return (session.globals.cells + slot).pointee.isMissing ? place.lease(of: name, in: session) : nil
  }
}

extension KernelError {
  /// What a change of a variable made by `const` ends in.
  package static func constant(_ name: String) -> KernelError { KernelError(.immutable, "Constant variable [\(name)] can't be modified.") }
}

/// A name that is found when the statement runs: a shared object, or a variable that an earlier statement made in a way that the text does not show.
final class LateNameNode: Node {
  let name: String
  /// That of the session's variable, had when the name is first looked up.
  @exclusivity(unchecked) private var slot: Int?
  @exclusivity(unchecked) private var originChanges = 0
  @exclusivity(unchecked) private var place = LeasePlace()

  init(name: String, span: SourceSpan) {
    self.name = name
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let session = frame.session
    return try own(session) ?? session.lookUpShared(name, &place, at: span)
  }

  override func lease(_ frame: Frame) -> Unmanaged<SharedLease>? {
    let session = frame.session
    return own(session) == nil ? place.lease(of: name, in: session) : nil
  }

  /// The value of a variable of the session.
  @inline(__always)
  private func own(_ session: SessionContext) -> Cell? {
    let slot = slot ?? session.globals.slot(of: name)
    self.slot = slot
    let cell = session.globals.cells + slot
    guard cell.pointee.isMissing else { return cell.pointee.copy() }
    guard session.globals.originChanges != originChanges else { return nil }
    originChanges = session.globals.originChanges
    return session.globals.value(name)
  }
}

/// A column of the query in whose scope this expression stands.
final class ColumnNode: Node {
  let index: Int
  let name: String

  init(index: Int, name: String, span: SourceSpan) {
    self.index = index
    self.name = name
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    guard let columns = frame.columns else { throw ScriptError(.name, "the column `\(name)` is not in scope", at: span) }
    return columns[index].copy()
  }
}

/// Puts `value` into `place` and answers what was there.
@inline(__always)
func exchange(_ place: UnsafeMutablePointer<Cell>, _ value: consuming Cell) -> Cell {
  let old = place.move()
  place.initialize(to: value)
  return old
}
