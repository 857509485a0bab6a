import WeirHost
import WeirRuntime
import WeirTables

/// The command `weir`: does what an invocation asks for.
package struct CommandLineTool: Sendable {
  package let host: Host
  package let streams: Streams
  package let interrupts: Interrupts
  /// The project's version, as in `0.1.0`.
  package let version: String
  package let makeEngine: EngineFactory
  private var settings = RunSettings()
  private var site = SiteSettings()

  package init(
    host: Host, streams: Streams, interrupts: Interrupts, version: String, makeEngine: @escaping EngineFactory
  ) {
    self.host = host
    self.streams = streams
    self.interrupts = interrupts
    self.version = version
    self.makeEngine = makeEngine
  }

  /// - Parameter words: the command line without the program's name.
  package func run(_ words: [String]) -> ExitCode {
    let status: ExitCode
    do throws(UsageError) {
      var (tool, rest) = (self, words)
      tool.settings = try RunSettings(taking: &rest)
      let invocation = try Invocation(parsing: rest)
      status = tool.readConfiguration() ?? tool.run(invocation)
    } catch {
      streams.report("weir: \(error)\nTry 'weir --help'.")
      status = .usage
    }
    return finish(status)
  }

  /// - Returns: the end, where the configuration cannot be read.
  private mutating func readConfiguration() -> ExitCode? {
    (site.home, site.isReadOnly) = (settings.home, settings.isReadOnly)
    guard let path = settings.configurationPath else { return nil }
    do {
      let text = String(decoding: try host.disk.contents(of: path), as: UTF8.self)
      site.configuration = try Configuration(text, path: path)
      return nil
    } catch let error as KernelError {
      streams.report("weir: \(error.text)")
      return .usage
    } catch {
      streams.report("weir: \(error)")
      return .inputOutput
    }
  }

  private func run(_ invocation: Invocation) -> ExitCode {
    switch invocation {
    case .version: write("weir \(version)\n")
    case .help: write(helpText)
    case .check(let sources): check(sources)
    case .completions(let shell): write(ShellCompletions.script(for: shell))
    case .manual: write(ManualPage.text(version: version))
    case .interactive(let readsInit): streams.input.isTerminal ? prompt(readsInit: readsInit) : runScript(.standardInput, arguments: [])
    case .run(let source, let arguments, .console): runScript(source, arguments: arguments)
    case .run(let source, let arguments, .json): runJSON(source, arguments: arguments)
    }
  }

  /// Output that could not be written is a failure even when all else went well.
  private func finish(_ status: ExitCode) -> ExitCode {
    streams.output.flush()
    guard let failure = streams.output.failure else { return status }
    streams.report("weir: cannot write the output: \(failure)")
    return status == .interrupted ? status : .inputOutput
  }

  private func write(_ text: String) -> ExitCode {
    streams.output.write(text)
    return .success
  }

  var reader: ScriptReader { ScriptReader(disk: host.disk, input: streams.input) }

  /// - Parameter source: the script; modules may lie beside its file.
  func engine(of source: ScriptSource? = nil, arguments: [String] = []) -> any Engine {
    makeEngine(
      EngineSettings(
        host: host, arguments: arguments,
        moduleDirectories: settings.moduleDirectories.isEmpty ? usualModuleDirectories(source) : settings.moduleDirectories, site: site,
        hasColours: streams.errors.isTerminal && PromptEnvironment.wantsColours))
  }

  private func usualModuleDirectories(_ source: ScriptSource?) -> [String] {
    guard case .file(let path)? = source, FilePath.parent(of: path) != "." else { return ["modules"] }
    return [FilePath.join(FilePath.parent(of: path), "modules"), "modules"]
  }
}
