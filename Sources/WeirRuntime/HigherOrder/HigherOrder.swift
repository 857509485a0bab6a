import WeirSyntax
import WeirTables

/// Functions that take functions: how they take their arguments apart, call, and put the results together. Built-ins and templates are names for these.
package enum HigherOrder {
  /// `each`, and with `.tuple` `loop`: the function on the elements at the same place of every argument. With a dictionary first, a dictionary of the results.
  /// - Parameter isParallel: several threads make the calls, where the function allows it.
  package static func each(
    _ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int, _ session: SessionContext, _ rule: AssemblyRule, isParallel: Bool = false
  ) throws -> Cell {
    var all: [Elements] = []
    for index in 0..<count { all.append(try Elements(arguments[index])) }
    guard let places = try Elements.commonCount(all, "each") else { return try session.call(function, arguments, count: count) }
    var results = ResultCollector(all[0].dictionary == nil ? rule : .tuple, capacity: places)
    if let calls = try ConcurrentCalls.make(function, all, count: places, session) {
      for place in 0..<places { try results.add(calls.take(place)) }
    } else if isParallel, try ParallelCalls.run(function, all, count: places, session, { try results.add($0) }) {
      // The results are there.
    } else {
      let slab = ArgumentSlab(count: count)
      let sources = ChildList(all)
      for place in 0..<places {
        for index in 0..<count { try sources[index].put(place, into: slab.cells + index) }
        try results.add(try session.call(function, slab.cells, count: count))
      }
    }
    if let dictionary = all[0].dictionary { return try like(dictionary, try results.finish()) }
    let labelled = all.first { $0.count != nil }
    return try results.finish(labels: labelled?.labels, rowLabels: labelled?.rowLabels)
  }

  /// The results for the values of a dictionary, under its keys.
  private static func like(_ dictionary: DictionaryObject, _ results: borrowing Cell) throws -> Cell {
    guard let tuple = results.tuple else { return results.copy() }
    return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: try ResultAssembly.collapsed(tuple), isOrdered: dictionary.isOrdered))
  }

  /// `function(x[i], y)` for every element of `x`.
  package static func eachLeft(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext, _ rule: AssemblyRule) throws -> Cell {
    try oneSided(function, taken: x, whole: y, takenFirst: true, session, rule)
  }

  /// `function(x, y[i])` for every element of `y`.
  package static func eachRight(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext, _ rule: AssemblyRule) throws -> Cell {
    try oneSided(function, taken: y, whole: x, takenFirst: false, session, rule)
  }

  private static func oneSided(
    _ function: Function, taken: borrowing Cell, whole: borrowing Cell, takenFirst: Bool, _ session: SessionContext, _ rule: AssemblyRule
  ) throws -> Cell {
    let elements = try Elements(taken)
    let slab = ArgumentSlab(count: 2)
    slab[takenFirst ? 1 : 0] = whole.copy()
    guard let places = elements.count else {
      slab[takenFirst ? 0 : 1] = taken.copy()
      return try session.call(function, slab.cells, count: 2)
    }
    var results = ResultCollector(elements.dictionary == nil ? rule : .tuple, capacity: places)
    for place in 0..<places {
      slab[takenFirst ? 0 : 1] = try elements.cell(at: place)
      try results.add(try session.call(function, slab.cells, count: 2))
    }
    if let dictionary = elements.dictionary { return try like(dictionary, try results.finish()) }
    return try results.finish(labels: elements.labels, rowLabels: elements.rowLabels)
  }
}
