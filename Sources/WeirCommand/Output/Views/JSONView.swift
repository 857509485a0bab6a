import WeirRuntime
import WeirTables

/// Values as other programs write them in JSON: an object per row, all rows. What `--json` writes says more and is for the tools of this project.
enum JSONView {
  /// A table as an array of objects; a vector as an array, a scalar as itself.
  static func array(_ value: borrowing Cell) -> String {
    guard let columns = ValueColumns(value) else { return JSONDisplay.plain(value) }
    return columns.rowCount == 0 ? "[]" : "[\n" + objects(columns).joined(separator: ",\n") + "\n]"
  }

  /// One object per line; a vector as one element per line.
  static func lines(_ value: borrowing Cell) -> String {
    if let columns = ValueColumns(value) { return objects(columns).joined(separator: "\n") }
    guard let vector = value.vector else { return JSONDisplay.plain(value) }
    return (0..<vector.count).map { JSONDisplay.plain(vector.cell(at: $0)) }.joined(separator: "\n")
  }

  private static func objects(_ columns: ValueColumns) -> [String] {
    let names = columns.names.map { JSONDisplay.string($0) }
    return (0..<columns.rowCount).map { row in
      "{" + zip(names, columns.vectors).map { "\($0):\(JSONDisplay.plain($1.cell(at: row)))" }.joined(separator: ",") + "}"
    }
  }
}
