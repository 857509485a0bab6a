import WeirSyntax
import WeirTables

/// An operator between two operands. A final class per operator: a generic class would not be specialised.
class BinaryNode: Node {
  final let left: Operand
  final let right: Operand

  init(_ left: Node, _ right: Node, span: SourceSpan) {
    self.left = Operand(left)
    self.right = Operand(right)
    super.init(span: span)
  }

  @inline(__always)
  final func evaluate<Operation: ScalarOperation>(_: Operation.Type, _ frame: Frame) throws -> Cell {
    try left.with(frame) { left in
      try right.with(frame) { right in
        if let fast = ScalarDispatch<Operation>.apply(left, right) { return fast }
        return try evaluateByKernel(Operation.operation, left, right)
      }
    }
  }

  @inline(__always)
  final func compare<Operation: ScalarComparison>(_: Operation.Type, _ frame: Frame) throws -> Bool {
    try left.with(frame) { left in
      try right.with(frame) { right in
        if left.tag == right.tag, left.tag == intTag || left.tag == longTag { return Operation.compare(left.rawInteger, right.rawInteger) }
        if left.tag == doubleTag, right.tag == doubleTag { return Operation.compare(left.rawDouble, right.rawDouble) }
        if let fast = ScalarDispatch<Operation>.apply(left, right) { return fast.rawInteger == 1 }
        return try Node.isTrue(try evaluateByKernel(Operation.operation, left, right), at: span)
      }
    }
  }

  @inline(never)
  private final func evaluateByKernel(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    do { return try OperatorKernel.apply(operation, left, right) } catch { throw placed(error) }
  }
}

final class AddNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(AddOperation.self, frame) }
}

final class SubtractNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(SubtractOperation.self, frame) }
}

final class MultiplyNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(MultiplyOperation.self, frame) }
}

final class DivideNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(DivideOperation.self, frame) }
}

final class RatioNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(RatioOperation.self, frame) }
}

final class ModuloNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(ModuloOperation.self, frame) }
}

final class LessNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOperation.self, frame) }
}

final class LessOrEqualNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOrEqualOperation.self, frame) }
}

final class EqualNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(EqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(EqualOperation.self, frame) }
}

final class NotEqualNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(NotEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(NotEqualOperation.self, frame) }
}

final class GreaterNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOperation.self, frame) }
}

final class GreaterOrEqualNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOrEqualOperation.self, frame) }
}

let intTag = UInt64(ElementType.int.rawValue)
let longTag = UInt64(ElementType.long.rawValue)
let doubleTag = UInt64(ElementType.double.rawValue)

/// Picks the fast path for two scalars of INT, LONG and DOUBLE; nil for everything else.
enum ScalarDispatch<Operation: ScalarOperation> {
  @inline(__always)
  static func apply(_ left: borrowing Cell, _ right: borrowing Cell) -> Cell? {
    if left.tag == intTag, right.tag == intTag {
      return Operation.ints(Int32(truncatingIfNeeded: left.rawInteger), Int32(truncatingIfNeeded: right.rawInteger))
    }
    if left.tag == doubleTag, right.tag == doubleTag { return Operation.doubles(left.rawDouble, right.rawDouble) }
    return mixed(left, right)
  }

  @inline(__always)
  private static func mixed(_ left: borrowing Cell, _ right: borrowing Cell) -> Cell? {
    let leftIsInteger = left.tag == longTag || left.tag == intTag
    let rightIsInteger = right.tag == longTag || right.tag == intTag
    if leftIsInteger, rightIsInteger { return Operation.longs(long(left), long(right)) }
    if leftIsInteger, right.tag == doubleTag { return Operation.doubles(double(left), right.rawDouble) }
    if left.tag == doubleTag, rightIsInteger { return Operation.doubles(left.rawDouble, double(right)) }
    return nil
  }

  /// An INT or LONG as a LONG, null as null.
  @inline(__always)
  private static func long(_ cell: borrowing Cell) -> Int64 {
    cell.tag == intTag && cell.rawInteger == Int64(Int32.min) ? .null : cell.rawInteger
  }

  @inline(__always)
  private static func double(_ cell: borrowing Cell) -> Double {
    let value = long(cell)
    return value.isNull ? .null : Double(value)
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

  init(isAnd: Bool, left: Node, right: Node, span: SourceSpan) {
    self.isAnd = isAnd
    self.left = left
    self.right = right
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let leftValue = try left.eval(frame)
    if leftValue.kindByte == ElementType.bool.rawValue, leftValue.rawInteger == (isAnd ? 0 : 1) { return leftValue }
    let rightValue = try right.eval(frame)
    do { return try OperatorKernel.apply(isAnd ? .and : .or, leftValue, rightValue) } catch { throw placed(error) }
  }

  override func evalCondition(_ frame: Frame) throws -> Bool {
    let leftValue = try left.eval(frame)
    guard leftValue.kindByte == ElementType.bool.rawValue, !leftValue.isNull else {
      let rightValue = try right.eval(frame)
      do { return try Node.isTrue(try OperatorKernel.apply(isAnd ? .and : .or, leftValue, rightValue), at: span) } catch { throw placed(error) }
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
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let leftValue = try left.eval(frame)
    let rightValue = try right.eval(frame)
    do { return try OperatorKernel.apply(operation, leftValue, rightValue) } catch { throw placed(error) }
  }
}

final class NegateNode: Node {
  let operand: Node

  init(_ operand: Node, span: SourceSpan) {
    self.operand = operand
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try operand.eval(frame)
    if value.tag == doubleTag { return .double(value.rawDouble.isNull ? .null : -value.rawDouble) }
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
