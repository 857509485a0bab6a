import WeirRuntime
import WeirTables

/// Windows and steps that are measured along the row labels of an indexed matrix or series.
enum LabelledWindow {
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
