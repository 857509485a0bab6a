import WeirTables

/// A column of a keyed or indexed table, read by key. It is the table as it was when `Value.keyedColumn` was called: nothing that scripts do later changes it.
public struct KeyedColumn<Number: ColumnNumber & Equatable> {
  @usableFromInline let rows: KeyedRowNumbers
  @usableFromInline let column: Column<Number>

  fileprivate init(_ rows: KeyedView, _ column: Column<Number>) {
    self.rows = KeyedRowNumbers(rows)
    self.column = column
  }

  /// The number in the row with a key of integers, or of moments as their type counts them; nil for a null, and when no row has the key.
  @inlinable
  public subscript(key: Int) -> Number? {
    guard let row = rows.row(key) else { return nil }
    return column[row]
  }

  /// The number in the row with a key of SYMBOL or STRING; nil for a null, and when no row has the key.
  @inlinable
  public subscript(key: String) -> Number? {
    guard let row = rows.row(key) else { return nil }
    return column[row]
  }
}

/// What code that was made in other modules calls.
@usableFromInline
struct KeyedRowNumbers {
  private let view: KeyedView

  init(_ view: KeyedView) { self.view = view }

  @usableFromInline func row(_ key: Int) -> Int? { view.row(key) }
  @usableFromInline func row(_ key: String) -> Int? { view.row(key) }
}

extension Value {
  /// A column of a keyed or indexed table, to be read by key.
  ///
  /// ```swift
  /// let last = try session["lastPrices"]?.keyedColumn("price", of: Double.self)
  /// let price = last?["IBM"]
  /// ```
  ///
  /// - Returns: nil when this is no such table, its key has several columns, or it has no column of that name that is stored as `Number`.
  /// - Throws: `WeirError` of kind `memory` when the index cannot be made.
  public func keyedColumn<Number: ColumnNumber & Equatable>(_ name: String, of number: Number.Type = Number.self) throws -> KeyedColumn<Number>? {
    guard let table = cell.table, let view = try WeirError.catching({ try KeyedView(table) }) else { return nil }
    guard let index = view.snapshot.columnIndex(name), let column = Value(Cell.vector(view.snapshot.columns[index].sharingHeader())).column(of: number) else { return nil }
    return KeyedColumn(view, column)
  }
}
