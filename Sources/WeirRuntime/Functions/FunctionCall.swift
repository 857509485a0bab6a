import WeirTables

/// Calling a function with a few values at hand.
package enum FunctionCall {
  package static func apply(_ function: Function, _ session: SessionContext, _ first: consuming Cell) throws -> Cell {
    let arguments = ArgumentList(capacity: 1)
    arguments.push(first)
    return try session.call(function, arguments.base, count: 1)
  }

  package static func apply(_ function: Function, _ session: SessionContext, _ first: borrowing Cell, _ second: borrowing Cell, _ third: borrowing Cell) throws -> Cell {
    let arguments = ArgumentList(capacity: 3)
    arguments.push(first.copy())
    arguments.push(second.copy())
    arguments.push(third.copy())
    return try session.call(function, arguments.base, count: 3)
  }
  /// Calls `function` with the arguments of `call` from `index` on.
  package static func apply(_ function: Function, toArgumentsOf call: borrowing Call, from index: Int) throws -> Cell {
    let arguments = ArgumentList(capacity: max(call.count - index, 0))
    for place in index..<max(call.count, index) { arguments.push(call[place].copy()) }
    return try call.session.call(function, arguments.base, count: arguments.count)
  }
}

/// Arguments that are put together one by one.
package final class ArgumentList {
  package let base: UnsafeMutablePointer<Cell>
  package private(set) var count = 0
  private let capacity: Int

  package init(capacity: Int) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// - Precondition: there is room.
  package func push(_ value: consuming Cell) {
    precondition(count < capacity, "more arguments than there is room for")
    (base + count).initialize(to: value)
    count += 1
  }
}
