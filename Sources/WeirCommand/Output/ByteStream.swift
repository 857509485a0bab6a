import Glibc
import Synchronization

/// Standard output or standard error, with a buffer.
package final class ByteStream: Sendable {
  private struct State {
    var pending: [UInt8] = []
    /// The first refusal; nothing is written after it.
    var failure: Int32?
    /// When the last bytes were handed over.
    var flushedAt = 0
  }

  /// Large enough to make few calls, small enough that a reader of a long listing sees it grow.
  private static let pendingBytesMax = 1 << 16

  /// What a pipe's reader waits at most for a line behind one that it got.
  private static let delayMillisecondsMax = 50

  package let descriptor: Int32
  package let isTerminal: Bool
  private let state = Mutex(State())

  package init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// How large the terminal is; nil for what is none, or does not say.
  package var screen: (columns: Int, rows: Int)? {
    var size = winsize()
    guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Adds `text` and a newline. People at a terminal see it at once, others soon, so that a long script can be followed through a pipe.
  package func writeLine(_ text: String) {
    state.withLock { state in
      state.pending.append(contentsOf: text.utf8)
      state.pending.append(0x0A)
      if isTerminal || state.pending.count >= Self.pendingBytesMax || Self.milliseconds() - state.flushedAt > Self.delayMillisecondsMax { flush(&state) }
    }
  }

  package func write(_ text: String) {
    state.withLock { state in
      state.pending.append(contentsOf: text.utf8)
      if state.pending.count >= Self.pendingBytesMax { flush(&state) }
    }
  }

  package func flush() { state.withLock { flush(&$0) } }

  /// The system's text for what went wrong, or nil.
  package var failure: String? {
    state.withLock { $0.failure }.map { code in String(cString: strerror(code)) }
  }

  /// Of a clock that is read in a few nanoseconds.
  private static func milliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
  }

  private func flush(_ state: inout State) {
    guard !state.pending.isEmpty else { return }
    state.flushedAt = Self.milliseconds()
    defer { state.pending.removeAll(keepingCapacity: true) }
    guard state.failure == nil else { return }
    var done = 0
    while done < state.pending.count {
      let count = state.pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        // Somebody has made the terminal or pipe non-blocking, for all who share it.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        state.failure = errno
        return
      }
    }
  }
}
