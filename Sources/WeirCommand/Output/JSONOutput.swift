/// Shows values to programs: one record per line, each flushed at once.
package final class JSONOutput: UnitOutput {
  package let format = OutputFormat.json
  private let output: ByteStream

  package init(_ output: ByteStream) { self.output = output }

  package func show(_ text: String) { write(text) }

  package func print(_ text: String, jsonValue: @autoclosure () -> String) {
    write(#"{"print":\#(jsonString(text)),"value":\#(jsonValue())}"#)
  }

  package func beginCell(_ name: String) { write(#"{"cell":\#(jsonString(name))}"#) }

  package func fail(_ failure: ScriptFailure) {
    let code = jsonString(failure.code)
    let message = jsonString(failure.message)
    write(#"{"error":{"code":\#(code),"message":\#(message),"line":\#(failure.line)}}"#)
  }

  private func write(_ record: String) {
    output.writeLine(record)
    output.flush()
  }
}

/// `text` in double quotes, with the escapes of RFC 8259.
package func jsonString(_ text: String) -> String {
  var bytes: [UInt8] = [UInt8(ascii: "\"")]
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x0A: bytes += Array(#"\n"#.utf8)
    case 0x0D: bytes += Array(#"\r"#.utf8)
    case 0x09: bytes += Array(#"\t"#.utf8)
    case 0..<0x20: bytes += Array((byte < 0x10 ? #"\u000"# : #"\u00"#).utf8) + Array(String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
  return String(decoding: bytes, as: UTF8.self)
}
