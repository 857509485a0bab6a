import WeirHost

/// An aggregate of one column that leaves nulls out, over a chain.
package struct ChainAggregate: Sendable {
  package let whole: @Sendable (_ chain: ElementChain, _ threads: any Threads) throws -> Cell
  /// The state of an aggregate of values of a type, before the first.
  package let begin: @Sendable (_ type: ElementType) -> any ChainState
}

extension ChainAggregate {
  /// As `Aggregate.sum`.
  package static let sum = of(
    integers: { $0.count == 0 ? .null(.long) : .long($0.sum) },
    doubles: { .double($0.count == 0 ? .null : $0.sum) })

  /// As `Aggregate.average`.
  package static let average = of(
    integers: { .double($0.count == 0 ? .null : Double($0.sum) / Double($0.count)) },
    doubles: { .double($0.average) })

  private static func of(
    integers: @escaping @Sendable (IntegerSum) -> Cell, doubles: @escaping @Sendable (DoubleSum) -> Cell
  ) -> ChainAggregate {
    ChainAggregate { chain, threads in
      if chain.type.isIntegerLike { return integers(try chain.reduce(threads, IntegerSum.self, IntegerBlocks.add)) }
      return doubles(try chain.reduce(threads, EightSums.self, EightSums.add).total)
    } begin: { type in
      type.isIntegerLike ? IntegerTotal(integers) as any ChainState : DoubleTotal(doubles)
    }
  }
}

/// Integers of any width, added up.
enum IntegerBlocks {
  static func add(_ block: Vector, _ sum: inout IntegerSum) {
    switch block.storage {
    case .int8: Reduction.add(IntegerRows(values: block.pointer(Int8.self)), block.count, &sum)
    case .int16: Reduction.add(IntegerRows(values: block.pointer(Int16.self)), block.count, &sum)
    case .int32: Reduction.add(IntegerRows(values: block.pointer(Int32.self)), block.count, &sum)
    default: Reduction.add(IntegerRows(values: block.pointer(Int64.self)), block.count, &sum)
    }
  }
}
