import Glibc
import WeirBuiltins

/// The driver of libFuzzer, which reads the arguments and calls `LLVMFuzzerCustomMutator` by its name.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

@main
struct FuzzDriver {
  /// What a script may take beside what the process maps anyway: enough for all that is useful, too little for what fills a machine.
  private static let addressBytesMax: rlim_t = 6 << 30

  static func main() {
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--write-examples" { return writeExamples(into: CommandLine.arguments[2]) }
    var limit = rlimit(rlim_cur: addressBytesMax, rlim_max: addressBytesMax)
    guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { exit(2) }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(
      runDriver(&count, &arguments) { bytes, size in
        ScriptRunner.shared.run(UnsafeBufferPointer(start: bytes, count: size))
        return 0
      })
  }

  /// The examples of all built-in functions, each a text to begin with.
  private static func writeExamples(into directory: String) {
    for declaration in StandardCatalog.declarations {
      guard let script = declaration.example?.script, let file = fopen("\(directory)/example_\(declaration.name)", "w") else { continue }
      fputs(script, file)
      fclose(file)
    }
  }
}
