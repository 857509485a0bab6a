import WeirSyntax
import WeirTables

/// An operator between two operands. A final class per operator: a generic class would not be specialised.
class BinaryNode: Node {
  final let left: Operand
  final let right: Operand
  /// Whether an operand has to be evaluated: then `general` does all the work.
  private final let isNested: Bool

  init(_ left: Node, _ right: Node, span: SourceSpan) {
    self.left = Operand(left)
    self.right = Operand(right)
    isNested = self.left.isComputed || self.right.isComputed
    super.init(span: span)
    left.feedChain()
    right.feedChain()
  }

  /// Variables and constants are read without a call, so that this path needs no registers saved; other operands are evaluated by `general`.
  @inline(__always)
  final func evaluate<Operation: ScalarOperation>(_: Operation.Type, _ frame: Frame, _ general: (Frame) throws -> Cell) throws -> Cell {
    if isNested { return try general(frame) }
    let fast = ScalarDispatch<Operation>.apply(left.words(frame), right.words(frame))
    return fast.tag != noFastPath ? Cell(owning: fast) : try general(frame)
  }

  @inline(__always)
  final func evaluateOperands<Operation: ScalarOperation>(_: Operation.Type, _ frame: Frame) throws -> Cell {
    var fast = RawCell(tag: noFastPath, bits: 0)
    if left.isComputed {
      let leftValue = try left.node.eval(frame)
      if right.isComputed {
        let rightValue = try right.node.eval(frame)
        fast = ScalarDispatch<Operation>.apply(leftValue.raw, rightValue.raw)
        if fast.tag == noFastPath { return try evaluateByKernel(Operation.operation, leftValue, rightValue, frame, feedsChain) }
        _ = rightValue.intoRaw()
      } else {
        fast = ScalarDispatch<Operation>.apply(leftValue.raw, right.words(frame))
        if fast.tag == noFastPath { return try evaluateByKernel(Operation.operation, leftValue, try right.node.eval(frame), frame, feedsChain) }
      }
      _ = leftValue.intoRaw()
    } else {
      let leftRaw = left.words(frame)
      // What is computed may give the variable another value: an object is held.
      guard leftRaw.isPlain, right.isComputed else { return try evaluateInOrder(Operation.operation, frame, feedsChain) }
      let rightValue = try right.node.eval(frame)
      fast = ScalarDispatch<Operation>.apply(leftRaw, rightValue.raw)
      if fast.tag == noFastPath { return try evaluateByKernel(Operation.operation, Cell(owning: leftRaw), rightValue, frame, feedsChain) }
      _ = rightValue.intoRaw()
    }
    return Cell(owning: fast)
  }

  @inline(__always)
  final func compare<Operation: ScalarComparison>(_: Operation.Type, _ frame: Frame, _ general: (Frame) throws -> Bool) throws -> Bool {
    if isNested { return try general(frame) }
    let fast = ScalarDispatch<Operation>.apply(left.words(frame), right.words(frame))
    return fast.tag != noFastPath ? fast.bits == 1 : try general(frame)
  }

  @inline(__always)
  final func compareOperands<Operation: ScalarComparison>(_: Operation.Type, _ frame: Frame) throws -> Bool {
    var fast = RawCell(tag: noFastPath, bits: 0)
    if left.isComputed {
      let leftValue = try left.node.eval(frame)
      if right.isComputed {
        let rightValue = try right.node.eval(frame)
        fast = ScalarDispatch<Operation>.apply(leftValue.raw, rightValue.raw)
        if fast.tag == noFastPath { return try compareByKernel(Operation.operation, leftValue, rightValue, frame) }
        _ = rightValue.intoRaw()
      } else {
        fast = ScalarDispatch<Operation>.apply(leftValue.raw, right.words(frame))
        if fast.tag == noFastPath { return try compareByKernel(Operation.operation, leftValue, try right.node.eval(frame), frame) }
      }
      _ = leftValue.intoRaw()
    } else {
      let leftRaw = left.words(frame)
      guard leftRaw.isPlain, right.isComputed else { return try Node.isTrue(try evaluateInOrder(Operation.operation, frame, false), at: span) }
      let rightValue = try right.node.eval(frame)
      fast = ScalarDispatch<Operation>.apply(leftRaw, rightValue.raw)
      if fast.tag == noFastPath { return try compareByKernel(Operation.operation, Cell(owning: leftRaw), rightValue, frame) }
      _ = rightValue.intoRaw()
    }
    return fast.bits == 1
  }

