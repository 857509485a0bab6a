import WeirRuntime
import WeirTables

/// How the values of statements are laid out for people.
package struct ValueView: Sendable {
  package enum Mode: String, CaseIterable, Sendable { case console, box, csv, tsv, json, jsonl, markdown, vertical }

  package var mode: Mode
  /// Rows of a table, matrix or dictionary that are shown; all of them where it is nil. The modes for programs always show all.
  package var rowsMax: Int?
  /// Columns of the terminal.
  package var width: Int

  package init(mode: Mode = .console, rowsMax: Int? = 30, width: Int = 100) {
    self.mode = mode
    self.rowsMax = rowsMax
    self.width = width
  }

  /// As scripts without a terminal show values.
  package static let standard = ValueView()

  /// `value` without a newline at its end.
  /// - Throws: `.interrupted`.
  static func text(_ value: borrowing Cell, _ view: ValueView) throws -> String {
    switch view.mode {
    case .console: return console(value, view)
    case .box: return try RowsOfText(value, rowsMax: view.rowsMax).map { BoxView.text($0, width: view.width) } ?? console(value, view)
    case .markdown: return try RowsOfText(value, rowsMax: view.rowsMax).map(MarkdownView.text) ?? console(value, view)
    case .vertical: return try RowsOfText(value, rowsMax: view.rowsMax).map(VerticalView.text) ?? console(value, view)
    case .csv: return try DelimitedView.text(value, delimiter: ",")
    case .tsv: return try DelimitedView.text(value, delimiter: "\t")
    case .json: return try JSONView.array(value)
    case .jsonl: return try JSONView.lines(value)
    }
  }

  private static func console(_ value: borrowing Cell, _ view: ValueView) -> String {
    ConsoleDisplay.text(value, options: DisplayOptions(rowsMax: view.rowsMax ?? .max, columnsWidth: view.width, elementsMax: view.rowsMax ?? .max))
  }
}
