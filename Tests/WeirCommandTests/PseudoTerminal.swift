import CPseudoTerminal
import Glibc
import WeirHost

/// A terminal that a test sits in front of: types keys and reads the screen's bytes.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// The end that a program takes for its terminal.
  let programSide: Int32
  private let keyboard: Int32
  private let name: String
  private(set) var screen = ""
  /// How much of the screen earlier expectations have passed.
  private var seen = 0
  private(set) var child: pid_t?

  init(columns: Int32 = 80, rows: Int32 = 24) throws {
    var ends: (keyboard: Int32, program: Int32) = (-1, -1)
    var path = [CChar](repeating: 0, count: 128)
    guard weir_pty_open(columns, rows, &ends.keyboard, &ends.program, &path, path.count) == 0 else {
      throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    keyboard = ends.keyboard
    programSide = ends.program
    name = path.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit {
    if let child {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    close(programSide)
    close(keyboard)
  }

  /// Starts a program in a session of its own whose terminal this is, so that Ctrl-C sends it a signal.
  func start(_ program: String, _ arguments: [String] = [], environment: [String: String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID, which Swift's view of the C library leaves out, and an empty signal mask.
    posix_spawnattr_setflags(&attributes, 0x80 | Int16(POSIX_SPAWN_SETSIGMASK))
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)

    let words = CStrings([program] + arguments)
    let variables = CStrings(environment.map { "\($0)=\($1)" }.sorted())
    var started = pid_t()
    let code = posix_spawn(&started, program, &actions, &attributes, words.pointers, variables.pointers)
    guard code == 0 else { throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))") }
    child = started
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(keyboard, bytes, bytes.count)
  }

  /// Reads until the screen shows `text` behind all that was expected before.
  func expect(_ text: String, withinSeconds seconds: Int = 10) throws {
    let deadline = SystemClock().monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
    while true {
      let fresh = screen.utf8.dropFirst(seen)
      if let found = Self.end(of: Array(text.utf8), in: Array(fresh)) {
        seen += found
        return
      }
      guard readMore(until: deadline) else {
        throw Failure(description: "expected \(text.debugDescription), the screen shows \(screen.debugDescription)")
      }
    }
  }

  /// The exit status of the program, or minus the signal that killed it.
  func waitForExit(withinSeconds seconds: Int = 10) throws -> Int32 {
    guard let child else { throw Failure(description: "nothing was started") }
    let clock = SystemClock()
    let deadline = clock.monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
    while clock.monotonicNanoseconds() < deadline {
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child {
        self.child = nil
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
      }
      // A program whose output nobody takes cannot end.
      _ = readMore(until: clock.monotonicNanoseconds() + 5_000_000)
    }
    throw Failure(description: "the program goes on; the screen shows \(screen.debugDescription)")
  }

  private func readMore(until deadline: Int64) -> Bool {
    let left = deadline - SystemClock().monotonicNanoseconds()
    var ready = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&ready, 1, Int32(left / 1_000_000) + 1) > 0 else { return false }
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = read(keyboard, &chunk, chunk.count)
    guard count > 0 else { return false }
    screen += String(decoding: chunk[..<count], as: UTF8.self)
    return true
  }

  private static func end(of needle: [UInt8], in bytes: [UInt8]) -> Int? {
    guard needle.count <= bytes.count else { return nil }
    return (0...bytes.count - needle.count).first { bytes[$0...].starts(with: needle) }.map { $0 + needle.count }
  }
}

/// A list of C strings that ends in NULL, as `posix_spawn` wants it.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
    pointers[count] = nil
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
