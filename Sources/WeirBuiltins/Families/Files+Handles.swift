import WeirRuntime
import WeirTables

// Open files.
extension StandardCatalog {
  static let fileHandles: [Builtin] = [
    Builtin(
      "file(name, [mode=\"r\"], [isLittleEndian])", summary: "Opens a file: r and r+ read it, w and w+ empty it, a and a+ write behind what is in it.",
      example: Example("f = file(\"/tmp/weirExample.txt\", \"w\")\nf.writeLine(\"hello\")\nf.close()\nfile(\"/tmp/weirExample.txt\").readLine()", gives: "hello")
    ) { call in
      let mode = try call.string(1, default: "r")
      return Cell(object: try naming(call.name) { try FileHandle(try call.string(0), mode: mode, on: call.session.host.disk) }, kind: .resource)
    },
    Builtin(
      "close(X)", summary: "Closes an open file.",
      example: Example("f = file(\"/tmp/weirExample.txt\", \"w\")\nf.close()\nexists(\"/tmp/weirExample.txt\")", gives: "true")
    ) { call in
      try call.file(0).close()
      return .missing
    },
    Builtin(
      "readLine(handle)", summary: "The next line of an open file; NULL behind the last one.",
      example: Example("saveTextFile(\"a\\nb\\n\", \"/tmp/weirExample.txt\")\nfile(\"/tmp/weirExample.txt\").readLine()", gives: "a")
    ) { call in try naming(call.name) { try call.file(0).readLine().map { .string($0) } ?? .void } },
    Builtin(
      "readLines(handle, [length=1024])", summary: "The next lines of an open file, at most `length`.",
      example: Example("saveTextFile(\"a\\nb\\n\", \"/tmp/weirExample.txt\")\nfile(\"/tmp/weirExample.txt\").readLines()", gives: "[\"a\",\"b\"]")
    ) { call in
      let handle = try call.file(0)
      let most = try StringArguments.count(call, 1, default: 1024)
      let result = try StringVector(count: 0)
      try naming(call.name) {
        while result.count < most, let line = try handle.readLine() { try result.appendText(line) }
      }
      return .vector(result)
    },
    Builtin(
      "writeLine(handle, string, [windowsLineEnding=false])", summary: "Writes a text and a line break to an open file; answers true.",
      example: Example("writeLine(file(\"/tmp/weirExample.txt\", \"w\"), \"hello\")", gives: "true")
    ) { call in
      let lineBreak = try call.bool(2, default: false) ? "\r\n" : "\n"
      try naming(call.name) { try call.file(0).write(call[1].text + lineBreak) }
      return .bool(true)
    },
    Builtin(
      "writeLines(handle, object, [offset=0], [length], [windowsLineEnding=false])",
      summary: "Writes texts, a line each, to an open file; answers how many.",
      example: Example("writeLines(file(\"/tmp/weirExample.txt\", \"w\"), `a`b)", gives: "2")
    ) { call in
      let texts = try call.vectorOrScalar(1)
      let start = min(try StringArguments.count(call, 2, default: 0), texts.count)
      let count = min(try StringArguments.count(call, 3, default: .max), texts.count - start)
      let lineBreak = try call.bool(4, default: false) ? "\r\n" : "\n"
      try naming(call.name) { try call.file(0).write((start..<(start + count)).map { texts.text(at: $0) + lineBreak }.joined()) }
      return .int(count)
    },
  ]
}
