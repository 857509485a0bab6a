import WeirTables

/// The shared objects that a session has looked at, kept by it until its statement ends.
///
/// Sessions on several threads that counted a reference for every look at one object would fight for the count, which takes longer than what they look for. So each session
/// counts one for all its looks.
final class SharedLeases {
  private let objects: SharedObjects
  private var leases: [String: SharedLease] = [:]

  init(_ objects: SharedObjects) { self.objects = objects }

  /// The lease of a name: one object for as long as the session lives, whatever is shared under it.
  func lease(of name: String) -> SharedLease {
    if let known = leases[name] { return known }
    let lease = SharedLease(name, objects)
    leases[name] = lease
    return lease
  }

  /// Gives everything back.
  func end() {
    for lease in leases.values { lease.end() }
  }
}

/// Where a statement finds the lease of a name: nothing is counted on the way. Good for as long as the session lives, to which the statement belongs.
struct LeasePlace {
  private var lease: Unmanaged<SharedLease>?

  @inline(__always)
  mutating func lease(of name: String, in session: SessionContext) -> Unmanaged<SharedLease> {
    let found = lease ?? .passUnretained(session.leases.lease(of: name))
    lease = found
    return found
  }
}

/// What was shared under one name when a session looked there last.
final class SharedLease {
  private let name: String
  private let objects: SharedObjects
  /// When the session looked, as `objects` counts; -1 while it has nothing.
  @exclusivity(unchecked) private var changes = -1
  /// The object, or `.missing`.
  private let cell: UnsafeMutablePointer<Cell>
  /// Calls that look at the object now, without counting references to it.
  @exclusivity(unchecked) private var lookers = 0

  fileprivate init(_ name: String, _ objects: SharedObjects) {
    self.name = name
    self.objects = objects
    cell = .allocate(capacity: 1)
    cell.initialize(to: .missing)
  }

  deinit {
    cell.deinitialize(count: 1)
    cell.deallocate()
  }

  /// What is shared under the name now; nil for nothing.
  @inline(__always)
  func value() -> Cell? {
    if changes != objects.changeCount { return changedValue() }
    return cell.pointee.isMissing ? nil : cell.pointee.copy()
  }

  @inline(never)
  private func changedValue() -> Cell? {
    var value = Cell.missing
    let now = objects.read(name, into: &value)
    let result = value.isMissing ? nil : value.copy()
    // A call that is looking keeps what it looks at.
    if lookers == 0 {
      changes = now
      cell.pointee = value
    }
    return result
  }

  /// Calls `body` with the words of what is shared under the name, which hold no reference of their own, and which the session keeps meanwhile.
  /// - Returns: nil, without a call, when there is nothing, or something else than a call further out looks at.
  @inline(__always)
  func look(_ body: (RawCell) throws -> Cell?) rethrows -> Cell? {
    if changes != objects.changeCount, !isRenewed() { return nil }
    guard !cell.pointee.isMissing else { return nil }
    lookers &+= 1
    defer { lookers &-= 1 }
    return try body(cell.pointee.raw)
  }

  @inline(never)
  private func isRenewed() -> Bool {
    _ = changedValue()
    return changes == objects.changeCount
  }

  fileprivate func end() {
    guard lookers == 0, changes >= 0 else { return }
    changes = -1
    cell.pointee = .missing
  }
}
