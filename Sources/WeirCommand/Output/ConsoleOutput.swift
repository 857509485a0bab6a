/// Shows values to people.
package final class ConsoleOutput: UnitOutput {
  package let format = OutputFormat.console
  private let output: ByteStream

  package init(_ output: ByteStream) { self.output = output }

  package func show(_ text: String) { output.writeLine(text) }
  package func print(_ text: String, jsonValue: @autoclosure () -> String) { output.writeLine(text) }
  package func endStatement() { output.flush() }
}
