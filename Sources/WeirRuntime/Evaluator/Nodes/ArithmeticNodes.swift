import WeirSyntax
import WeirTables

// MARK: Operands at hand

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

final class LessNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOperation.self, frame) }
}

final class LessOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(LessOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(LessOrEqualOperation.self, frame) }
}

final class EqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(EqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(EqualOperation.self, frame) }
}

final class NotEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(NotEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(NotEqualOperation.self, frame) }
}

final class GreaterNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOperation.self, frame) }
}

final class GreaterOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluate(GreaterOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compare(GreaterOrEqualOperation.self, frame) }
}

// MARK: Operands of which at least one is computed

final class NestedAddNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(AddOperation.self, frame) }
}

final class NestedSubtractNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(SubtractOperation.self, frame) }
}

final class NestedMultiplyNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(MultiplyOperation.self, frame) }
}

final class NestedDivideNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(DivideOperation.self, frame) }
}

final class NestedRatioNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(RatioOperation.self, frame) }
}

final class NestedModuloNode: BinaryNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(ModuloOperation.self, frame) }
}

final class NestedLessNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(LessOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(LessOperation.self, frame) }
}

final class NestedLessOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(LessOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(LessOrEqualOperation.self, frame) }
}

final class NestedEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(EqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(EqualOperation.self, frame) }
}

final class NestedNotEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(NotEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(NotEqualOperation.self, frame) }
}

final class NestedGreaterNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(GreaterOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(GreaterOperation.self, frame) }
}

final class NestedGreaterOrEqualNode: ComparisonNode {
  override func eval(_ frame: Frame) throws -> Cell { try evaluateNested(GreaterOrEqualOperation.self, frame) }
  override func evalCondition(_ frame: Frame) throws -> Bool { try compareNested(GreaterOrEqualOperation.self, frame) }
}
