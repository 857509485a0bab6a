import WeirHost
import WeirSyntax
import WeirTables

/// A query as an operand: one column is its values, one value of it a scalar.
final class SubqueryValueNode: Node {
  let query: Node

  init(_ query: Node, span: SourceSpan) {
    self.query = query
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try query.eval(frame)
    guard let snapshot = value.table?.snapshot, snapshot.columns.count == 1 else { return value }
    return snapshot.rowCount == 1 ? snapshot.columns[0].cell(at: 0) : .vector(snapshot.columns[0])
  }
}

/// `exists (select …)`.
final class ExistsNode: Node {
  let query: Node

  init(_ query: Node, span: SourceSpan) {
    self.query = query
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try query.eval(frame)
    if let snapshot = value.table?.snapshot { return .bool(snapshot.rowCount > 0) }
    if let vector = value.vector { return .bool(vector.count > 0) }
    return .bool(!value.isVoid)
  }
}

/// `x < any(select …)`, `x >= all(1 2 3)`: a comparison with every value of a list.
final class QuantifiedNode: Node {
  let operation: BinaryOperation
  let quantifier: Quantifier
  let operand: Node
  let list: Node

  init(_ operation: BinaryOperation, _ quantifier: Quantifier, operand: Node, list: Node, span: SourceSpan) {
    self.operation = operation
    self.quantifier = quantifier
    self.operand = operand
    self.list = list
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let left = try operand.eval(frame)
    let right = try list.eval(frame)
    do {
      var result = Cell.bool(quantifier == .all)
      let values = try QuantifiedNode.values(right)
      for index in 0..<values.count {
        let comparison = try OperatorKernel.apply(operation, left, values.cell(at: index))
        result = try OperatorKernel.apply(quantifier == .all ? .and : .or, result, comparison)
      }
      return result
    } catch { throw placed(error) }
  }

  /// The values without repetitions.
  private static func values(_ value: borrowing Cell) throws -> Vector {
    let vector: Vector
    if let column = value.vector {
      vector = column
    } else if let snapshot = value.table?.snapshot, snapshot.columns.count == 1 {
      vector = snapshot.columns[0]
    } else {
      guard value.isScalar else { throw KernelError.type("a list of values is expected, got \(ValueDescription.short(value))") }
      return try Vector.repeating(value, count: 1)
    }
    return try vector.gather(try RowGrouping.make(keys: [vector], threads: SerialThreads()).firstRows)
  }
}

/// The row of an outer query that a correlated subquery is being run for.
final class OuterRow {
  let columns: QueryColumns
  fileprivate(set) var frame: UnsafeMutablePointer<Cell>?
  fileprivate(set) var row = 0

  init(_ columns: QueryColumns) { self.columns = columns }
}

/// A column of the outer query inside a subquery: its value in the present row.
final class OuterColumnNode: Node {
  let outer: OuterRow
  let index: Int

  init(_ outer: OuterRow, index: Int, span: SourceSpan) {
    self.outer = outer
    self.index = index
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    guard let vector = outer.frame?[index].vector else { throw ScriptError(.name, "the outer query's column is not in scope", at: span) }
    return vector.cell(at: outer.row)
  }
}

/// An expression that holds a correlated subquery: it is evaluated anew for every row of the outer query.
final class CorrelatedNode: Node {
  let value: Node
  let outer: OuterRow
  /// Any column that the subquery names: it says how many rows there are.
  let column: Int

  init(_ value: Node, _ outer: OuterRow, column: Int, span: SourceSpan) {
    self.value = value
    self.outer = outer
    self.column = column
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    guard let cells = frame.columns, let rows = cells[column].vector?.count else { throw ScriptError(.name, "the outer query's columns are not in scope", at: span) }
    let values = AnyVector(capacity: rows)
    let before = (outer.frame, outer.row)
    defer { (outer.frame, outer.row) = before }
    for row in 0..<rows {
      outer.frame = cells
      outer.row = row
      let result = try value.eval(frame)
      values.push(result.vector.map { $0.count == 0 ? Cell.void : $0.cell(at: 0) } ?? result.copy())
    }
    do { return .vector(try ResultAssembly.collapsed(values)) } catch { throw placed(error) }
  }
}

/// `case when a then b … else c end`: the value of the first branch whose condition holds, element by element.
final class CaseNode: Node {
  let branches: [(condition: Node, value: Node)]
  let otherwise: Node?
  /// Picks element by element: the function `iif`.
  let choice: Function

  init(_ branches: [(condition: Node, value: Node)], otherwise: Node?, choice: Function, span: SourceSpan) {
    self.branches = branches
    self.otherwise = otherwise
    self.choice = choice
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    var result = try otherwise?.eval(frame) ?? .void
    for branch in branches.reversed() {
      let condition = try branch.condition.eval(frame)
      let value = try branch.value.eval(frame)
      if condition.isScalar {
        if try Node.isTrue(condition, at: branch.condition.span) { result = consume value }
        continue
      }
      if result.isVoid { result = .null(value.elementType, scale: value.scale) }
      do { result = try FunctionCall.apply(choice, frame.session, condition, value, result) } catch { throw placed(error) }
    }
    return result
  }
}
