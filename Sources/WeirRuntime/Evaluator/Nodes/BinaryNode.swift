import WeirSyntax
import WeirTables

/// An operator between two operands. Two final classes per operator, because a generic class would not be specialised: one for operands at hand, and one for when
/// at least one has to be evaluated.
class BinaryNode: Node {
  final let left: Operand
  final let right: Operand

  required init(_ left: Node, _ right: Node, span: SourceSpan) {
    self.left = Operand(left)
    self.right = Operand(right)
    super.init(span: span)
    left.feedChain()
    right.feedChain()
  }

  /// The value for operands that are variables or constants: without a call as long as they are plain numbers, so that no register is saved.
  @inline(__always)
  final func evaluate<Operation: ScalarOperation>(_: Operation.Type, _ frame: Frame) throws -> Cell {
    let fast = ScalarDispatch<Operation>.apply(left.words(frame), right.words(frame))
    return fast.tag != noFastPath ? Cell(owning: fast) : try evaluateInOrder(Operation.operation, frame, feedsChain)
  }

  /// The same as a condition.
  @inline(__always)
  final func compare<Operation: ScalarComparison>(_: Operation.Type, _ frame: Frame) throws -> Bool {
    let fast = ScalarDispatch<Operation>.apply(left.words(frame), right.words(frame))
    return fast.tag != noFastPath ? fast.bits == 1 : try compareInOrder(Operation.operation, frame)
  }

  /// The value for operands of which at least one has to be evaluated.
  @inline(__always)
  final func evaluateNested<Operation: ScalarOperation>(_: Operation.Type, _ frame: Frame) throws -> Cell {
    // What runs for the right operand may give a variable on the left another value: an object is held there.
    guard let (leftRaw, rightRaw) = try loadNested(frame) else { return try evaluateInOrder(Operation.operation, frame, feedsChain) }
    let fast = ScalarDispatch<Operation>.apply(leftRaw, rightRaw)
    return fast.tag != noFastPath ? Cell(owning: fast) : try evaluateByKernel(Operation.operation, leftRaw, rightRaw, frame, feedsChain)
  }

  /// The same as a condition.
  @inline(__always)
  final func compareNested<Operation: ScalarComparison>(_: Operation.Type, _ frame: Frame) throws -> Bool {
    guard let (leftRaw, rightRaw) = try loadNested(frame) else { return try compareInOrder(Operation.operation, frame) }
    let fast = ScalarDispatch<Operation>.apply(leftRaw, rightRaw)
    if fast.tag != noFastPath { return fast.bits == 1 }
    return try Node.isTrue(try evaluateByKernel(Operation.operation, leftRaw, rightRaw, frame, false), at: span)
  }

  /// The words of both operands, those of a computed one with the reference that they hold; nil, with nothing evaluated, for a variable on the left that holds an
  /// object or has no value.
  @inline(__always)
  private final func loadNested(_ frame: Frame) throws -> (RawCell, RawCell)? {
    let leftRaw: RawCell
    if left.isComputed {
      leftRaw = try left.node.eval(frame).intoRaw()
    } else {
      leftRaw = left.words(frame)
      guard leftRaw.isPlain else { return nil }
    }
    guard right.isComputed else { return (leftRaw, right.words(frame)) }
    do {
      return (leftRaw, try right.node.eval(frame).intoRaw())
    } catch {
      _ = Cell(owning: leftRaw)
      throw error
    }
  }

  /// Both operands through their nodes.
  @inline(never)
  private final func evaluateInOrder(_ operation: BinaryOperation, _ frame: Frame, _ forChain: Bool) throws -> Cell {
    let leftValue = try left.node.eval(frame)
    return try apply(operation, leftValue, try right.node.eval(frame), frame, forChain)
  }

  @inline(never)
  private final func compareInOrder(_ operation: BinaryOperation, _ frame: Frame) throws -> Bool {
    try Node.isTrue(try evaluateInOrder(operation, frame, false), at: span)
  }

  /// - Parameters: the words from `loadNested`, whose references are given up here.
  @inline(never)
  private final func evaluateByKernel(
    _ operation: BinaryOperation, _ leftRaw: RawCell, _ rightRaw: RawCell, _ frame: Frame, _ forChain: Bool
  ) throws -> Cell {
    let leftValue = Cell(owning: leftRaw)
    return try apply(operation, leftValue, right.isComputed ? Cell(owning: rightRaw) : try right.node.eval(frame), frame, forChain)
  }

  private final func apply(
    _ operation: BinaryOperation, _ left: consuming Cell, _ right: consuming Cell, _ frame: Frame, _ forChain: Bool
  ) throws -> Cell {
    do { return try ChainEvaluation.apply(operation, left, right, frame, forChain) } catch { throw placed(error) }
  }
}

/// A comparison: of two scalars never null.
class ComparisonNode: BinaryNode {}

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
