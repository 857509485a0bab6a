import Glibc
import WeirBuiltins
import WeirHost
import WeirTables

InterruptSignal.handle()
BufferPool.keepFreedMemory()
do {
  try SessionStack.run(on: Host.system.threads) {
    let tool = CommandLineTool(
      host: .system, streams: .process(), interrupts: InterruptSignal.interrupts, version: WeirVersion.text, makeEngine: makeEngine)
    return tool.run(Array(CommandLine.arguments.dropFirst()))
  }
} catch {
  Streams.process().report("weir: \(error)")
  exit(ExitCode.inputOutput.rawValue)
}
