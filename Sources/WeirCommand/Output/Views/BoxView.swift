import WeirRuntime

/// A table with lines around its cells.
enum BoxView {
  static func text(_ rows: RowsOfText, width: Int) -> String {
    let natural = rows.headers.indices.map { column in
      max(TextWidth.of(rows.headers[column]), rows.rows.map { TextWidth.of($0[column]) }.max() ?? 0)
    }
    let widths = fitted(natural, width: width)
    var lines = [rule("┌", "┬", "┐", widths), line(rows.headers, widths, rows.isNumeric), rule("├", "┼", "┤", widths)]
    for row in rows.rows { lines.append(line(row, widths, rows.isNumeric)) }
    lines.append(rule("└", "┴", "┘", widths))
    if rows.hidden > 0 { lines.append("\(rows.hidden) more row\(rows.hidden == 1 ? "" : "s")") }
    return lines.joined(separator: "\n")
  }

  /// Takes from the widest columns until all fit; a cell keeps at least eight columns.
  private static func fitted(_ natural: [Int], width: Int) -> [Int] {
    var widths = natural
    var excess = natural.reduce(1) { $0 + $1 + 3 } - width
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private static func rule(_ left: String, _ middle: String, _ right: String, _ widths: [Int]) -> String {
    left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right
  }

  private static func line(_ cells: [String], _ widths: [Int], _ isNumeric: [Bool]) -> String {
    "│" + cells.indices.map { column in
      let cell = TextWidth.cut(cells[column], to: widths[column])
      let blanks = String(repeating: " ", count: max(0, widths[column] - TextWidth.of(cell)))
      return isNumeric[column] ? " \(blanks)\(cell) " : " \(cell)\(blanks) "
    }.joined(separator: "│") + "│"
  }
}
