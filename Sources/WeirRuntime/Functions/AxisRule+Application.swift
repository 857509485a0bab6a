import WeirTables

extension AxisRule {
  /// Runs a built-in whose body knows scalars and vectors on whatever form its first argument has. The other arguments go along unchanged, except that in
  /// an element-by-element function their members are taken side by side.
  package func apply(_ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    guard call.count > 0 else { return try builtin.body(call) }
    switch call[0].heapKind {
    case .matrix: return try applyToMatrix(call[0].unsafeObject(as: MatrixObject.self), builtin, call)
    case .table: return try applyToTable(call[0].unsafeObject(as: Table.self), builtin, call)
    case .dictionary: return try applyToDictionary(call[0].unsafeObject(as: DictionaryObject.self), builtin, call)
    case .pair:
      let elements = call[0].unsafeObject(as: PairObject.self).elements
      let result = try call.withFirst(.vector(elements)) { try builtin.body($0) }
      guard case .elementwise = self, let vector = result.vector, vector.count == 2 else { return result }
      return .pair(PairObject(vector))
    case .vector:
      guard let tuple = call[0].tuple, tupleGoesByElement(tuple) else { return try builtin.body(call) }
      return try applyToTuple(tuple, builtin, call)
    default: return try applyToScalar(builtin, call)
    }
  }

  /// Aggregates and vector functions see a scalar as a vector of one element.
  private func applyToScalar(_ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    switch self {
    case .whole, .elementwise, .aggregate: return try builtin.body(call)
    case .vector:
      guard call[0].isScalar, !call[0].isVoid, call[0].heapKind != .function else { return try builtin.body(call) }
      let one = try Vector.repeating(call[0], count: 1)
      return try call.withFirst(.vector(one)) { try builtin.body($0) }
    }
  }

  private func tupleGoesByElement(_ tuple: AnyVector) -> Bool {
    if case .whole = self { return false }
    return (0..<tuple.count).contains { index in tuple.withCell(index) { !$0.isScalar } } || isElementwise
  }

  private var isElementwise: Bool {
    if case .elementwise = self { return true }
    return false
  }

  private func applyToTuple(_ tuple: AnyVector, _ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count { result.push(try call.withFirst(tuple.cell(at: index)) { try apply(builtin, $0) }) }
    result.isColumnar = tuple.isColumnar
    return .vector(result)
  }

  private func applyToMatrix(_ matrix: MatrixObject, _ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    if isElementwise {
      let values = try call.withFirst(.vector(matrix.values)) { try builtin.body($0) }
      guard let vector = values.vector, vector.count == matrix.values.count else { return values }
      return .matrix(try matrix.withValues(vector))
    }
    let columns = AnyVector(capacity: matrix.columns)
    for column in 0..<matrix.columns { columns.push(try call.withFirst(.vector(matrix.column(column))) { try builtin.body($0) }) }
    if case .aggregate = self { return .vector(try ResultAssembly.collapsed(columns)) }
    return try ResultAssembly.matrix(ofColumns: columns, like: matrix)
  }

  private func applyToTable(_ table: Table, _ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    let snapshot = table.snapshot
    var columns: [Vector] = []
    for column in snapshot.columns {
      let result = try call.withFirst(.vector(column)) { try apply(builtin, $0) }
      if let vector = result.vector {
        columns.append(vector)
      } else {
        columns.append(try Vector.repeating(result, count: 1))
      }
    }
    return .table(try Table(names: snapshot.names, columns: columns))
  }

  private func applyToDictionary(_ dictionary: DictionaryObject, _ builtin: Builtin, _ call: borrowing Call) throws -> Cell {
    let values = try dictionary.values
    let result = try call.withFirst(.vector(values)) { try apply(builtin, $0) }
    guard let vector = result.vector, vector.count == values.count else { return result }
    return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: vector, isOrdered: dictionary.isOrdered))
  }
}

extension Call {
  /// Runs `body` on the same call with another first argument; the others are the caller's still.
  package func withFirst<Result: ~Copyable>(_ first: consuming Cell, _ body: (borrowing Call) throws -> Result) rethrows -> Result {
    let cells = UnsafeMutablePointer<Cell>.allocate(capacity: count)
    cells.initialize(to: first)
    for index in 1..<max(count, 1) { (cells + index).initialize(to: arguments[index].copy()) }
    defer {
      cells.deinitialize(count: max(count, 1))
      cells.deallocate()
    }
    return try body(Call(self, arguments: cells))
  }
}
