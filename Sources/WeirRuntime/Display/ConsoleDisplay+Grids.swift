import WeirTables

extension ConsoleDisplay {
  static func table(_ table: Table, _ options: DisplayOptions) -> String {
    let snapshot = table.snapshot
    guard !snapshot.columns.isEmpty else { return "" }
    let shown = min(snapshot.rowCount, options.rowsMax)
    let columns = zip(snapshot.names, snapshot.columns).map { name, column in
      TextGrid.Column(header: name, cells: (0..<shown).map { gridCell(column.cell(at: $0), options) })
    }
    return TextGrid(columns: columns, hasMoreRows: shown < snapshot.rowCount).text(width: options.columnsWidth)
  }

  /// Unlabelled columns are headed `#0`, `#1`...
  static func matrix(_ matrix: MatrixObject, _ options: DisplayOptions) -> String {
    let shown = min(matrix.rows, options.rowsMax)
    let columns = (0..<matrix.columns).map { index in
      let values = matrix.column(index)
      let header = matrix.columnLabels.map { gridCell($0.cell(at: index), options) } ?? "#\(index)"
      return TextGrid.Column(header: header, cells: (0..<shown).map { gridCell(values.cell(at: $0), options) })
    }
    let labels = matrix.rowLabels.map { labels in (0..<shown).map { gridCell(labels.cell(at: $0), options) } }
    return TextGrid(columns: columns, labels: labels, hasMoreRows: shown < matrix.rows).text(width: options.columnsWidth)
  }

  private static func gridCell(_ value: borrowing Cell, _ options: DisplayOptions) -> String {
    TextWidth.cut(cellText(value, options: options), to: options.cellWidth)
  }

  /// A value as it stands in a cell of a table, on one line.
  package static func cellText(_ value: borrowing Cell, options: DisplayOptions = .standard) -> String {
    switch value.heapKind {
    case nil, .string, .wide: onOneLine(tableCell(value))
    case .vector: onOneLine(list(value.unsafeObject(as: Vector.self), options, isNested: true))
    default: onOneLine(text(value, options: options))
    }
  }

  private static func onOneLine(_ text: String) -> String {
    guard text.utf8.contains(0x0A) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
  }
}
