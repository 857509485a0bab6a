import Glibc
import Synchronization

// Commands that run something.
extension Prompt {
  func showLast() {
    do {
      if try !engine.showLast(into: output) { complain("no value has been shown yet") }
    } catch { complain("\(error)") }
  }

  func readScript(_ path: String) {
    // Quotes are not needed, but whoever is used to them types them.
    let name = path.filter { $0 != "\"" }
    guard !name.isEmpty else { return complain(".read needs a file") }
    do throws(ScriptReadError) {
      run(try tool.reader.read(.file(name)))
    } catch {
      tool.streams.report("weir: \(error)")
    }
  }

  func watch(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2, let seconds = Double(words[0]), seconds > 0, seconds.isFinite else {
      return complain(".watch needs seconds and an expression, as in .watch 2 now()")
    }
    let unit = SourceUnit(text: String(words[1]), name: "<input>")
    let isPressed = PressFlag()
    tool.interrupts.whileCalling({ [engine] in
      isPressed.raise()
      engine.interrupt()
    }) {
      repeat {
        let outcome = engine.run(unit, into: output)
        tool.report(outcome)
        if outcome.exitCode != .success { return }
      } while isPressed.wait(seconds: seconds)
      // The terminal has shown the key where the cursor was.
      say("")
    }
  }
}

/// Remembers a Ctrl-C for somebody who waits.
private final class PressFlag: Sendable {
  /// Short against the tenth of a second in which Ctrl-C is to be answered.
  private static let stepMilliseconds: Int32 = 20
  private let isPressed = Atomic(false)

  func raise() { isPressed.store(true, ordering: .relaxed) }

  /// False as soon as there was a Ctrl-C.
  func wait(seconds: Double) -> Bool {
    var left = min(seconds, 1e9) * 1000
    while left > 0 {
      if isPressed.load(ordering: .relaxed) { return false }
      poll(nil, 0, min(Self.stepMilliseconds, Int32(left.rounded(.up))))
      left -= Double(Self.stepMilliseconds)
    }
    return !isPressed.load(ordering: .relaxed)
  }
}
