import WeirRuntime
import WeirTables

/// Windows and steps that are measured along the row labels of an indexed matrix or series.
enum LabelledWindow {
  /// The rows of an indexed matrix that have the labels of another; nil when both have the same ones or are not indexed.
  static func aligned(_ matrix: MatrixObject, to other: MatrixObject) throws -> MatrixObject? {
    guard matrix.isIndexed, other.isIndexed, let own = matrix.rowLabels, let wanted = other.rowLabels else { return nil }
    guard matrix.columns == other.columns || matrix.columns == 1 else { return nil }
    let places = try VectorSearch.firstPlaces(of: wanted, in: own)
    return try RowSelection.rows(matrix, (0..<wanted.count).map { Int(places.pointer(Int32.self)[$0]) })
  }

  /// Rows moved by a length of time: each takes the last row that is not later than its own label less that time.
  static func moved(_ matrix: MatrixObject, _ call: borrowing Call) throws -> MatrixObject {
    guard let labels = matrix.rowLabels, labels.type.isTemporal else { throw call.expected(0, "an indexed matrix or series with temporal labels") }
    let targets = try TimeSpan.shifted(labels, by: Duration(packed: call[1].rawInteger))
    let rows = try VectorSearch.lastPlaces(notAbove: targets, in: labels)
    let places = rows.pointer(Int32.self)
    let result = try RowSelection.rows(matrix, (0..<labels.count).map { Int(places[$0]) })
    result.rowLabels = labels
    return result
  }
}