  /// Both operands through their nodes.
  @inline(never)
  private final func evaluateInOrder(_ operation: BinaryOperation, _ frame: Frame, _ forChain: Bool) throws -> Cell {
    let leftValue = try left.node.eval(frame)
    return try evaluateByKernel(operation, leftValue, try right.node.eval(frame), frame, forChain)
  }

  @inline(never)
  private final func evaluateByKernel(
    _ operation: BinaryOperation, _ left: consuming Cell, _ right: consuming Cell, _ frame: Frame, _ forChain: Bool
  ) throws -> Cell {
    do { return try ChainEvaluation.apply(operation, left, right, frame, forChain) } catch { throw placed(error) }
  }

  @inline(never)
  private final func compareByKernel(_ operation: BinaryOperation, _ left: consuming Cell, _ right: consuming Cell, _ frame: Frame) throws -> Bool {
    try Node.isTrue(try evaluateByKernel(operation, left, right, frame, false), at: span)
  }
}

/// A comparison: of two scalars never null.
class ComparisonNode: BinaryNode {}

final class AddNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(AddOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(AddOperation.self, frame) }
}

final class SubtractNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(SubtractOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(SubtractOperation.self, frame) }
}

final class MultiplyNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(MultiplyOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(MultiplyOperation.self, frame) }
}

final class DivideNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(DivideOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(DivideOperation.self, frame) }
}

final class RatioNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(RatioOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(RatioOperation.self, frame) }
}

final class ModuloNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(ModuloOperation.self, frame, general) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(ModuloOperation.self, frame) }
}

final class LessNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(LessOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(LessOperation.self, frame) }
}

final class LessOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOrEqualOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOrEqualOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(LessOrEqualOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(LessOrEqualOperation.self, frame) }
}

final class EqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(EqualOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(EqualOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(EqualOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(EqualOperation.self, frame) }
}

final class NotEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(NotEqualOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(NotEqualOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(NotEqualOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(NotEqualOperation.self, frame) }
}

final class GreaterNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(GreaterOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(GreaterOperation.self, frame) }
}

final class GreaterOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOrEqualOperation.self, frame, general) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOrEqualOperation.self, frame, generalCondition) }
  @inline(never) private func general(_ frame: Frame) throws -> Cell { try evaluateOperands(GreaterOrEqualOperation.self, frame) }
  @inline(never) private func generalCondition(_ frame: Frame) throws -> Bool { try compareOperands(GreaterOrEqualOperation.self, frame) }
}

/// The tag that says that there is no fast path; no value has it.
@inline(__always) var noFastPath: UInt64 { UInt64(Cell.missingByte) }

/// Picks the fast path for two scalars of INT, LONG and DOUBLE.
enum ScalarDispatch<Operation: ScalarOperation> {
  @inline(__always)
  static func apply(_ left: RawCell, _ right: RawCell) -> RawCell {
    guard left.tag == right.tag else { return mixed(left, right) }
    if left.tag == Cell.intTag { return Operation.ints(Int32(truncatingIfNeeded: left.integer), Int32(truncatingIfNeeded: right.integer)) }
    if left.tag == Cell.doubleTag { return Operation.doubles(left.double, right.double) }
    if left.tag == Cell.longTag { return Operation.longs(left.integer, right.integer) }
    return RawCell(tag: noFastPath, bits: 0)
  }

  @inline(__always)
  private static func mixed(_ left: RawCell, _ right: RawCell) -> RawCell {
    let leftIsInteger = left.tag == Cell.longTag || left.tag == Cell.intTag
    let rightIsInteger = right.tag == Cell.longTag || right.tag == Cell.intTag
    if leftIsInteger, rightIsInteger { return Operation.longs(long(left), long(right)) }
    if leftIsInteger, right.tag == Cell.doubleTag { return Operation.doubles(double(left), right.double) }
    if left.tag == Cell.doubleTag, rightIsInteger { return Operation.doubles(left.double, double(right)) }
    return RawCell(tag: noFastPath, bits: 0)
  }

