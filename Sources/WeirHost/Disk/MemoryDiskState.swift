import Glibc

/// The names of a `MemoryDisk`, by normal path: as they are seen, and those that a power failure leaves.
struct MemoryDiskState {
  enum Node {
    case directory
    case file(MemoryContent)
  }

  struct LockHolder {
    weak var lock: MemoryLock?
  }

  /// A change of names. It happens as a whole: a file that is moved is never under no name.
  enum NameChange {
    case add(String, Node)
    case remove(String)
    case move(String, String, Node)

    func apply(to nodes: inout [String: Node]) {
      switch self {
      case .add(let key, let node): nodes[key] = node
      case .remove(let key): nodes[key] = nil
      case .move(let key, let target, let node):
        nodes[key] = nil
        nodes[target] = node
      }
    }

    func concerns(_ directory: String) -> Bool {
      switch self {
      case .add(let key, _), .remove(let key): FilePath.parent(of: key) == directory
      case .move(let key, let target, _): FilePath.parent(of: key) == directory || FilePath.parent(of: target) == directory
      }
    }
  }

  private(set) var visible: [String: Node] = ["/": .directory]
  private var durable: [String: Node] = ["/": .directory]
  /// What leads from `durable` to `visible`.
  private var unsynced: [NameChange] = []

  /// By normal path; a power failure ends them, as it ends those who hold them.
  var locks: [String: LockHolder] = [:]

  var faults = DiskFaults()
  var changeCount = 0
  var isStopped = false

  // MARK: Changes

  func requirePower(_ operation: String, _ path: String) throws(HostError) {
    if isStopped { throw HostError(operation, path: path, code: EIO) }
  }

  mutating func nextChange(_ operation: String, _ path: String) throws(HostError) -> ChangeOutcome {
    try requirePower(operation, path)
    changeCount += 1
    if let last = faults.lastChange, changeCount >= last {
      isStopped = true
      return .stops
    }
    let isFailing = faults.failingChange.map { changeCount >= $0 && changeCount < $0 + faults.failingCount } ?? false
    return isFailing ? .fails : .succeeds
  }

  /// Does something that counts as one change.
  mutating func change(_ operation: String, _ path: String, _ body: (inout MemoryDiskState) -> Void) throws(HostError) {
    let outcome = try nextChange(operation, path)
    if case .fails = outcome {} else { body(&self) }
    guard case .succeeds = outcome else { throw HostError(operation, path: path, code: EIO) }
  }

  mutating func apply(_ change: NameChange) {
    change.apply(to: &visible)
    unsynced.append(change)
  }

  mutating func syncNames(in directory: String) {
    for change in unsynced where change.concerns(directory) { change.apply(to: &durable) }
    unsynced.removeAll { $0.concerns(directory) }
  }

  mutating func losePower(_ survival: Survival) {
    var survival = survival
    for change in unsynced where survival.next() { change.apply(to: &durable) }
    unsynced = []
    // A name in a directory that is not there is not there.
    let left = durable.filter { hasParents($0.key) }
    durable = [:]
    for key in left.keys.sorted() {
      guard case .file(let file) = left[key] else {
        durable[key] = .directory
        continue
      }
      durable[key] = .file(file.afterPowerLoss(&survival))
    }
    visible = durable
    locks = [:]
    faults = DiskFaults()
    isStopped = false
  }

  private func hasParents(_ key: String) -> Bool {
    guard key != "/" else { return true }
    let parent = FilePath.parent(of: key)
    guard case .directory = durable[parent] else { return false }
    return hasParents(parent)
  }

  // MARK: Questions

  func requireParent(of key: String, _ operation: String, _ path: String) throws(HostError) {
    guard case .directory = visible[FilePath.parent(of: key)] else {
      throw HostError(operation, path: path, code: ENOENT)
    }
  }

  func names(in directory: String) -> [String] {
    visible.keys.filter { $0 != "/" && FilePath.parent(of: $0) == directory }.map { String($0[$0.index(after: $0.lastIndex(of: "/")!)...]) }
  }

  /// Of all files that have a name.
  var usedBytes: Int {
    visible.values.reduce(0) { sum, node in
      guard case .file(let file) = node else { return sum }
      return sum + file.withBytes { $0.count }
    }
  }
}

/// A file of a `MemoryDisk` that somebody has for himself.
final class MemoryLock: FileLock {}
