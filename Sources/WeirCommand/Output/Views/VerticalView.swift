import WeirRuntime

/// One cell per line, row after row: for rows that are wider than the screen.
enum VerticalView {
  static func text(_ rows: RowsOfText) -> String {
    let width = rows.headers.map(TextWidth.of).max() ?? 0
    var lines: [String] = []
    for (index, row) in rows.rows.enumerated() {
      lines.append("*** row \(index + 1) ***")
      for (header, cell) in zip(rows.headers, row) {
        lines.append(String(repeating: " ", count: width - TextWidth.of(header)) + header + ": " + cell)
      }
    }
    if rows.hidden > 0 { lines.append("\(rows.hidden) more row\(rows.hidden == 1 ? "" : "s")") }
    return lines.joined(separator: "\n")
  }
}
