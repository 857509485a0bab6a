import WeirSyntax
import WeirTables

/// `x = e`.
final class AssignAction: Action {
  let place: Place
  let value: Operand

  init(_ place: Place, _ value: Node, span: SourceSpan) {
    self.place = place
    self.value = Operand(value)
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let known = value.words(frame)
    let result = known.isPlain ? Cell(owning: known) : try value.node.eval(frame)
    guard result.raw.isPlain, let cell = place.plainCell(frame) else {
      try assign(result, frame)
      return .normal
    }
    // A scalar in place of another: what stood in the variable holds no reference.
    cell.initialize(to: result)
    return .normal
  }

  @inline(never)
  private func assign(_ result: consuming Cell, _ frame: Frame) throws {
    if result.isMissing { throw ScriptError(.value, "there is no value to assign to `\(place.name)`", at: value.node.span) }
    if result.heapKind == .table {
      do { try result.table?.keep(as: place.name) } catch { throw placed(error) }
    }
    try place.assign(frame, result)
  }
}

/// `const x = e`.
final class ConstantAction: Action {
  let place: Place
  let value: Node

  init(_ place: Place, _ value: Node, span: SourceSpan) {
    self.place = place
    self.value = value
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    _ = try AssignAction(place, value, span: span).run(frame)
    if case .global = place.kind { frame.session.globals.freeze(place.name) }
    return .normal
  }
}

/// `&x = y`: both names for one value.
final class AliasAction: Action {
  let place: Place
  let value: Node

  init(_ place: Place, _ value: Node, span: SourceSpan) {
    self.place = place
    self.value = value
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    place.cell(frame).pointee = try value.eval(frame)
    return .normal
  }
}

/// `x += e` and its kin on a variable.
final class UpdateAction: Action {
  let place: Place
  let operation: BinaryOperation
  let value: Operand

  init(_ place: Place, _ operation: BinaryOperation, _ value: Node, span: SourceSpan) {
    self.place = place
    self.operation = operation
    self.value = Operand(value)
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    if value.isComputed { return try runNested(frame) }
    // An empty slot has no fast path, and what throws comes after it.
    if !update(frame, value.words(frame)) { try updateByKernel(frame, try value.node.eval(frame)) }
    return .normal
  }

  @inline(never)
  private func runNested(_ frame: Frame) throws -> Completion {
    let operand = try value.node.eval(frame)
    if !update(frame, operand.raw) { try updateByKernel(frame, operand) }
    return .normal
  }

  /// - Returns: whether the variable and the operand were plain numbers, and the variable has its new value.
  @inline(__always)
  private func update(_ frame: Frame, _ operand: RawCell) -> Bool {
    let cell = place.cell(frame)
    let fast = ScalarUpdate.apply(operation, cell.pointee.raw, operand)
    guard fast.tag != noFastPath else { return false }
    // The fast path is for scalars: what stood in the variable holds no reference.
    cell.initialize(to: Cell(owning: fast))
    return true
  }

  @inline(never)
  private func updateByKernel(_ frame: Frame, _ operand: consuming Cell) throws {
    let cell = place.cell(frame)
    if cell.pointee.isMissing { throw ScriptError(.name, "the variable `\(place.name)` has no value here", at: span) }
    do { cell.pointee = try OperatorKernel.apply(operation, cell.pointee, operand) } catch { throw placed(error) }
  }
}

/// `x, y = e`: the members of a tuple or vector, the columns of a matrix, the rows of a table; or one value for all.
final class DestructureAction: Action {
  let targets: [AssignmentTarget]
  let value: Node

  init(_ targets: [AssignmentTarget], _ value: Node, span: SourceSpan) {
    self.targets = targets
    self.value = value
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try value.eval(frame)
    var changed: [(target: AssignmentTarget, old: HeldValue)] = []
    do {
      for (index, target) in targets.enumerated() {
        let member = try member(value, index)
        let old = try target.present(frame)
        try target.assign(frame, member, nil, at: span)
        if let old { changed.append((target, old)) }
      }
    } catch {
      for (target, old) in changed.reversed() { target.restore(frame, old.cell, at: span) }
      throw error
    }
    return .normal
  }

  private func member(_ value: borrowing Cell, _ index: Int) throws -> Cell {
    do {
      switch value.heapKind {
      case .vector, .pair:
        let vector = value.pair?.elements ?? value.unsafeObject(as: Vector.self)
        guard vector.count == targets.count else { throw KernelError.shape("\(targets.count) variables cannot take the \(vector.count) elements") }
        return vector.cell(at: index)
      case .matrix:
        let matrix = value.unsafeObject(as: MatrixObject.self)
        guard matrix.columns == targets.count else { throw KernelError.shape("\(targets.count) variables cannot take the \(matrix.columns) columns") }
        return .vector(matrix.column(index))
      case .table:
        let rows = value.unsafeObject(as: Table.self).snapshot.rowCount
        guard rows == targets.count else { throw KernelError.shape("\(targets.count) variables cannot take the \(rows) rows") }
        return try Indexing.read(value, .long(index))
      default: return value.copy()
      }
    } catch { throw placed(error) }
  }
}

