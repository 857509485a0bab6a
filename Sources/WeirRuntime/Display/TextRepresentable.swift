import WeirTables

/// A heap object of the runtime that knows its own text: metacode, instances, handles.
package protocol TextRepresentable: AnyObject {
  /// As the console shows it; metacode with its `< >`.
  var displayText: String { get }
}

/// An instance of a class, whose attributes machine-readable output lists.
package protocol InstanceRepresentable: TextRepresentable {
  var className: String { get }
  var fieldNames: [String] { get }
  /// - Precondition: `index` is an index of `fieldNames`.
  func field(at index: Int) -> Cell
}
