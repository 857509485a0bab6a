/// A table for a Markdown document.
enum MarkdownView {
  static func text(_ rows: RowsOfText) -> String {
    let header = line(rows.headers)
    let rule = "|" + rows.isNumeric.map { $0 ? "---:" : "---" }.joined(separator: "|") + "|"
    let hidden = rows.hidden > 0 ? ["", "\(rows.hidden) more row\(rows.hidden == 1 ? "" : "s")"] : []
    return ([header, rule] + rows.rows.map(line) + hidden).joined(separator: "\n")
  }

  private static func line(_ cells: [String]) -> String { "| " + cells.map(escaped).joined(separator: " | ") + " |" }

  private static func escaped(_ cell: String) -> String { cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