/// A cell where only copyable values go.
final class HeldValue {
  let cell: Cell
  init(_ cell: consuming Cell) { self.cell = cell }
}

/// What stands to the left of `=`.
indirect enum AssignmentTarget {
  case variable(Place)
  /// `container[i]`, `container[i, j]`. The container is an expression that gives the object itself.
  case element(container: Node, indices: [Node?], outer: AssignmentTarget?)
  case member(container: Node, name: String)

  /// Assigns `value`, combined by `operation` with what is there when it is given.
  func assign(_ frame: Frame, _ value: borrowing Cell, _ operation: BinaryOperation?, at span: SourceSpan) throws {
    do {
      switch self {
      case .variable(let place): try assign(place, frame, value, operation)
      case .element(let container, let indices, let outer): try assign(container, indices, outer, frame, value, operation, span)
      case .member(let container, let name): try assign(container, name, frame, value, operation)
      }
    } catch { throw ScriptError(error, at: span) }
  }

  /// What an assignment would overwrite; nil where nothing can be read, so that nothing can be written either.
  fileprivate func present(_ frame: Frame) throws -> HeldValue? {
    switch self {
    case .variable(let place): return HeldValue(place.cell(frame).pointee.copy())
    case .element(let container, let indices, _):
      let object = try container.eval(frame)
      let slab = ArgumentSlab(count: indices.count)
      for (place, node) in indices.enumerated() { slab[place] = try node?.eval(frame) ?? .missing }
      do { return HeldValue(try Indexing.read(object, indexes: slab.cells, count: slab.count).copiedForAssignment()) } catch { return nil }
    case .member(let container, let name):
      guard let member = try Indexing.member(try container.eval(frame), name) else { return nil }
      return HeldValue(member)
    }
  }

  /// Puts back what `present` gave.
  fileprivate func restore(_ frame: Frame, _ value: borrowing Cell, at span: SourceSpan) {
    if case .variable(let place) = self {
      place.cell(frame).pointee = value.copy()
      return
    }
    do { try assign(frame, value, nil, at: span) } catch {
      // It was there before, so that it fits; and the error of the assignment is the one to tell.
    }
  }

  private func assign(_ place: Place, _ frame: Frame, _ value: borrowing Cell, _ operation: BinaryOperation?) throws {
    guard let operation else { return try place.assign(frame, value.copiedForAssignment()) }
    let cell = place.cell(frame)
    cell.pointee = try OperatorKernel.apply(operation, cell.pointee, value)
  }

  private func assign(
    _ container: Node, _ indices: [Node?], _ outer: AssignmentTarget?, _ frame: Frame, _ value: borrowing Cell, _ operation: BinaryOperation?,
    _ span: SourceSpan
  ) throws {
    let object = try container.eval(frame)
    if indices.count > 2 || object.heapKind == .dictionary && indices.count == 2 {
      let slab = ArgumentSlab(count: indices.count)
      for (place, node) in indices.enumerated() { slab[place] = try node?.eval(frame) ?? .missing }
      let value = try operation.map { try OperatorKernel.apply($0, try Indexing.read(object, indexes: slab.cells, count: slab.count), value) } ?? value.copy()
      return try Indexing.write(object, indexes: slab.cells, count: slab.count, value)
    }
    guard indices.count == 2 else {
      guard indices.count == 1, let node = indices[0] else { throw KernelError.arguments("an assignment to an element needs an index") }
      let index = try CodeIndex.resolved(try node.eval(frame), of: object, frame.session)
      if operation == nil, try TableChange.assign(to: index, of: object, value, where: .missing, frame.session) { return }
      if let operation {
        try Indexing.write(object, index, try OperatorKernel.apply(operation, try Indexing.read(object, index), value))
      } else {
        try Indexing.write(object, index, value)
      }
      try outer?.store(frame, object, at: span)
      return
    }
    let first = try indices[0]?.eval(frame) ?? .missing
    let second = try indices[1]?.eval(frame) ?? .missing
    if operation == nil, try TableChange.assign(to: first, of: object, value, where: second, frame.session) { return }
    let row = try CodeIndex.resolved(first, of: object, frame.session)
    let column = try CodeIndex.resolved(second, of: object, frame.session)
    if let operation {
      try Indexing.write(object, row, column, try OperatorKernel.apply(operation, try Indexing.read(object, row, column), value))
    } else {
      try Indexing.write(object, row, column, value)
    }
    try outer?.store(frame, object, at: span)
  }

  private func assign(_ container: Node, _ name: String, _ frame: Frame, _ value: borrowing Cell, _ operation: BinaryOperation?) throws {
    let object = try container.eval(frame)
    if object.instance != nil {
      throw KernelError(.immutable, "the attribute `\(name)` cannot be set from outside of its class: write `setAttr(object, \"\(name)\", value)`")
    }
    if object.table != nil {
      let hint = "a column named behind a dot is read only: write `t[\"\(name)\"]`, or `update`"
      throw ScriptError(.immutable, "Can't use assignment in expression.", at: container.span, hint: hint)
    }
    guard let operation else { return try Indexing.writeMember(object, name, value) }
    guard let present = try Indexing.member(object, name) else { throw KernelError(.name, "there is no member `\(name)`") }
    try Indexing.writeMember(object, name, try OperatorKernel.apply(operation, present, value))
  }

  /// Writes back an element that was changed in place, for containers that hand out copies of what they hold: tables.
  private func store(_ frame: Frame, _ value: borrowing Cell, at span: SourceSpan) throws {
    switch self {
    case .variable: return
    case .element(let container, let indices, _):
      let object = try container.eval(frame)
      guard object.heapKind == .table, indices.count == 1, let node = indices[0] else { return }
      try Indexing.write(object, try node.eval(frame), value)
    case .member(let container, let name):
      let object = try container.eval(frame)
      guard object.heapKind == .table else { return }
      try Indexing.writeMember(object, name, value)
    }
  }
}

