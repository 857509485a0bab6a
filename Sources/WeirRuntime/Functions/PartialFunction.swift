import WeirTables

/// `f{a,,c}`: a function some of whose arguments are fixed. Its parameters are the ones left open. A fixed argument is the object itself, so that a mutable one keeps its
/// state between calls.
package final class PartialFunction: Function, @unchecked Sendable {
  package let function: Function
  /// The arguments in the order of the function's parameters; `Cell.missing` for an open one.
  package let fixed: ArgumentList

  /// - Throws: `.arguments` when there are more arguments than parameters.
  package init(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int) throws {
    let parameters = function.parameters
    if let most = parameters.most, count > most {
      throw KernelError.arguments("The function \(function.name) has \(most) parameter(s), but \(count) are fixed")
    }
    self.function = function
    fixed = ArgumentList(capacity: count)
    for index in 0..<count { fixed.push(arguments[index].copy()) }
    let open = parameters.list.enumerated().filter { index, parameter in index >= count || arguments[index].isMissing || parameter.isVariadic }
    super.init(name: function.name, parameters: FunctionParameters(open.map(\.element)), isAggregate: function.isAggregate)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let all = ArgumentList(capacity: fixed.count + call.count)
    var next = 0
    for index in 0..<fixed.count {
      guard fixed.base[index].isMissing else {
        all.push(fixed.base[index].copy())
        continue
      }
      all.push(next < call.count ? call[next].copy() : .missing)
      next += 1
    }
    while next < call.count {
      all.push(call[next].copy())
      next += 1
    }
    return try call.session.call(function, all.base, count: all.count)
  }
}
