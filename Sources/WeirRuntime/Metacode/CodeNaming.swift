import WeirSyntax

/// The name that a column of metacode gets when it is given none.
package enum CodeNaming {
  /// `avg_price` for `avg(price)`: as a query would call it whose columns are all the names in it.
  package static func columnName(_ expression: Expression) -> String {
    var collector = NameCollector()
    collector.visit(expression)
    let names = collector.names
    return ColumnNaming(text: { TreePrinter.metacode.text($0) }, isColumn: { names.contains($0) }).name(expression)
  }
}
