import WeirRuntime
import WeirTables

/// Values as records of text: all rows, with a header for what has columns.
enum DelimitedView {
  static func text(_ value: borrowing Cell, delimiter: Character) throws -> String {
    if let rows = try RowsOfText(value) {
      let lines = try (0..<rows.rows.count).mapRows { line(rows.rows[$0], delimiter) }
      return ([line(rows.headers, delimiter)] + lines).joined(separator: "\n")
    }
    guard let vector = value.vector else { return cell(ConsoleDisplay.cellText(value), delimiter) }
    return try (0..<vector.count).mapRows { cell(ConsoleDisplay.cellText(vector.cell(at: $0)), delimiter) }.joined(separator: "\n")
  }

  private static func line(_ cells: [String], _ delimiter: Character) -> String { cells.map { cell($0, delimiter) }.joined(separator: String(delimiter)) }

  /// In quotes where it would be taken for several cells or lines (RFC 4180).
  private static func cell(_ text: String, _ delimiter: Character) -> String {
    guard text.contains(where: { $0 == delimiter || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
