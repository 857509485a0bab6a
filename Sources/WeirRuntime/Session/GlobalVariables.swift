import WeirTables

/// The variables of a session. Each has a slot; a slot is never given to another name, so that lowered code can keep its number.
package final class GlobalVariables {
  private var slots: [String: Int] = [:]
  private(set) package var names: [String] = []
  @exclusivity(unchecked) private(set) package var cells: UnsafeMutablePointer<Cell>
  private var capacity = 64
  /// The names that `const` gave their values.
  package private(set) var constants: Set<String> = []
  /// The variables of the session that this one works for: data that is read here and was never set is a copy of what is there. Nobody changes those meanwhile.
  var origin: GlobalVariables? {
    didSet { originChanges += 1 }
  }
  /// How often there was another origin: what was not found there is not looked for again until then.
  @exclusivity(unchecked) private(set) var originChanges = 0

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

  /// The slot of a name that has a value.
  private func definedSlot(_ name: String) -> Int? {
    if let slot = slots[name], !cells[slot].isMissing { return slot }
    guard let origin, let original = origin.slots[name], GlobalVariables.isPlain(origin.cells[original]) else { return nil }
    let slot = slot(of: name)
    cells[slot] = origin.cells[original].copiedForAssignment()
    return slot
  }

  /// Whether a value can be read in another session: no code, and nothing that has some inside.
  private static func isPlain(_ value: borrowing Cell) -> Bool {
    guard !value.isMissing else { return false }
    switch value.heapKind {
    case .function, .instance, .resource, .dictionary: return false
    default: return value.elementType != .any
    }
  }

  /// Empties all slots.
  func forgetAll() {
    for slot in names.indices { cells[slot] = .missing }
    constants = []
  }

  private func grow() {
    let fresh = UnsafeMutablePointer<Cell>.allocate(capacity: capacity * 2)
    fresh.moveInitialize(from: cells, count: names.count)
    cells.deallocate()
    cells = fresh
    capacity *= 2
  }

  /// Whether `name` has a value.
  package func isDefined(_ name: String) -> Bool { definedSlot(name) != nil }

  /// The value of `name`, or nil; the same object as the variable's.
  package func value(_ name: String) -> Cell? {
    guard let slot = definedSlot(name) else { return nil }
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
