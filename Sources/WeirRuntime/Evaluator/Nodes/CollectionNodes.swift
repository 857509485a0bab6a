import WeirSyntax
import WeirTables

/// `[a, b]`: a vector when all members are scalars of one kind, else a tuple.
final class VectorNode: Node {
  /// Nil for an element left out, which is null.
  let elements: [Node?]

  init(_ elements: [Node?], span: SourceSpan) {
    self.elements = elements
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let tuple = AnyVector(capacity: elements.count)
    for element in elements { tuple.push(try element?.eval(frame) ?? .void) }
    do {
      try NestingLimit.check(tuple.nesting)
      return .vector(try ResultAssembly.collapsed(tuple))
    } catch { throw placed(error) }
  }
}

/// `(a, b)`.
final class TupleNode: Node {
  let elements: [Node?]

  init(_ elements: [Node?], span: SourceSpan) {
    self.elements = elements
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let tuple = AnyVector(capacity: elements.count)
    for element in elements { tuple.push(try element?.eval(frame) ?? .void) }
    do { try NestingLimit.check(tuple.nesting) } catch { throw placed(error) }
    return .vector(tuple)
  }
}

/// `a:b`; an end left out is null.
final class PairNode: Node {
  let first: Node?
  let second: Node?

  init(_ first: Node?, _ second: Node?, span: SourceSpan) {
    self.first = first
    self.second = second
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let firstValue = try first?.eval(frame) ?? .void
    let secondValue = try second?.eval(frame) ?? .void
    do { return try PairNode.pair(firstValue, secondValue) } catch { throw placed(error) }
  }

  /// - Throws: `.type` when the two are no scalars of one kind.
  static func pair(_ first: borrowing Cell, _ second: borrowing Cell) throws -> Cell {
    let tuple = AnyVector(capacity: 2)
    tuple.push(first.copy())
    tuple.push(second.copy())
    if first.isVoid, second.isVoid { return .pair(PairObject(try Vector.nulls(.int, count: 2))) }
    let elements = try ResultAssembly.collapsed(tuple)
    guard elements.storage != .any else {
      throw KernelError.type("a pair needs two scalars of one type, got \(ValueDescription.short(first)) and \(ValueDescription.short(second))")
    }
    return .pair(PairObject(elements))
  }
}

/// `{k: v}`: an ordered dictionary.
final class DictionaryNode: Node {
  let entries: [(key: Node, value: Node)]

  init(_ entries: [(key: Node, value: Node)], span: SourceSpan) {
    self.entries = entries
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let keys = AnyVector(capacity: entries.count)
    let values = AnyVector(capacity: entries.count)
    for entry in entries {
      keys.push(try entry.key.eval(frame))
      values.push(try entry.value.eval(frame))
    }
    do {
      guard !entries.isEmpty else { return .dictionary(try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)) }
      let keyVector = try ResultAssembly.collapsed(keys)
      guard keyVector.storage != .any else { throw KernelError.type("the keys of a dictionary must be scalars of one type") }
      return .dictionary(try DictionaryObject(keys: keyVector, values: try ResultAssembly.collapsed(values), isOrdered: true))
    } catch { throw placed(error) }
  }
}

/// `x[i]`.
final class ElementNode: Node {
  let target: Operand
  let index: Operand
  private var feedsAggregate = false

  init(_ target: Node, _ index: Node, span: SourceSpan) {
    self.target = Operand(target)
    self.index = Operand(index)
    super.init(span: span)
  }

  override func feedAggregate() {
    feedsAggregate = true
    target.node.feedChain()
    index.node.feedChain()
  }

  /// One element of a vector of numbers without a detour; everything else out of line.
  override func eval(_ frame: Frame) throws -> Cell {
    if feedsAggregate { return try evalForAggregate(frame) }
    let container = try target.load(frame, before: index)
    let position: LoadedOperand
    do {
      position = try index.load(frame)
    } catch {
      container.release()
      throw error
    }
    if let element = ElementNode.scalar(container.raw, position.raw) {
      container.release()
      return Cell(owning: element)
    }
    return try read(container.cell(), position.cell(), frame)
  }

