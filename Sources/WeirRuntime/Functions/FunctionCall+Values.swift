import WeirTables

/// Calling and indexing as the language has them: any value can stand before the parenthesis or the bracket.
extension FunctionCall {
  /// `value(arguments…)`: calls a function, every one of a vector of functions, or else indexes.
  /// - Throws: `.arguments`, or what the function throws.
  package static func applyValue(_ value: borrowing Cell, _ arguments: UnsafeMutablePointer<Cell>, count: Int, session: SessionContext) throws -> Cell {
    if let function = value.function { return try session.call(function, arguments, count: count) }
    guard value.form != .scalar else { throw KernelError.type("\(ValueDescription.short(value)) cannot be called") }
    if let functions = functions(value) { return try callAll(functions, arguments, count: count, session: session) }
    return try Indexing.read(value, indexes: UnsafePointer(arguments), count: count)
  }

  /// `value[indexes…]`: as `Indexing.read`, but a function is called with the indexes, and a function as the index selects what it holds for.
  package static func subscripted(_ value: borrowing Cell, _ indexes: UnsafeMutablePointer<Cell>, count: Int, session: SessionContext) throws -> Cell {
    if value.heapKind == .function { return try applyValue(value, indexes, count: count, session: session) }
    for index in 0..<count where indexes[index].code != nil { indexes[index] = try CodeIndex.resolved(indexes[index].copy(), of: value, session) }
    guard count == 1, let condition = indexes[0].function else { return try Indexing.read(value, indexes: UnsafePointer(indexes), count: count) }
    return try Indexing.read(value, try mask(value, condition, session))
  }

  /// The functions of a non-empty vector that holds nothing else.
  private static func functions(_ value: borrowing Cell) -> [Function]? {
    guard let tuple = value.tuple, tuple.count > 0 else { return nil }
    var functions: [Function] = []
    for index in 0..<tuple.count {
      guard let function = tuple.withCell(index, { $0.function }) else { return nil }
      functions.append(function)
    }
    return functions
  }

  /// Scalars make a vector; as soon as a result is a vector, all make a table with a column per function.
  private static func callAll(_ functions: [Function], _ arguments: UnsafeMutablePointer<Cell>, count: Int, session: SessionContext) throws -> Cell {
    var results = ValueCollector(capacity: functions.count)
    for function in functions { try results.add(try session.call(function, arguments, count: count)) }
    let values = try results.finish()
    guard let tuple = values as? AnyVector else { return .vector(values) }
    let rowCount = (0..<tuple.count).map { index in tuple.withCell(index) { $0.vector?.count ?? 1 } }.max() ?? 0
    guard (0..<tuple.count).contains(where: { index in tuple.withCell(index) { $0.vector != nil } }) else { return .vector(tuple) }
    var columns: [Vector] = []
    for index in 0..<tuple.count {
      let cell = tuple.cell(at: index)
      if cell.isHeap, !cell.isScalar, cell.vector == nil { return .vector(tuple) }
      columns.append(try cell.vector ?? Vector.repeating(cell, count: rowCount))
    }
    guard columns.allSatisfy({ $0.count == rowCount }) else { return .vector(tuple) }
    return .table(try Table(names: ColumnNames.distinct(functions.map(\.name)), columns: columns))
  }

  /// Where `condition` holds: for the columns of a matrix one by one, else for the value as a whole.
  private static func mask(_ value: borrowing Cell, _ condition: Function, _ session: SessionContext) throws -> Cell {
    if value.heapKind == .matrix {
      let arguments = ArgumentSlab(count: 1)
      arguments[0] = value.copy()
      let flags = try HigherOrder.each(condition, arguments.cells, count: 1, session, .defaultRule)
      guard let vector = flags.vector, vector.storage != .any else { throw KernelError.type("a condition on columns must give a BOOL per column") }
      return .vector(try vector.cast(to: .bool))
    }
    let arguments = ArgumentSlab(count: 1)
    arguments[0] = value.copy()
    return try session.call(condition, arguments.cells, count: 1)
  }
}

/// Names for columns that are made up.
package enum ColumnNames {
  /// The same names, those that came before with a number behind.
  package static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.map { name in
      var candidate = name
      var number = 1
      while !seen.insert(candidate).inserted {
        candidate = "\(name)\(number)"
        number += 1
      }
      return candidate
    }
  }
}
