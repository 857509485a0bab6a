import Glibc
import Synchronization
import WeirHost

/// A line on the terminal that tells how long a statement has been running, from one second on, and how far it is where it knows.
final class ProgressLine: Sendable {
  private struct State {
    /// When the statement began; nil while none runs.
    var start: Int64?
    var isDrawn = false
  }

  private static let firstSeconds: Int32 = 1
  private let stream: ByteStream
  private let host: Host
  private let state = Mutex(State())
  /// Readable when the statement has ended.
  private let ended: (reading: Int32, writing: Int32)
  private let isEnded = Atomic(false)
  private let thread = Mutex<(any RunningThread)?>(nil)

  /// Nil where there are no descriptors left.
  init?(_ stream: ByteStream, _ host: Host) {
    guard let ended = ClosingPipe.make() else { return nil }
    self.ended = ended
    self.stream = stream
    self.host = host
  }

  deinit {
    close(ended.reading)
    close(ended.writing)
  }

  func begin() {
    state.withLock { $0 = State(start: host.clock.monotonicNanoseconds()) }
    isEnded.store(false, ordering: .relaxed)
    // Where no thread can be had there is no line.
    let started = try? host.threads.start(name: "weir progress", stackBytes: 64 << 10) { [self] in run() }
    thread.withLock { $0 = started }
  }

  func end() {
    pause()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
    var byte: UInt8 = 0
    _ = read(ended.reading, &byte, 1)
  }

  /// Ends the line before the statement ends.
  func pause() {
    var byte: UInt8 = 0
    if !isEnded.exchange(true, ordering: .relaxed) { _ = write(ended.writing, &byte, 1) }
    state.withLock { state in
      state.start = nil
      erase(&state)
    }
  }

  /// Makes room for output; the line comes back below it.
  func erase() { state.withLock { erase(&$0) } }

  private func erase(_ state: inout State) {
    guard state.isDrawn else { return }
    state.isDrawn = false
    stream.write("\r\u{1B}[K")
    stream.flush()
  }

  private func run() {
    var wait = Self.firstSeconds * 1000
    while !ends(withinMilliseconds: wait) {
      draw()
      wait = 200
    }
  }

  private func ends(withinMilliseconds wait: Int32) -> Bool {
    var ready = pollfd(fd: ended.reading, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, wait) != 0
  }

  private func draw() {
    state.withLock { state in
      guard let start = state.start else { return }
      let tenths = (host.clock.monotonicNanoseconds() - start) / 100_000_000
      let share = WorkProgress.share.map { ", \(Int($0 * 100)) %" } ?? ""
      stream.write("\r\u{1B}[K\(tenths / 10).\(tenths % 10) s\(share), Ctrl-C stops")
      stream.flush()
      state.isDrawn = true
    }
  }
}
