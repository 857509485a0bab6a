import WeirRuntime
import WeirTables

/// Values as other programs write them in JSON: an object per row, all rows. What `--json` writes says more and is for the tools of this project.
enum JSONView {
  /// A table as an array of objects; a vector as an array, a scalar as itself.
  static func array(_ value: borrowing Cell) throws -> String {
    guard let columns = try ValueColumns(value) else { return JSONDisplay.plain(value) }
    return columns.rowCount == 0 ? "[]" : "[\n" + (try objects(columns)).joined(separator: ",\n") + "\n]"
  }

  /// One object per line; a vector as one element per line.
  static func lines(_ value: borrowing Cell) throws -> String {
    if let columns = try ValueColumns(value) { return try objects(columns).joined(separator: "\n") }
    guard let vector = value.vector else { return JSONDisplay.plain(value) }
    return try (0..<vector.count).mapRows { JSONDisplay.plain(vector.cell(at: $0)) }.joined(separator: "\n")
  }

  private static func objects(_ columns: ValueColumns) throws -> [String] {
    let names = columns.names.map { JSONDisplay.string($0) }
    return try (0..<columns.rowCount).mapRows { row in
      "{" + zip(names, columns.vectors).map { "\($0):\(JSONDisplay.plain($1.cell(at: row)))" }.joined(separator: ",") + "}"
    }
  }
}
