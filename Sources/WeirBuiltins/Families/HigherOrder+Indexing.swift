import WeirRuntime
import WeirTables

// Taking elements, rows and columns out of values, as `x[i]` does.
extension StandardCatalog {
  static let indexing: [Builtin] = [
    Builtin(
      "at(X, [index])", summary: "What `X[index]` gives; of a mask alone the places of true, of integers alone each place as often as they say.",
      example: Example("at(5 7 0 4, 1 2)", gives: "[7,0]")
    ) { call in
      guard call.has(1) else { return .vector(try Places.repeated(try call.vectorOrScalar(0))) }
      if call[0].heapKind == .function, let arguments = call[1].tuple { return try Subscript.called(call[0], arguments, call.session) }
      return try FunctionCall.subscripted(call[0], call.arguments + 1, count: 1, session: call.session)
    },
    Builtin(
      "eachAt(X, index)", summary: "What `X[index]` gives, for each member of a tuple of indexes by itself.", example: Example("eachAt(5 7 0 4, (0 1, 3))", gives: "([5,7],4)")
    ) { call in
      guard let indexes = call[1].tuple, !indexes.isColumnar, call[0].heapKind != .function else {
        return try FunctionCall.subscripted(call[0], call.arguments + 1, count: 1, session: call.session)
      }
      let result = AnyVector(capacity: indexes.count)
      for index in 0..<indexes.count { result.push(try Indexing.read(call[0], indexes.cell(at: index))) }
      return .vector(result)
    },
    Builtin(
      "row(obj, index)", summary: "A row of a matrix, table or vector of lists, or several as the same form.", example: Example("row(matrix(1 2 3, 4 5 6), 1)", gives: "[2,5]")
    ) { call in try Subscript.row(call[0], call[1]) },
    Builtin(
      "col(obj, index)", aliases: ["column"], summary: "A column of a matrix or table, or several as the same form.",
      example: Example("col(matrix(1 2 3, 4 5 6), 1)", gives: "[4,5,6]")
    ) { call in try Subscript.column(call[0], call[1]) },
    Builtin(
      "cell(obj, row, col)", summary: "The element of a matrix or table at a row and a column.", example: Example("cell(matrix(1 2 3, 4 5 6), 2, 1)", gives: "6")
    ) { call in
      guard call[1].isScalar, call[2].isScalar else { throw call.expected(call[1].isScalar ? 2 : 1, "an integer") }
      return try Indexing.read(call[0], call[1], call[2])
    },
    Builtin(
      "cells(obj, row, col)", summary: "The elements of a matrix at pairs of a row and a column.", example: Example("cells(matrix(1 2 3, 4 5 6), 0 2, 1 0)", gives: "[4,3]")
    ) { call in
      let rows = try call.vectorOrScalar(1)
      let columns = try call.vectorOrScalar(2)
      guard rows.count == columns.count else { throw KernelError.shape("cells: \(rows.count) rows and \(columns.count) columns do not make pairs") }
      var values = ValueCollector(capacity: rows.count)
      for index in 0..<rows.count { try values.add(try Indexing.read(call[0], rows.cell(at: index), columns.cell(at: index))) }
      return .vector(try values.finish())
    },
    Builtin(
      "slice(obj, rowIndex, [colIndex])", summary: "What `obj[rowIndex]` or `obj[rowIndex, colIndex]` gives.",
      example: Example("slice(matrix(1 2 3, 4 5 6), 1, 1)", gives: "5")
    ) { call in call.has(2) ? try Indexing.read(call[0], call[1], call[2]) : try Indexing.read(call[0], call[1]) },
  ]
}

/// Indexing along one axis of a value, and functions called with an index.
private enum Subscript {
  static func called(_ function: borrowing Cell, _ arguments: AnyVector, _ session: SessionContext) throws -> Cell {
    let slab = ArgumentSlab(count: arguments.count)
    for index in 0..<arguments.count { slab[index] = arguments.cell(at: index) }
    return try FunctionCall.applyValue(function, slab.cells, count: slab.count, session: session)
  }

  static func row(_ value: borrowing Cell, _ index: borrowing Cell) throws -> Cell {
    switch value.heapKind {
    case .matrix:
      let rows = try Indexing.read(value, index, .missing)
      guard index.isScalar, let matrix = rows.matrix else { return rows }
      return .vector(matrix.values)
    case .table: return try Indexing.read(value, index)
    case .vector:
      guard let vector = value.vector, vector.storage == .array || vector.storage == .any, index.isScalar else { return try Indexing.read(value, index, .missing) }
      let position = try index.asInt64()
      guard position >= 0, position < vector.count else { return .void }
      return vector.cell(at: Int(position))
    default: throw KernelError.type("row: `obj` must be a vector, matrix or table, got \(ValueDescription.short(value))")
    }
  }

  static func column(_ value: borrowing Cell, _ index: borrowing Cell) throws -> Cell {
    switch value.heapKind {
    case .matrix: return try Indexing.read(value, index)
    case .table:
      let columns = try Indexing.read(value, .missing, index)
      guard index.isScalar, let only = columns.table?.snapshot.columns.first else { return columns }
      return .vector(only.sharingHeader())
    case .vector:
      guard let vector = value.vector, vector.storage != .array, vector.storage != .any else { return try Indexing.read(value, index) }
      return value.copy()
    default: throw KernelError.type("column: `obj` must be a vector, matrix or table, got \(ValueDescription.short(value))")
    }
  }
}

private enum Places {
  /// The places of true in a mask; each place of an integer as often as it says.
  static func repeated(_ vector: Vector) throws -> Vector {
    guard vector.type.isIntegerLike else { throw KernelError.type("at: `X` must be BOOL or integers, got \(vector.type.name)") }
    var total = 0
    for index in 0..<vector.count { total = try added(total, vector, index) }
    let result = try FixedVector(.int, count: total)
    let target = result.pointer(Int32.self)
    var next = 0
    for index in 0..<vector.count where !vector.isNull(at: index) {
      let times = max(0, Int(vector.cell(at: index).rawInteger))
      (target + next).update(repeating: Int32(truncatingIfNeeded: index), count: times)
      next += times
    }
    return result
  }

  private static func added(_ total: Int, _ vector: Vector, _ index: Int) throws -> Int {
    guard !vector.isNull(at: index) else { return total }
    let (sum, overflow) = total.addingReportingOverflow(max(0, Int(vector.cell(at: index).rawInteger)))
    guard !overflow, sum < Int(Int32.max) else { throw KernelError.memory("at: out of memory") }
    return sum
  }
}
