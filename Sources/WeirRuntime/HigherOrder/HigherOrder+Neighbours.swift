import WeirSyntax
import WeirTables

extension HigherOrder {
  /// `function(x[i], x[i - 1])`; before the first element stands `initial`, NULL when it is left out.
  package static func eachPre(_ function: Function, _ x: borrowing Cell, _ initial: borrowing Cell, _ session: SessionContext, _ rule: AssemblyRule) throws -> Cell {
    try neighbours(function, x, outside: initial, step: -1, session, rule)
  }

  /// `function(x[i], x[i + 1])`; behind the last element stands `last`, NULL when it is left out.
  package static func eachPost(_ function: Function, _ x: borrowing Cell, _ last: borrowing Cell, _ session: SessionContext, _ rule: AssemblyRule) throws -> Cell {
    try neighbours(function, x, outside: last, step: 1, session, rule)
  }

  private static func neighbours(
    _ function: Function, _ x: borrowing Cell, outside: borrowing Cell, step: Int, _ session: SessionContext, _ rule: AssemblyRule
  ) throws -> Cell {
    let elements = try Elements(x)
    guard let places = elements.count else { throw KernelError.type("\(function.name): a vector, matrix or table is expected, got \(ValueDescription.short(x))") }
    let slab = ArgumentSlab(count: 2)
    var results = ResultCollector(rule, capacity: places)
    for place in 0..<places {
      slab[0] = try elements.cell(at: place)
      let neighbour = place + step
      if neighbour >= 0, neighbour < places {
        slab[1] = try elements.cell(at: neighbour)
      } else {
        slab[1] = outside.isMissing ? .void : outside.copy()
      }
      try results.add(try session.call(function, slab.cells, count: 2))
    }
    return try results.finish(labels: elements.matrixLabels, rowLabels: elements.rowLabels)
  }
}

extension HigherOrder {
  /// Every intermediate result of `function(result, x[i])`; a function of one argument is applied again and again instead, as often as `x` says.
  package static func accumulate(_ function: Function, _ x: borrowing Cell, _ initial: borrowing Cell, _ session: SessionContext, _ rule: AssemblyRule) throws -> Cell {
    var results = ResultCollector(rule, capacity: 0)
    let elements = try fold(function, x, initial, session) { try results.add($0.copy()) }
    return try results.finish(labels: elements?.matrixLabels, rowLabels: elements?.rowLabels)
  }

  /// The last result of the same; NULL when there is none.
  package static func reduce(_ function: Function, _ x: borrowing Cell, _ initial: borrowing Cell, _ session: SessionContext) throws -> Cell {
    var last = Cell.void
    _ = try fold(function, x, initial, session) { last = $0.copy() }
    return last
  }

  private static func fold(
    _ function: Function, _ x: borrowing Cell, _ initial: borrowing Cell, _ session: SessionContext, _ report: (borrowing Cell) throws -> Void
  ) throws -> Elements? {
    if function.parameters.most == 1 {
      try iterate(function, x, initial, session, report)
      return nil
    }
    // A function of three or more takes its further arguments from the members of a tuple.
    let sources = try foldSources(function, x)
    guard let places = try Elements.commonCount(sources, function.name) else { throw KernelError.type("\(function.name): a vector, matrix or table is expected, got \(ValueDescription.short(x))") }
    let slab = ArgumentSlab(count: sources.count + 1)
    var start = 0
    if initial.isMissing || initial.isVoid, sources.count == 1 {
      guard places > 0 else { return sources[0] }
      slab[0] = try sources[0].cell(at: 0)
      try report(slab[0])
      start = 1
    } else {
      slab[0] = initial.isMissing ? .void : initial.copy()
    }
    for place in start..<places {
      for index in 0..<sources.count { slab[index + 1] = try sources[index].cell(at: place) }
      slab[0] = try session.call(function, slab.cells, count: slab.count)
      try report(slab[0])
    }
    return sources[0]
  }

  private static func foldSources(_ function: Function, _ x: borrowing Cell) throws -> [Elements] {
    let wanted = function.parameters.required - 1
    guard wanted >= 2 else { return [try Elements(x)] }
    guard let tuple = x.tuple, tuple.count == wanted else { throw KernelError.arguments("The function \(function.name) of \(wanted + 1) parameters needs a tuple of \(wanted) vectors") }
    return try (0..<wanted).map { try Elements(tuple.cell(at: $0)) }
  }

  /// `initial`, `function(initial)`, `function(function(initial))`, …: as many times as the integer `x` says, while the function `x` holds, or until
  /// nothing changes.
  private static func iterate(
    _ function: Function, _ x: borrowing Cell, _ initial: borrowing Cell, _ session: SessionContext, _ report: (borrowing Cell) throws -> Void
  ) throws {
    guard !initial.isMissing else { throw KernelError.arguments("\(function.name): a function of one argument needs an initial value") }
    let slab = ArgumentSlab(count: 1)
    slab[0] = initial.copy()
    try report(slab[0])
    let condition = x.function
    let times = condition == nil && !x.isMissing && !x.isNull ? Int(try x.asInt64()) : nil
    var done = 0
    while times.map({ done < $0 }) ?? true {
      if let condition, !(try holds(condition, slab[0], session)) { return }
      let next = try session.call(function, slab.cells, count: 1)
      if condition == nil, times == nil, next.isSameValue(as: slab[0]) { return }
      slab[0] = next
      try report(slab[0])
      done += 1
    }
  }

  private static func holds(_ condition: Function, _ value: borrowing Cell, _ session: SessionContext) throws -> Bool {
    let slab = ArgumentSlab(count: 1)
    slab[0] = value.copy()
    let result = try session.call(condition, slab.cells, count: 1)
    return result.isScalar && !result.isNull ? try result.asInt64() != 0 : false
  }
}

extension Elements {
  /// Labels of a matrix; elements of a vector do not label what became of them.
  var matrixLabels: Vector? { get throws { isMatrix ? try labels : nil } }
}

extension Cell {
  /// Whether both are the same scalar, or vectors of the same scalars.
  func isSameValue(as other: borrowing Cell) -> Bool {
    if let left = vector, let right = other.vector {
      guard left.count == right.count else { return false }
      return (0..<left.count).allSatisfy { left.cell(at: $0).isSameValue(as: right.cell(at: $0)) }
    }
    if let left = matrix, let right = other.matrix { return left.rows == right.rows && Cell.vector(left.values).isSameValue(as: .vector(right.values)) }
    if isHeap, !isScalar { return bits == other.bits }
    guard isScalar, other.isScalar else { return false }
    if isNull || other.isNull { return isNull && other.isNull }
    if elementType.isIntegerLike, other.elementType.isIntegerLike { return rawInteger == other.rawInteger }
    if elementType.isNumeric, other.elementType.isNumeric { return plainNumber == other.plainNumber }
    return KeyHash.equals(self, other)
  }

  /// - Precondition: this is a number that is not null.
  private var plainNumber: Double { elementType.isFloating ? rawDouble : Double(rawInteger) }
}
