import WeirSyntax
import WeirTables

/// `select` and `exec`: binds its names to the columns of its tables each time it runs, then filters, groups, computes and sorts.
final class QueryNode: Node {
  let statement: SelectStatement
  /// The tables after `from`, in the order of the text.
  let source: QuerySource?
  let scope: Scope

  init(_ statement: SelectStatement, source: QuerySource?, scope: Scope) {
    self.statement = statement
    self.source = source
    self.scope = scope
    super.init(span: statement.span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    do {
      let rows = try source?.rows(frame) ?? SourceRows(names: [], columns: [], rowCount: 1, qualifiers: [:])
      let execution = QueryExecution(statement, rows, frame, scope)
      let result = try execution.run()
      return try statement.isExec ? QueryNode.execValue(result) : .table(try Table(names: result.uniqueNames(), columns: result.columns))
    } catch { throw placed(error) }
  }

  /// One column as a vector, or as a scalar when nothing but scalars were computed; several columns as a table.
  private static func execValue(_ result: QueryResult) throws -> Cell {
    guard result.columns.count == 1 else { return .table(try Table(names: result.uniqueNames(), columns: result.columns)) }
    if result.isScalar, result.columns[0].count == 1 { return result.columns[0].cell(at: 0) }
    return .vector(result.columns[0])
  }
}

/// What a query computed.
struct QueryResult {
  var names: [String] = []
  var columns: [Vector] = []
  /// Nothing but scalars were computed, from all rows.
  var isScalar = false

  var rowCount: Int { columns.first?.count ?? 0 }

  mutating func append(_ name: String, _ column: Vector) {
    names.append(name)
    columns.append(column)
  }

  mutating func gather(_ rows: [Int]) throws { columns = try columns.map { try $0.gather(rows) } }

  /// The names, a number behind those that occur again.
  func uniqueNames() -> [String] {
    var seen: Set<String> = []
    return names.map { name in
      var unique = name
      var suffix = 1
      while !seen.insert(unique).inserted {
        unique = "\(name)\(suffix)"
        suffix += 1
      }
      return unique
    }
  }
}
