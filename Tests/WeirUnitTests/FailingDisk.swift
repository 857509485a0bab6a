import Glibc
import Synchronization
import WeirHost

/// A disk that refuses one change of it, and perhaps all that come after.
final class FailingDisk: Disk {
  let base: MemoryDisk
  private let failsAt: Int
  private let isFinal: Bool
  private let count = Atomic(0)

  /// - Parameters:
  ///   - failsAt: the number of the change that fails, from 0 on.
  ///   - isFinal: nothing works any more from then on, as when the power is gone.
  init(_ base: MemoryDisk, failsAt: Int, isFinal: Bool) {
    (self.base, self.failsAt, self.isFinal) = (base, failsAt, isFinal)
  }

  var hasFailed: Bool { count.load(ordering: .relaxed) > failsAt }

  func step(_ operation: String, _ path: String) throws(HostError) {
    let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
    if number == failsAt || isFinal && number > failsAt { throw HostError(operation, path: path, code: EIO) }
  }

  func open(_ path: String, _ mode: OpenMode) throws(HostError) -> any OpenFile {
    if mode != .read { try step("open", path) }
    return FailingFile(try base.open(path, mode), self)
  }

  func map(_ path: String) throws(HostError) -> MappedFile { try base.map(path) }
  func status(of path: String) throws(HostError) -> FileStatus? { try base.status(of: path) }
  func list(_ directory: String) throws(HostError) -> [String] { try base.list(directory) }
  func lock(_ path: String) throws(HostError) -> LockAttempt { try base.lock(path) }

  func rename(_ path: String, to target: String) throws(HostError) {
    try step("rename", path)
    try base.rename(path, to: target)
  }

  func remove(_ path: String) throws(HostError) {
    try step("remove", path)
    try base.remove(path)
  }

  func removeDirectory(_ path: String) throws(HostError) {
    try step("remove directory", path)
    try base.removeDirectory(path)
  }

  func makeDirectory(_ path: String) throws(HostError) {
    try step("make directory", path)
    try base.makeDirectory(path)
  }

  func syncDirectory(_ path: String) throws(HostError) {
    try step("sync", path)
    try base.syncDirectory(path)
  }
}

private final class FailingFile: OpenFile {
  private let base: any OpenFile
  private let disk: FailingDisk

  init(_ base: any OpenFile, _ disk: FailingDisk) { (self.base, self.disk) = (base, disk) }

  var path: String { base.path }
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(HostError) -> Int { try base.read(into: buffer, at: offset) }
  func size() throws(HostError) -> Int { try base.size() }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HostError) {
    try disk.step("write", path)
    try base.write(bytes, at: offset)
  }

  func truncate(to size: Int) throws(HostError) {
    try disk.step("truncate", path)
    try base.truncate(to: size)
  }

  func sync() throws(HostError) {
    try disk.step("sync", path)
    try base.sync()
  }
}
