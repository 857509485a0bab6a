import WeirRuntime
import WeirTables

/// A value that has rows and columns, as texts.
struct RowsOfText {
  var headers: [String]
  /// Each with as many cells as there are headers.
  var rows: [[String]]
  /// Columns of numbers, which are aligned on the right.
  var isNumeric: [Bool]
  /// Rows that are left out.
  var hidden: Int

  /// The columns of a table or matrix, the keys and values of a dictionary; nil for what has no rows.
  /// - Throws: `.interrupted`.
  init?(_ value: borrowing Cell, rowsMax: Int? = nil) throws {
    guard let columns = try ValueColumns(value) else { return nil }
    let shown = min(columns.rowCount, rowsMax ?? .max)
    headers = columns.names
    isNumeric = columns.vectors.map { $0.storage != .array && ($0.type.isNumeric || $0.type.isDecimal) && $0.type != .bool }
    rows = try (0..<shown).mapRows { row in columns.vectors.map { ConsoleDisplay.cellText($0.cell(at: row)) } }
    hidden = columns.rowCount - shown
  }
}

/// A value that has rows and columns, as vectors of one length.
struct ValueColumns {
  var names: [String]
  var vectors: [Vector]
  var rowCount: Int { vectors.first?.count ?? 0 }

  /// - Throws: `.interrupted` or `.memory` while erased keys of a dictionary are put out of the way.
  init?(_ value: borrowing Cell) throws {
    if let table = value.table {
      let snapshot = table.snapshot
      (names, vectors) = (snapshot.names, snapshot.columns)
    } else if let matrix = value.matrix {
      let labels = matrix.rowLabels.map { [$0] } ?? []
      names = labels.map { _ in "label" } + (0..<matrix.columns).map { matrix.columnLabels?.text(at: $0) ?? "#\($0)" }
      vectors = labels + (0..<matrix.columns).map { matrix.column($0) }
    } else if let dictionary = value.dictionary {
      names = ["key", "value"]
      vectors = [try dictionary.keys, try dictionary.values]
    } else {
      return nil
    }
  }
}
