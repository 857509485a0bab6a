import WeirSyntax
import WeirTables

/// An expression of a query, lowered against the columns of its source.
struct BoundExpression {
  let node: Node
  /// The columns that it reads.
  let columns: [Int]
}

/// Lowers the expressions of one query against the columns of its source.
final class QueryBinder {
  let lowerer: Lowerer
  let scope: Scope
  let columns: QueryColumns

  /// - Parameter scope: of the function that the query stands in; it is lent, with the query's columns on top, for the life of the binder.
  init(session: SessionContext, scope: Scope, columns: QueryColumns) {
    lowerer = Lowerer(session: session)
    lowerer.allowsLateNames = false
    self.scope = scope
    self.columns = columns
  }

  /// - Throws: the first error that lowering found: a name that is no column, variable or function.
  func bind(_ expression: Expression) throws -> BoundExpression {
    let outer = (scope.columns, scope.isSealed)
    scope.columns = columns
    scope.isSealed = true
    columns.used = []
    defer { (scope.columns, scope.isSealed) = outer }
    let node = lowerer.lower(expression, scope)
    if let error = lowerer.errors.first { throw error }
    return BoundExpression(node: node, columns: columns.used.sorted())
  }

  var naming: ColumnNaming {
    ColumnNaming(text: { TreePrinter.metacode.text($0) }, isColumn: { [columns] in columns.index(of: $0) != nil })
  }
}
