import WeirTables

/// The variables of a session. Each has a slot; a slot is never given to another name, so that lowered code can keep its number.
package final class GlobalVariables {
  private var slots: [String: Int] = [:]
  private(set) package var names: [String] = []
  @exclusivity(unchecked) private(set) package var cells: UnsafeMutablePointer<Cell>
  private var capacity = 64
  /// The names that `const` gave their values.
  package private(set) var constants: Set<String> = []

  package init() { cells = .allocate(capacity: capacity) }

  deinit {
    cells.deinitialize(count: names.count)
    cells.deallocate()
  }

  /// The slot of `name`, made when there is none; a new one is empty (`Cell.missing`).
  package func slot(of name: String) -> Int {
    if let slot = slots[name] { return slot }
    if names.count == capacity { grow() }
    (cells + names.count).initialize(to: .missing)
    slots[name] = names.count
    names.append(name)
    return names.count - 1
  }

  private func grow() {
    let fresh = UnsafeMutablePointer<Cell>.allocate(capacity: capacity * 2)
    fresh.moveInitialize(from: cells, count: names.count)
    cells.deallocate()
    cells = fresh
    capacity *= 2
  }

  /// Whether `name` has a value.
  package func isDefined(_ name: String) -> Bool { slots[name].map { !cells[$0].isMissing } ?? false }

  /// The value of `name`, or nil; the same object as the variable's.
  package func value(_ name: String) -> Cell? {
    guard let slot = slots[name], !cells[slot].isMissing else { return nil }
    return cells[slot].copy()
  }

  package func set(_ name: String, _ value: consuming Cell) { cells[slot(of: name)] = value }

  package func remove(_ name: String) {
    constants.remove(name)
    guard let slot = slots[name] else { return }
    cells[slot] = .missing
  }

  /// From here on `name` keeps its value.
  package func freeze(_ name: String) { constants.insert(name) }

  /// The names that have values, in the order of their first use.
  package var definedNames: [String] { names.filter { isDefined($0) } }
}
