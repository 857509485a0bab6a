import WeirTables

/// `second(first(…))` as one function.
package final class ComposedFunction: Function, @unchecked Sendable {
  // Unchecked: as `Function`.
  let first: Function
  let second: Function

  package init(_ first: Function, _ second: Function) {
    self.first = first
    self.second = second
    super.init(name: "compose(\(first.name), \(second.name))", parameters: first.parameters, isAggregate: second.isAggregate)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let slab = ArgumentSlab(count: 1)
    slab[0] = try call.session.call(first, call.arguments, count: call.count)
    return try call.session.call(second, slab.cells, count: 1)
  }
}
