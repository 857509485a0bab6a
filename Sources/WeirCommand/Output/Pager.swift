import Glibc

/// A program that shows a long text screen by screen.
struct Pager: Sendable {
  /// For a shell.
  let command: String

  /// Shows `text` and returns when the person has seen enough.
  ///
  /// - Parameter terminal: where the pager writes.
  /// - Returns: false when there is no such program, so that nothing was shown.
  func show(_ text: String, on terminal: Int32) -> Bool {
    guard let (reading, writing) = ClosingPipe.make() else { return false }
    let process = start(reading: reading, writing: terminal)
    close(reading)
    guard let process else {
      close(writing)
      return false
    }
    Self.write(text, to: writing)
    close(writing)
    return Self.wait(for: process)
  }

  private func start(reading input: Int32, writing output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    let words: [UnsafeMutablePointer<CChar>?] = (["/bin/sh", "-c", command] as [String]).map { strdup($0) }
    defer { for word in words { free(word) } }
    var process = pid_t()
    return posix_spawn(&process, "/bin/sh", &actions, nil, words + [nil], environ) == 0 ? process : nil
  }

  /// Whoever leaves a pager early closes its end; that is no reason to end this process.
  private static func write(_ text: String, to descriptor: Int32) {
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        if count < 0, errno != EINTR { return }
        done += max(count, 0)
      }
    }
  }

  /// The shell ends with 127 when it finds no such program.
  private static func wait(for process: pid_t) -> Bool {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { if errno != EINTR { return true } }
    return status >> 8 & 0xFF != 127
  }
}
