/// How much of a value the console shows.
package struct DisplayOptions: Sendable {
  /// Rows of a table or matrix; behind them stands a row of `...`.
  package var rowsMax: Int
  /// Columns of text that a table or matrix may take; what does not fit is one column of `...`.
  package var columnsWidth: Int
  /// Elements of a vector, tuple or set; behind them stands `...`.
  package var elementsMax: Int
  /// Columns of text that one cell of a table may take; longer ones are cut.
  package var cellWidth: Int

  package init(rowsMax: Int = 30, columnsWidth: Int = 100, elementsMax: Int = 30, cellWidth: Int = 80) {
    self.rowsMax = rowsMax
    self.columnsWidth = columnsWidth
    self.elementsMax = elementsMax
    self.cellWidth = cellWidth
  }

  package static let standard = DisplayOptions()
}
