import Synchronization
import WeirHost

/// Lines of an input that is no terminal: no prompt is drawn and nothing is recalled.
package final class PlainLineEditor: LineEditor {
  private struct State {
    var arrived: [UInt8] = []
    var hasEnded = false
  }
  private let input: StandardInput
  private let state = Mutex(State())

  package init(_ input: StandardInput) { self.input = input }

  package func readLine(prompt: String, behind earlier: String) -> LineEvent {
    state.withLock { state in
      while !state.hasEnded, !state.arrived.contains(0x0A) {
        // What cannot be read ends the session as the end of the input does.
        let chunk = (try? input.nextChunk()) ?? []
        state.arrived += chunk
        state.hasEnded = chunk.isEmpty
      }
      return takeLine(&state)
    }
  }

  package func interrupt() {}
  package func remember(_ entry: String) {}

  private func takeLine(_ state: inout State) -> LineEvent {
    if state.arrived.isEmpty { return .end }
    let line = state.arrived.prefix { $0 != 0x0A }
    state.arrived.removeFirst(min(state.arrived.count, line.count + 1))
    return .line(String(decoding: line, as: UTF8.self))
  }
}