/// `x[i] = e`, `x[i] += e`, `o.a = e`.
final class ElementAssignAction: Action {
  let target: AssignmentTarget
  let operation: BinaryOperation?
  let value: Node

  init(_ target: AssignmentTarget, _ operation: BinaryOperation?, _ value: Node, span: SourceSpan) {
    self.target = target
    self.operation = operation
    self.value = value
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    try target.assign(frame, try value.eval(frame), operation, at: span)
    return .normal
  }
}

/// `x[i] = e` and `x[i] op= e` where `x` is a variable and there is one index: the common case, without a detour for numbers in vectors and dictionaries.
final class VariableElementAction: Action {
  let variable: Place
  let index: Operand
  let value: Operand
  let operation: BinaryOperation?

  init(_ variable: Place, index: Node, value: Node, operation: BinaryOperation?, span: SourceSpan) {
    self.variable = variable
    self.index = Operand(index)
    self.value = Operand(value)
    self.operation = operation
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let newValue = try value.load(frame, before: index)
    let position: LoadedOperand
    do {
      position = try index.load(frame)
    } catch {
      newValue.release()
      throw error
    }
    if try store(newValue.raw, variable.cell(frame).pointee.raw, position.raw) { return .normal }
    try write(newValue.cell(), position.cell(), frame)
    return .normal
  }

  /// - Returns: whether this was a number in place of another of the same type, and was written. No reference is held by any of the two then.
  @inline(__always)
  private func store(_ value: RawCell, _ container: RawCell, _ position: RawCell) throws -> Bool {
    guard !value.isHeap, !position.isHeap else { return false }
    let isDictionary = container.kindByte == HeapKind.dictionary.byte
    guard isDictionary || position.tag == Cell.intTag || position.tag == Cell.longTag else { return false }
    do {
      guard let operation else {
        if isDictionary { return try DictionaryObject.store(value, in: container, at: position) }
        return try Vector.store(value, in: container, at: position.integer)
      }
      if isDictionary { return try DictionaryObject.update(in: container, at: position) { ScalarUpdate.apply(operation, $0, value) } }
      guard let old = Vector.scalar(in: container, at: position.integer) else { return false }
      return try Vector.store(ScalarUpdate.apply(operation, old, value), in: container, at: position.integer)
    } catch { throw placed(error) }
  }

  @inline(never)
  private func write(_ newValue: borrowing Cell, _ position: borrowing Cell, _ frame: Frame) throws {
    let cell = variable.cell(frame)
    if cell.pointee.isMissing { throw ScriptError(.name, "the variable `\(variable.name)` has no value here", at: span) }
    do {
      guard let operation else {
        let isDone = cell.pointee.isAnyTable ? try TableChange.assign(to: position, of: cell.pointee.copy(), newValue, where: .missing, frame.session) : false
        if !isDone { try Indexing.write(cell.pointee, position, newValue) }
        return
      }
      let object = cell.pointee.copy()
      try Indexing.write(object, position, try OperatorKernel.apply(operation, try Indexing.read(object, position), newValue))
    } catch { throw placed(error) }
  }
}

/// The fast paths of `op=`.
enum ScalarUpdate {
  @inline(__always)
  static func apply(_ operation: BinaryOperation, _ left: RawCell, _ right: RawCell) -> RawCell {
    switch operation {
    case .add: ScalarDispatch<AddOperation>.apply(left, right)
    case .subtract: ScalarDispatch<SubtractOperation>.apply(left, right)
    case .multiply: ScalarDispatch<MultiplyOperation>.apply(left, right)
    default: RawCell(tag: noFastPath, bits: 0)
    }
  }
}
