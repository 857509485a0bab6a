import WeirHost

/// Shows values to a person at the prompt: laid out as the person has said, through a pager when they are taller than the screen, with a line that tells how long a
/// statement has been running.
package final class PromptOutput: UnitOutput, @unchecked Sendable {
  // Unchecked: used by the thread of the prompt; the progress line, which another thread draws, guards itself.
  package let format = OutputFormat.console
  package let keepsLast = true
  private let tool: CommandLineTool
  private let state: PromptState
  private let pager: Pager?
  private let progress: ProgressLine?
  /// Nanoseconds of the statement that went by in a pager.
  private var pagedNanoseconds: Int64 = 0

  init(tool: CommandLineTool, state: PromptState, pagerCommand: String?) {
    self.tool = tool
    self.state = state
    pager = pagerCommand.flatMap { tool.streams.output.isTerminal ? Pager(command: $0) : nil }
    progress = tool.streams.errors.isTerminal ? ProgressLine(tool.streams.errors, tool.host) : nil
  }

  package var view: ValueView {
    ValueView(mode: state.mode, rowsMax: state.rowsMax, width: tool.streams.output.screen?.columns ?? ValueView.standard.width)
  }

  func begin() {
    pagedNanoseconds = 0
    progress?.begin()
  }

  /// - Returns: nanoseconds that went by in a pager.
  func end() -> Int64 {
    progress?.end()
    return pagedNanoseconds
  }

  package func show(_ text: String) { page(text) }

  package func print(_ text: String, jsonValue: @autoclosure () -> String) {
    progress?.erase()
    tool.streams.output.writeLine(text)
  }

  /// Shows a text, in a pager when it is taller than the screen.
  func page(_ text: String) {
    progress?.erase()
    guard let pager, let screen = tool.streams.output.screen, text.utf8.reduce(1, { $1 == 0x0A ? $0 + 1 : $0 }) >= screen.rows else {
      return tool.streams.output.writeLine(text)
    }
    let start = tool.host.clock.monotonicNanoseconds()
    progress?.pause()
    tool.streams.output.flush()
    // A Ctrl-C in the pager is the pager's.
    let isShown = tool.interrupts.whileCalling({}) { pager.show(text + "\n", on: tool.streams.output.descriptor) }
    if !isShown { tool.streams.output.writeLine(text) }
    pagedNanoseconds += tool.host.clock.monotonicNanoseconds() - start
  }
}
