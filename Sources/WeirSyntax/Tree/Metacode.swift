/// What stands between `<` and `>`.
package enum Metacode: Sendable {
  case expression(Expression)
  /// `<sum(qty) as total>`
  case item(SelectItem)
  /// `<[sum(qty) as total, max(price)]>`
  case list([SelectItem])
  /// `<select …>` is `.statement` too, its kind an expression statement with a `.select`.
  case statement(Statement)
}
