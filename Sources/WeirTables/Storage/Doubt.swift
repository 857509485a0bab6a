import Synchronization

/// A change of several tables of which nobody knows whether it took place, because the disk refused to take the decision and refused to take it back.
///
/// It is over as soon as the table that decides it has been written anew, without the change. Until then the tables are held, so that nobody opens one of them and believes what the disk says at that moment.
final class Doubt: Sendable {
  let coordinator: TablePlace
  private let held: Mutex<[TableFiles]>
  private let over = Atomic(false)

  private init(_ coordinator: TablePlace, _ tables: [TableFiles]) {
    self.coordinator = coordinator
    held = Mutex(tables)
  }

  /// - Parameter participants: those that have prepared the change.
  static func begin(_ coordinator: TableFiles, _ participants: [TableFiles]) {
    let doubt = Doubt(coordinator.place, [coordinator] + participants)
    for files in [coordinator] + participants { files.doubt = doubt }
  }

  var isOver: Bool { over.load(ordering: .acquiring) }

  func isDecided(by files: TableFiles) -> Bool { files.place == coordinator }

  /// Called when a table has been written anew.
  func end(for files: TableFiles) {
    guard isDecided(by: files) else { return }
    files.doubt = nil
    over.store(true, ordering: .releasing)
    held.withLock { $0 = [] }
  }
}
