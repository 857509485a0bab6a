import WeirHost

/// A calculation element by element on long vectors of numbers that has not been done yet: operators and functions, one upon the other.
///
/// Done step by step, each would write a vector that is larger than the caches for the next one to read. A chain is done block by block instead, all steps of a
/// block while it is in the cache, and pieces of the rows on several threads. Every step is the kernel that does it for whole vectors, so the values are the same.
package final class ElementChain: @unchecked Sendable {
  // Unchecked: nothing changes after `init`, and the vectors are headers of its own.
  indirect enum Step {
    /// A vector, or a scalar for every row.
    case values(FlatOperand)
    case operation(BinaryOperation, ElementChain, ElementChain)
    case function(ElementFunction, ElementChain)
    /// The values where the mask is true, null elsewhere.
    case masked(values: ElementChain, mask: ElementChain)
  }

  let step: Step
  package let type: ElementType
  /// Nil for a scalar.
  package let count: Int?

  private init(_ step: Step, _ type: ElementType, count: Int?) {
    self.step = step
    self.type = type
    self.count = count
  }

  /// Rows of a block: a few blocks of doubles stay in the second-level cache, and the cost of a step is small beside them.
  static let blockRows = 4096
  /// Rows from which a vector is worth a chain.
  private static let rowsMin = 4 * blockRows
}

extension ElementChain {
  /// `left operation right` when a side is a chain or a long vector and both are of numbers; else nil.
  package static func make(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> ElementChain? {
    guard isLong(left) || isLong(right) else { return nil }
    let areMoments = isTemporal(left) && isTemporal(right)
    guard !areMoments || operation.isComparison && left.elementType == right.elementType else { return nil }
    guard let leftChain = try operand(left, areMoments), let rightChain = try operand(right, areMoments) else { return nil }
    return make(operation, leftChain, rightChain)
  }

  /// The type of `left operation right` for values of these types; nil where there is no chain of it.
  package static func resultType(_ operation: BinaryOperation, _ left: ElementType, _ right: ElementType) -> ElementType? {
    if left.isTemporal, left == right, operation.isComparison { return .bool }
    return NumericOperators.resultType(operation, left, right)
  }

  /// Whether a column can be the beginning of a chain.
  package static func begins(with column: Vector) -> Bool {
    column.storage.isFixedWidth && (column.type.isNumeric || column.type.isTemporal) && column.count >= rowsMin
  }

  private static func make(_ operation: BinaryOperation, _ left: ElementChain, _ right: ElementChain) -> ElementChain? {
    if let leftCount = left.count, let rightCount = right.count, leftCount != rightCount { return nil }
    guard let type = NumericOperators.resultType(operation, left.type, right.type) else { return nil }
    return ElementChain(.operation(operation, left, right), type, count: left.count ?? right.count)
  }

  /// `function` of a chain or a long vector of numbers; else nil.
  package static func make(_ function: ElementFunction, _ argument: borrowing Cell) throws -> ElementChain? {
    guard isLong(argument), let operand = try operand(argument) else { return nil }
    return ElementChain(.function(function, operand), .double, count: operand.count)
  }

  /// The elements of a long vector of numbers where a mask of its length is true, with nulls in the place of the others: for those who leave nulls out. Else nil.
  package static func masked(_ values: borrowing Cell, by mask: borrowing Cell) throws -> ElementChain? {
    guard isLong(values), let values = try operand(values), let mask = try operand(mask), mask.type == .bool, mask.count == values.count else { return nil }
    return ElementChain(.masked(values: values, mask: mask), values.type, count: values.count)
  }

  /// A chain, or a long vector of numbers as one; else nil.
  package static func ofValues(_ value: borrowing Cell) throws -> ElementChain? { isLong(value) ? try operand(value) : nil }

  private static func isLong(_ value: borrowing Cell) -> Bool {
    if value.isChain { return true }
    return value.heapKind == .vector && value.unsafeObject(as: Vector.self).count >= rowsMin
  }

  /// - Parameter takesMoments: temporal values as the numbers that they are stored as.
  private static func operand(_ value: borrowing Cell, _ takesMoments: Bool = false) throws -> ElementChain? {
    if value.isChain { return value.unsafeObject(as: ElementChain.self) }
    if value.heapKind == .vector {
      let vector = value.unsafeObject(as: Vector.self)
      guard vector.storage.isFixedWidth else { return nil }
      // A header of its own: what is written to the vector before the chain is done makes a copy.
      if vector.type.isNumeric { return column(vector.sharingHeader()) }
      return takesMoments && vector.type.isTemporal ? column(TemporalOperators.raw(vector)) : nil
    }
    guard !value.isHeap, value.elementType.isNumeric || takesMoments && value.elementType.isTemporal else { return nil }
    let scalar = try FlatOperand(value)
    let numbers = scalar.type.isTemporal ? scalar.mapped(TemporalOperators.raw) : scalar
    return ElementChain(.values(numbers), numbers.type, count: nil)
  }

  private static func column(_ vector: Vector) -> ElementChain {
    ElementChain(.values(FlatOperand(vector, isScalar: false)), vector.type, count: vector.count)
  }

  private static func isTemporal(_ value: borrowing Cell) -> Bool { !value.isChain && value.elementType.isTemporal }
}

extension Cell {
  /// The kind byte of a cell that holds a chain. It is no `HeapKind`: such a cell goes from one node of an expression to the next and nowhere else.
  private static var chainTag: UInt64 { 127 }

  package var isChain: Bool { tag == Cell.chainTag }

  package static func chain(_ chain: ElementChain) -> Cell {
    Cell(tag: chainTag, bits: UInt64(UInt(bitPattern: Unmanaged.passRetained(chain).toOpaque())))
  }

  /// A chain's vector; any other value as it is.
  package consuming func withoutChain(_ threads: any Threads) throws -> Cell {
    guard isChain else { return self }
    return .vector(try unsafeObject(as: ElementChain.self).vector(threads))
  }
}
