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

/// `x[i]`, `x[i, j]`; an index left out is `Cell.missing`.
final class IndexNode: Node {
  let target: Node
  let indices: [Node?]

  init(_ target: Node, _ indices: [Node?], span: SourceSpan) {
    self.target = target
    self.indices = indices
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try target.eval(frame)
    if indices.count == 1, let index = indices[0] {
      let indexValue = try index.eval(frame)
      do { return try IndexNode.element(value, indexValue, frame) } catch { throw placed(error) }
    }
    let slab = ArgumentSlab(count: indices.count)
    for (place, index) in indices.enumerated() { slab[place] = try index?.eval(frame) ?? .missing }
    do { return try FunctionCall.subscripted(value, slab.cells, count: slab.count, session: frame.session) } catch { throw placed(error) }
  }

  /// One element of a typed vector without a detour; a function as the index picks what it holds for, and one before the bracket is called; everything else is `Indexing`.
  static func element(_ value: borrowing Cell, _ index: borrowing Cell, _ frame: Frame) throws -> Cell {
    if index.tag == intTag || index.tag == longTag, value.kindByte == HeapKind.vector.rawValue {
      let vector = value.unsafeObject(as: Vector.self)
      let position = index.rawInteger
      if position >= 0, position < vector.count, vector.storage != .array, vector.storage != .any { return vector.cell(at: Int(position)) }
    }
    if value.heapKind == .function || index.heapKind == .function || index.heapKind == .code {
      let slab = ArgumentSlab(count: 1)
      slab[0] = index.copy()
      return try FunctionCall.subscripted(value, slab.cells, count: 1, session: frame.session)
    }
    return try Indexing.read(value, index)
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
