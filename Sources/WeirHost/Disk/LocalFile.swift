import Glibc

/// A file of the machine that is open.
final class LocalFile: OpenFile {
  let path: String
  private let descriptor: Int32

  init(_ path: String, flags: Int32) throws(HostError) {
    self.path = path
    descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last("open", path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(HostError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
      if count == 0 { break }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw .last("read", path)
      }
    }
    return done
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HostError) {
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw .last("write", path)
      }
    }
  }

  func size() throws(HostError) -> Int { Int(try status().st_size) }

  func truncate(to size: Int) throws(HostError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .last("truncate", path) }
  }

  func sync() throws(HostError) {
    guard fsync(descriptor) == 0 else { throw .last("sync", path) }
  }

  /// The whole file as memory: mapped when it is a regular one, else read to its end.
  func map() throws(HostError) -> MappedFile {
    let status = try status()
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw HostError("read", path: path, code: EISDIR) }
    // Files of /proc say that they are empty and are not.
    guard kind == S_IFREG, status.st_size > 0 else { return try readToEnd() }
    let count = Int(status.st_size)
    // Private and writable: a column over the file is written in place when nobody else holds it, which costs the pages that it touches and not the file.
    let flags = MAP_PRIVATE | MAP_NORESERVE
    guard let region = mmap(nil, count, PROT_READ | PROT_WRITE, flags, descriptor, 0), region != MAP_FAILED else {
      throw .last("map", path)
    }
    return MappedFile(mapping: region, count: count)
  }

  private func status() throws(HostError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last("read the status of", path) }
    return status
  }

  private func readToEnd() throws(HostError) -> MappedFile {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { break }
      if count > 0 {
        all.append(contentsOf: chunk[..<count])
      } else if errno != EINTR {
        throw .last("read", path)
      }
    }
    return all.withUnsafeBytes { MappedFile(copying: $0) }
  }
}
