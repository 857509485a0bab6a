import Glibc

/// A lock of the operating system on an open file: it ends with the process, however that ends.
final class LocalFileLock: FileLock {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the file and writes the number of this process into it, for those who come too late.
  static func take(_ path: String) throws(HostError) -> LockAttempt {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last("lock", path) }
    let lock = LocalFileLock(descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .last("lock", path) }
      return .refused(holder: lock.writtenNumber())
    }
    let number = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, number, number.count, 0) == number.count else { throw .last("write", path) }
    return .taken(lock)
  }

  /// Nil where the holder has not written it yet.
  private func writtenNumber() -> Int? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return count > 0 ? Int(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self)) : nil
  }
}
