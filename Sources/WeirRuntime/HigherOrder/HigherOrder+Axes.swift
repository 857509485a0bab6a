import WeirSyntax
import WeirTables

extension HigherOrder {
  /// `function(x[i], y[j])` for every pair: scalars as a matrix with a row per element of `x`, everything else as a tuple of tuples.
  /// - Parameter y: `x` itself when it is left out.
  package static func cross(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let left = try Elements(x)
    let right = y.isMissing ? left : try Elements(y)
    let rows = left.count ?? 1
    let columns = right.count ?? 1
    let slab = ArgumentSlab(count: 2)
    var all = ValueCollector()
    for row in 0..<rows {
      for column in 0..<columns {
          slab[0] = try left.cell(at: row)
        slab[1] = try right.cell(at: column)
        try all.add(try session.call(function, slab.cells, count: 2))
      }
    }
    let results = try all.finish()
    guard results.storage == .any else { return try crossMatrix(results, left, right, rows: rows, columns: columns) }
    return .vector(AnyVector(vectors: (0..<rows).map { results.slice($0 * columns, columns) }))
  }

  /// Results that came row by row, as the columns of a matrix.
  private static func crossMatrix(_ results: Vector, _ left: Elements, _ right: Elements, rows: Int, columns: Int) throws -> Cell {
    let order = (0..<rows * columns).map { ($0 % max(rows, 1)) * columns + $0 / max(rows, 1) }
    let matrix = try MatrixObject(values: try results.gather(order), rows: rows, columns: columns)
    if let labels = try left.labels, labels.count == rows { matrix.rowLabels = labels }
    if let labels = try right.labels, labels.count == columns { matrix.columnLabels = labels }
    return .matrix(matrix)
  }

  /// The function on every row of a matrix, table, tuple, array vector or columnar tuple, or on the rows of two of them side by side.
  package static func byRow(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let frame = try TwoDimensional(x, "byRow")
    let results = try alongAxis(function, frame.rows(), try other(y, "byRow") { try $0.rows() }, session)
    return try frame.assemble(rowResults: results)
  }

  /// The function on every column; the columns of an array vector or columnar tuple are the values at one place of all rows.
  package static func byColumn(_ function: Function, _ x: borrowing Cell, _ y: borrowing Cell, _ session: SessionContext) throws -> Cell {
    let frame = try TwoDimensional(x, "byColumn")
    let results = try alongAxis(function, frame.columns(), try other(y, "byColumn") { try $0.columns() }, session)
    return try frame.assemble(columnResults: results)
  }

  /// The second argument taken apart like the first; what is not two-dimensional goes to every call as it is.
  private static func other(_ y: borrowing Cell, _ name: String, _ parts: (TwoDimensional) throws -> [Vector]) throws -> Elements? {
    if y.isMissing { return nil }
    guard TwoDimensional.accepts(y) else { return try Elements(.vector(try Vector.repeating(y, count: 1))) }
    return try Elements(.vector(AnyVector(vectors: try parts(TwoDimensional(y, name)))))
  }

  private static func alongAxis(_ function: Function, _ parts: [Vector], _ other: Elements?, _ session: SessionContext) throws -> Vector {
    let count = other == nil ? 1 : 2
    if let places = other?.count, places != parts.count, places != 1 {
      throw KernelError.shape("\(function.name): \(parts.count) and \(places) rows or columns do not go together")
    }
    let slab = ArgumentSlab(count: count)
    var results = ValueCollector(capacity: parts.count)
    for (place, part) in parts.enumerated() {
      slab[0] = .vector(part)
      if let other { slab[1] = try other.cell(at: other.count == 1 ? 0 : place) }
      try results.add(try session.call(function, slab.cells, count: count))
    }
    return try results.finish()
  }
}
