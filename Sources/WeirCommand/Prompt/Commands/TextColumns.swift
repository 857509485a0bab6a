import WeirRuntime

/// Rows of text in columns that stand below each other.
enum TextColumns {
  /// - Parameter rows: each with the same number of cells.
  static func text(_ rows: [[String]]) -> String {
    guard let count = rows.first?.count else { return "" }
    let widths = (0..<count).map { column in rows.map { TextWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      // The last cell is not padded: nothing should be behind it.
      row.indices.map { $0 == count - 1 ? row[$0] : TextWidth.padded(row[$0], to: widths[$0]) }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
