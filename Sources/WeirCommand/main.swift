import Glibc
import WeirHost

// A session needs a deep stack, which the first thread does not have; the first thread waits for Ctrl-C instead.
let interrupts = Interrupts()
do {
  _ = try Host.system.threads.start(name: "weir session", stackBytes: sessionStackBytes) {
    SignalThread.takeTerminalSignals()
    let tool = CommandLineTool(
      host: .system, streams: .process(), interrupts: interrupts, version: version, makeEngine: makeEngine)
    exit(tool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }
} catch {
  Streams.process().report("weir: \(error)")
  exit(ExitCode.inputOutput.rawValue)
}
SignalThread.serve(interrupts)
