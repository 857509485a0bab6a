import WeirSyntax
import WeirTables

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
  /// Neither null nor a vector.
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
