/// Shows values to people.
package final class ConsoleOutput: OutputSink {
  private let output: ByteStream

  package init(_ output: ByteStream) { self.output = output }

  package func show(_ value: any Presentable) { output.writeLine(value.consoleText) }
  package func print(_ value: any Presentable) { output.writeLine(value.consoleText) }
}
