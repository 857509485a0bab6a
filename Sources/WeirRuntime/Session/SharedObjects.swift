import Synchronization
import WeirTables

/// What scripts shared under a name, for every session of the process.
package final class SharedObjects: @unchecked Sendable {
  // Unchecked: the cells lie behind the gate; what they refer to guards itself.
  private let gate = ReaderGate()
  private var cells: [String: Shelf] = [:]
  /// How often something was shared or removed. Counted behind the gate, looked at in front of it.
  private let changes = Atomic(0)

  /// A cell in a dictionary, which holds copyable values only.
  private final class Shelf {
    let place: UnsafeMutablePointer<Cell>
    var cell: Cell { unsafeAddress { UnsafePointer(place) } }

    init(_ cell: consuming Cell) {
      place = .allocate(capacity: 1)
      place.initialize(to: cell)
    }

    deinit {
      place.deinitialize(count: 1)
      place.deallocate()
    }
  }

  package init() { gate.widen() }

  /// As many tables as can be shared.
  private static let countMax = 65_535

  package func value(_ name: String) -> Cell? { gate.read { cells[name]?.cell.copy() } }

  /// How often something was shared or removed, as a session that looks now sees it.
  @inline(__always) var changeCount: Int { changes.load(ordering: .acquiring) }

  /// Puts what is shared under a name into `value`, `.missing` for nothing.
  /// - Returns: how often something had been shared or removed by then.
  func read(_ name: String, into value: inout Cell) -> Int {
    gate.read {
      value = cells[name]?.cell.copy() ?? .missing
      return changes.load(ordering: .relaxed)
    }
  }

  /// Makes `value` known to all sessions. Sharing the same object again under its name changes nothing.
  /// - Throws: `.name` when another object has the name, or a stream table has another name; `.range` when there are too many.
  package func share(_ name: String, _ value: consuming Cell) throws {
    let shelf = Shelf(value)
    try gate.write {
      if let known = cells[name] {
        guard known.cell.isHeap, known.cell.bits == shelf.cell.bits else { throw KernelError(.name, "The shared table '\(name)' already exists.") }
        return
      }
      if let table = shelf.cell.table, table.kind.isStream, let other = cells.keys.sorted().first(where: { cells[$0]?.cell.bits == shelf.cell.bits }) {
        throw KernelError(.name, "The stream table has already been shared as '\(other)'.")
      }
      guard cells.count < SharedObjects.countMax else { throw KernelError.range("no more than \(SharedObjects.countMax) objects can be shared") }
      cells[name] = shelf
      changes.add(1, ordering: .releasing)
    }
  }

  /// - Returns: whether there was such an object.
  @discardableResult
  package func remove(_ name: String) -> Bool {
    // What nobody else holds goes behind the gate.
    let removed = gate.write {
      changes.add(1, ordering: .releasing)
      return cells.removeValue(forKey: name)
    }
    return removed != nil
  }

  /// In alphabetical order.
  package var names: [String] { gate.read { cells.keys.sorted() } }
}

extension SessionContext {
  /// Shares a table, a dictionary or an engine under a name: from here on several sessions may use it at once.
  /// - Parameter isReadOnly: nobody changes it any more, the session that shares it included.
  /// - Throws: `.type` for what cannot be shared, `.name` when the name is taken.
  package func share(_ value: borrowing Cell, as name: String, isReadOnly: Bool = false) throws {
    let partitioned = value.partitionedTable
    guard value.heapKind == .table || value.heapKind == .dictionary || value.heapKind == .resource else {
      throw KernelError.type("only tables, dictionaries and engines can be shared, got \(ValueDescription.short(value))")
    }
    if isReadOnly, partitioned != nil || value.table.map({ $0.kind.isStream || $0.kind == .multiVersion }) ?? true {
      throw KernelError.unsupported("only regular, keyed and indexed tables can be shared to be read only")
    }
    if let own = globals.value(name), own.heapKind == .table, own.bits != value.bits {
      throw KernelError(.name, "The name '\(name)' is that of another table of this session.")
    }
    if shared.value(name) == nil { value.dictionary?.beginSharing() }
    try shared.share(name, value.copy())
    value.table?.isShared = true
    partitioned?.isShared = true
    if isReadOnly { value.table?.isReadOnly = true }
  }
}
