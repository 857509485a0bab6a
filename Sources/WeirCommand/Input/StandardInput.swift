import Glibc
import WeirHost

/// Bytes as they arrive on standard input.
package struct StandardInput: Sendable {
  package let descriptor: Int32

  package init(descriptor: Int32) { self.descriptor = descriptor }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// What has arrived, waiting for at least one byte; empty at the end.
  package func nextChunk() throws(HostError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count >= 0 { return Array(chunk[..<count]) }
      if errno != EINTR { throw HostError("read", path: "<stdin>", code: errno) }
    }
  }

  package func all() throws(HostError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let chunk = try nextChunk()
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }
}