  /// `x[mask]` as nulls where the mask is not true, when that can be done later block by block.
  private func evalForAggregate(_ frame: Frame) throws -> Cell {
    let container = try target.load(frame, before: index).cell()
    let position = try index.load(frame).cell()
    let threads = frame.session.host.threads
    do {
      if let chain = try ElementChain.masked(container, by: position) { return .chain(chain) }
      if !container.isChain, !position.isChain { return try readCell(container, position, frame) }
      return try readCell(try container.withoutChain(threads), try position.withoutChain(threads), frame)
    } catch { throw placed(error) }
  }

  private func readCell(_ container: borrowing Cell, _ position: borrowing Cell, _ frame: Frame) throws -> Cell {
    if let element = ElementNode.scalar(container.raw, position.raw) { return Cell(owning: element) }
    return try read(container, position, frame)
  }

  @inline(__always)
  static func scalar(_ container: RawCell, _ position: RawCell) -> RawCell? {
    if container.kindByte == HeapKind.dictionary.byte { return DictionaryObject.scalar(in: container, at: position) }
    guard position.tag == Cell.intTag || position.tag == Cell.longTag else { return nil }
    return Vector.scalar(in: container, at: position.integer)
  }

  /// A function as the index picks what it holds for, and one before the bracket is called; everything else is `Indexing`.
  @inline(never)
  private func read(_ value: borrowing Cell, _ index: borrowing Cell, _ frame: Frame) throws -> Cell {
    do {
      guard value.heapKind == .function || index.heapKind == .function || index.heapKind == .code else { return try Indexing.read(value, index) }
      let slab = ArgumentSlab(count: 1)
      slab[0] = index.copy()
      return try FunctionCall.subscripted(value, slab.cells, count: 1, session: frame.session)
    } catch { throw placed(error) }
  }
}

/// `x[i, j]`; an index left out is `Cell.missing`.
final class IndexNode: Node {
  let target: Node
  let indices: [Node?]

  init(_ target: Node, _ indices: [Node?], span: SourceSpan) {
    self.target = target
    self.indices = indices
    super.init(span: span)
  }

  /// A single index that is given has a node of its own.
  static func make(_ target: Node, _ indices: [Node?], span: SourceSpan) -> Node {
    if indices.count == 1, let index = indices[0] { return ElementNode(target, index, span: span) }
    return IndexNode(target, indices, span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try target.eval(frame)
    let slab = ArgumentSlab(count: indices.count)
    for (place, index) in indices.enumerated() { slab[place] = try index?.eval(frame) ?? .missing }
    do { return try FunctionCall.subscripted(value, slab.cells, count: slab.count, session: frame.session) } catch { throw placed(error) }
  }
}

/// `x.name`: a column or key.
final class MemberNode: Node {
  let target: Node
  let name: String

  init(_ target: Node, _ name: String, span: SourceSpan) {
    self.target = target
    self.name = name
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try target.eval(frame)
    do {
      if let instance = value.instance { return try instance.member(name) }
      if let member = try Indexing.member(value, name) { return member }
      throw KernelError(.name, "\(ValueDescription.short(value)) has no member `\(name)`")
    } catch { throw placed(error) }
  }
}

/// `c ? a : b`: a scalar condition evaluates one side; a vector condition picks element by element.
final class ConditionalNode: Node {
  let condition: Node
  let then: Node
  let otherwise: Node
  /// Picks element by element: the function `iif`.
  let elementwise: Function

  init(_ condition: Node, then: Node, otherwise: Node, elementwise: Function, span: SourceSpan) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    self.elementwise = elementwise
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try condition.eval(frame)
    if value.isScalar { return try Node.isTrue(value, at: condition.span) ? try then.eval(frame) : try otherwise.eval(frame) }
    let thenValue = try then.eval(frame)
    let otherwiseValue = try otherwise.eval(frame)
    do { return try FunctionCall.apply(elementwise, frame.session, value, thenValue, otherwiseValue) } catch { throw placed(error) }
  }
}
