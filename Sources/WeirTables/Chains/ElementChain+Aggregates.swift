import WeirHost

/// An aggregate of one column that leaves nulls out, over a chain.
package struct ChainAggregate: Sendable {
  package let whole: @Sendable (_ chain: ElementChain, _ threads: any Threads) throws -> Cell
}

extension ChainAggregate {
  /// As `Aggregate.sum`.
  package static let sum = ChainAggregate { chain, threads in
    if chain.type.isIntegerLike {
      let integers = try chain.reduce(threads, IntegerSum.self, IntegerBlocks.add)
      return integers.count == 0 ? .null(.long) : .long(integers.sum)
    }
    let total = try chain.reduce(threads, EightSums.self, EightSums.add).total
    return .double(total.count == 0 ? .null : total.sum)
  }

  /// As `Aggregate.average`.
  package static let average = ChainAggregate { chain, threads in
    if chain.type.isIntegerLike {
      let integers = try chain.reduce(threads, IntegerSum.self, IntegerBlocks.add)
      return .double(integers.count == 0 ? .null : Double(integers.sum) / Double(integers.count))
    }
    return .double(try chain.reduce(threads, EightSums.self, EightSums.add).total.average)
  }
}

/// Integers of any width, added up.
private enum IntegerBlocks {
  static func add(_ block: Vector, _ sum: inout IntegerSum) {
    switch block.storage {
    case .int8: Reduction.add(IntegerRows(values: block.pointer(Int8.self)), block.count, &sum)
    case .int16: Reduction.add(IntegerRows(values: block.pointer(Int16.self)), block.count, &sum)
    case .int32: Reduction.add(IntegerRows(values: block.pointer(Int32.self)), block.count, &sum)
    default: Reduction.add(IntegerRows(values: block.pointer(Int64.self)), block.count, &sum)
    }
  }
}