  /// An INT or LONG as a LONG, null as null.
  @inline(__always)
  private static func long(_ cell: RawCell) -> Int64 {
    cell.tag == Cell.intTag && cell.integer == Int64(Int32.min) ? .min : cell.integer
  }

  @inline(__always)
  private static func double(_ cell: RawCell) -> Double {
    let value = long(cell)
    return value == .min ? -.greatestFiniteMagnitude : Double(value)
  }
}

/// `a < b <= c`: the element-wise `and` of neighbouring comparisons; each operand is evaluated once.
final class ComparisonChainNode: Node {
  let first: Node
  let links: [(operation: BinaryOperation, operand: Node)]

  init(first: Node, links: [(operation: BinaryOperation, operand: Node)], span: SourceSpan) {
    self.first = first
    self.links = links
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    var left = try first.eval(frame)
    var result: Cell? = nil
    for link in links {
      let right = try link.operand.eval(frame)
      do {
        let comparison = try OperatorKernel.apply(link.operation, left, right)
        if let previous = result.take() {
          result = try OperatorKernel.apply(.and, previous, comparison)
        } else {
          result = consume comparison
        }
      } catch { throw placed(error) }
      left = consume right
    }
    return result ?? .void
  }
}

/// `&&` and `||`: a scalar left side that decides alone leaves the right side out.
final class LogicalNode: Node {
  let isAnd: Bool
  let left: Node
  let right: Node
  private let leftIsComparison: Bool

  init(isAnd: Bool, left: Node, right: Node, span: SourceSpan) {
    self.isAnd = isAnd
    self.left = left
    self.right = right
    leftIsComparison = left is ComparisonNode
    super.init(span: span)
    left.feedChain()
    right.feedChain()
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let leftValue = try left.eval(frame)
    if leftValue.tag == Cell.boolTag, leftValue.rawInteger == (isAnd ? 0 : 1) { return leftValue }
    let rightValue = try right.eval(frame)
    do { return try ChainEvaluation.apply(isAnd ? .and : .or, leftValue, rightValue, frame, feedsChain) } catch { throw placed(error) }
  }

  override func evalCondition(_ frame: Frame) throws -> Bool {
    if leftIsComparison { return try left.evalCondition(frame) == isAnd ? right.evalCondition(frame) : !isAnd }
    let leftValue = try left.eval(frame)
    guard leftValue.tag == Cell.boolTag, !leftValue.isNull else {
      let rightValue = try right.eval(frame)
      do { return try Node.isTrue(try ChainEvaluation.apply(isAnd ? .and : .or, leftValue, rightValue, frame, false), at: span) } catch { throw placed(error) }
    }
    if (leftValue.rawInteger == 1) != isAnd { return !isAnd }
    return try right.evalCondition(frame)
  }
}

/// Any other operator of `OperatorKernel` between two operands.
final class KernelOperatorNode: Node {
  let operation: BinaryOperation
  let left: Node
  let right: Node

  init(_ operation: BinaryOperation, left: Node, right: Node, span: SourceSpan) {
    self.operation = operation
    self.left = left
    self.right = right
    super.init(span: span)
    left.feedChain()
    right.feedChain()
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let leftValue = try left.eval(frame)
    let rightValue = try right.eval(frame)
    do { return try ChainEvaluation.apply(operation, leftValue, rightValue, frame, feedsChain) } catch { throw placed(error) }
  }
}

final class NegateNode: Node {
  let operand: Operand

  init(_ operand: Node, span: SourceSpan) {
    self.operand = Operand(operand)
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let loaded = try operand.load(frame)
    if loaded.raw.tag == Cell.doubleTag { return Cell(owning: NegateOperation.double(loaded.raw.double)) }
    let value = loaded.cell()
    do { return try OperatorKernel.negate(value) } catch { throw placed(error) }
  }
}

final class NotNode: Node {
  let operand: Node

  init(_ operand: Node, span: SourceSpan) {
    self.operand = operand
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try operand.eval(frame)
    do { return try OperatorKernel.not(value) } catch { throw placed(error) }
  }
}

final class RangeNode: Node {
  let first: Node
  let last: Node

  init(first: Node, last: Node, span: SourceSpan) {
    self.first = first
    self.last = last
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let firstValue = try first.eval(frame)
    let lastValue = try last.eval(frame)
    do { return try OperatorKernel.range(firstValue, lastValue) } catch { throw placed(error) }
  }
}
