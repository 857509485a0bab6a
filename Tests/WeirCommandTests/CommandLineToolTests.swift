import Glibc
import Testing
import WeirCommand
import WeirHost

@Suite struct CommandLineToolTests {
  struct Run: Sendable, CustomTestStringConvertible {
    var words: [String]
    var input = ""
    var output = ""
    var errors = ""
    var status = ExitCode.success

    var testDescription: String { words.joined(separator: " ") }
  }

  @Test(arguments: [
    Run(words: ["-c", "show 1\nprint 2"], output: "1\n2\n"),
    Run(words: ["-c", "args", "a", "-b"], output: "a,-b\n"),
    Run(words: ["-"], input: "show 1\nfail x\nshow 2", output: "1\n", errors: "<stdin>:2: x\n", status: .scriptError),
    Run(words: [], input: "\u{FEFF}show 1", output: "1\n"),
    Run(words: ["/a.dos"], output: "file\n"),
    Run(
      words: ["/none.dos"], errors: "weir: cannot open '/none.dos': No such file or directory\n", status: .inputOutput),
    Run(words: ["/"], errors: "weir: cannot read '/': Is a directory\n", status: .inputOutput),
    Run(words: ["/binary"], errors: "weir: cannot read '/binary': it is not UTF-8 text\n", status: .inputOutput),
    Run(words: ["--what"], errors: "weir: unknown option '--what'\nTry 'weir --help'.\n", status: .usage),
    Run(words: ["--version"], output: "weir 9.9\n"),
    Run(words: ["--help"], output: helpText),
    Run(words: ["--check", "/a.dos", "-"], input: "note b", errors: "<stdin>: note b\n"),
    Run(
      words: ["--check", "-", "/none.dos", "/a.dos"], input: "fail a\nnote b",
      errors: "<stdin>: fail a\n<stdin>: note b\nweir: cannot open '/none.dos': No such file or directory\n",
      status: .inputOutput),
    Run(
      words: ["--json"], input: "show \"1\t\u{1}é\";fail x; show 2\nprint 3;\n//%% cell a b\nshow 4\n\nfail y\nshow 5\n//%% cell c\n",
      output: """
        {"form":"scalar","type":"STRING","data":"\\"1\\t\\u0001é\\""}
        {"error":{"code":"stub","message":"x","line":1}}
        {"form":"scalar","type":"STRING","data":"2"}
        {"print":"3","value":{"form":"scalar","type":"STRING","data":"3"}}
        {"cell":"a b"}
        {"form":"scalar","type":"STRING","data":"4"}
        {"error":{"code":"stub","message":"y","line":3}}
        {"cell":"c"}

        """, status: .scriptError),
    Run(words: ["--json", "-c", "show 1"], output: "{\"form\":\"scalar\",\"type\":\"STRING\",\"data\":\"1\"}\n"),
  ])
  func aRunShowsAndReturnsWhatItShould(run: Run) throws {
    let host = Host.simulated(seed: 1)
    try host.disk.write(Array("show file".utf8), to: "/a.dos")
    try host.disk.write([0x7F, 0x45, 0xFF], to: "/binary")
    let pipes = try Pipes(input: run.input)
    let status = pipes.tool(on: host).run(run.words)
    #expect(pipes.output() == run.output)
    #expect(pipes.errors() == run.errors)
    #expect(status == run.status)
  }

  @Test func ctrlCStopsAScript() throws {
    let pipes = try Pipes(input: "")
    let tool = pipes.tool(on: .system)
    let presser = try Host.system.threads.start(name: "presser", stackBytes: 1 << 20) {
      while pipes.outputByteCount() == 0 { SystemClock().sleep(nanoseconds: 1_000_000) }
      tool.interrupts.deliver()
    }
    #expect(tool.run(["--json", "-c", "wait;show 1"]) == .interrupted)
    presser.join()
    #expect(pipes.output().hasSuffix("{\"error\":{\"code\":\"stub\",\"message\":\"interrupted\",\"line\":1}}\n"))
  }

  @Test func aFullDiskIsAFailure() throws {
    let pipes = try Pipes(input: "", outputPath: "/dev/full")
    #expect(pipes.tool(on: .simulated(seed: 1)).run(["-c", "show 1"]) == .inputOutput)
    #expect(pipes.errors() == "weir: cannot write the output: No space left on device\n")
  }
}

/// The three streams of a run, in files without a name.
private final class Pipes: Sendable {
  private let inputFile: Int32
  private let outputFile: Int32
  private let errorFile: Int32

  init(input: String, outputPath: String? = nil) throws {
    inputFile = Self.unnamedFile()
    outputFile = outputPath.map { open($0, O_WRONLY) } ?? Self.unnamedFile()
    errorFile = Self.unnamedFile()
    let bytes = Array(input.utf8)
    try #require(write(inputFile, bytes, bytes.count) == bytes.count)
    lseek(inputFile, 0, SEEK_SET)
  }

  deinit { for file in [inputFile, outputFile, errorFile] { close(file) } }

  func tool(on host: Host) -> CommandLineTool {
    let streams = Streams(
      input: StandardInput(descriptor: inputFile), output: ByteStream(descriptor: outputFile),
      errors: ByteStream(descriptor: errorFile))
    return CommandLineTool(host: host, streams: streams, interrupts: Interrupts(), version: "9.9") { StubEngine($0) }
  }

  func output() -> String { Self.contents(of: outputFile) }
  func errors() -> String { Self.contents(of: errorFile) }
  func outputByteCount() -> Int { Self.contents(of: outputFile).utf8.count }

  private static func unnamedFile() -> Int32 {
    var path = Array("/tmp/weir-test-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    unlink(path)
    return file
  }

  private static func contents(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
