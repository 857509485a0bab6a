import Synchronization
import WeirTables

/// What scripts shared under a name, for every session of the process.
package final class SharedObjects: @unchecked Sendable {
  // Unchecked: the cells lie behind the lock; what they refer to guards itself.
  private let lock = Mutex<Void>(())
  private var cells: [String: Shelf] = [:]

  /// A cell in a dictionary, which holds copyable values only.
  private final class Shelf {
    let cell: Cell
    init(_ cell: consuming Cell) { self.cell = cell }
  }

  package init() {}

  package func value(_ name: String) -> Cell? { lock.withLock { _ in cells[name]?.cell.copy() } }

  package func share(_ name: String, _ value: consuming Cell) {
    let shelf = Shelf(value)
    lock.withLock { _ in cells[name] = shelf }
  }

  /// - Returns: whether there was such an object.
  @discardableResult
  package func remove(_ name: String) -> Bool { lock.withLock { _ in cells.removeValue(forKey: name) != nil } }

  /// In alphabetical order.
  package var names: [String] { lock.withLock { _ in cells.keys.sorted() } }
}
