/// The three streams of a process.
package struct Streams: Sendable {
  package let input: StandardInput
  package let output: ByteStream
  package let errors: ByteStream

  package init(input: StandardInput, output: ByteStream, errors: ByteStream) {
    self.input = input
    self.output = output
    self.errors = errors
  }

  package static func process() -> Streams {
    Streams(
      input: StandardInput(descriptor: 0), output: ByteStream(descriptor: 1), errors: ByteStream(descriptor: 2))
  }

  /// Writes a line for people, behind all that has been shown before.
  func report(_ text: String) {
    output.flush()
    errors.writeLine(text)
    errors.flush()
  }
}
