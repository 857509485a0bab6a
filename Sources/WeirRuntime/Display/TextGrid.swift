/// Columns of text under headers, as tables and matrices are drawn: a header, a line of dashes, rows; every cell padded to its column's width and
/// the columns separated by one blank.
struct TextGrid {
  struct Column {
    var header: String
    /// As many as every other column has.
    var cells: [String]
  }

  var columns: [Column]
  /// A label per row, drawn before the row with a `|`; nil for none.
  var labels: [String]?
  /// Whether there are rows behind the ones given.
  var hasMoreRows = false

  func text(width limit: Int) -> String {
    let labelWidth = labels.map { ($0.map(TextWidth.of).max() ?? 0) }
    let prefix = labelWidth.map { String(repeating: " ", count: $0 + 1) } ?? ""
    let widths = columns.map { column in max(TextWidth.of(column.header), column.cells.map(TextWidth.of).max() ?? 0, 1) }
    let fitting = fittingCount(widths, limit: limit - prefix.utf8.count)
    let shown = Array(columns[..<fitting])
    let isCut = fitting < columns.count

    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { TextWidth.padded($0, to: $1) }
      return (isCut ? padded + ["..."] : padded).joined(separator: " ")
    }
    var lines = [prefix + line(shown.map(\.header)), prefix + line(widths[..<fitting].map { String(repeating: "-", count: $0) })]
    for row in 0..<(columns.first?.cells.count ?? 0) {
      let label = labels.map { TextWidth.padded($0[row], to: labelWidth ?? 0) + "|" } ?? ""
      lines.append(label + line(shown.map { $0.cells[row] }))
    }
    if hasMoreRows { lines.append("...") }
    return lines.joined(separator: "\n")
  }

  /// How many columns fit into `limit`; at least one.
  private func fittingCount(_ widths: [Int], limit: Int) -> Int {
    if widths.reduce(-1, { $0 + $1 + 1 }) <= limit { return widths.count }
    var used = 0
    var count = 0
    while count < widths.count, used + widths[count] + 1 + 3 <= limit || count == 0 {
      used += widths[count] + 1
      count += 1
    }
    return count
  }
}
