import WeirRuntime
import WeirTables

/// Values as records of text: all rows, with a header for what has columns.
enum DelimitedView {
  static func text(_ value: borrowing Cell, delimiter: Character) -> String {
    if let rows = RowsOfText(value) {
      return ([rows.headers] + rows.rows).map { $0.map { cell($0, delimiter) }.joined(separator: String(delimiter)) }.joined(separator: "\n")
    }
    guard let vector = value.vector else { return cell(ConsoleDisplay.cellText(value), delimiter) }
    return (0..<vector.count).map { cell(ConsoleDisplay.cellText(vector.cell(at: $0)), delimiter) }.joined(separator: "\n")
  }

  /// In quotes where it would be taken for several cells or lines (RFC 4180).
  private static func cell(_ text: String, _ delimiter: Character) -> String {
    guard text.contains(where: { $0 == delimiter || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
