import WeirBuiltins
import WeirRuntime
import WeirSyntax
import WeirTables


/// The interpreter of the command: a session whose output goes where each unit says.
let makeEngine: EngineFactory = { SessionEngine($0) }

/// A session behind the command's interface.
final class SessionEngine: Engine, @unchecked Sendable {
  // Unchecked: one thread runs units; `interrupt` touches the cancellation only, which is atomic.
  private let session: SessionContext
  private let sink = UnitSink()

  init(_ settings: EngineSettings) {
    session = SessionContext(host: settings.host, catalog: StandardCatalog.functions, output: sink)
    session.scriptArguments = settings.arguments
    session.modules.directories = settings.moduleDirectories
  }

  func run(_ unit: SourceUnit, into output: any UnitOutput) -> Outcome {
    sink.output = output
    session.cancellation.reset()
    do {
      try session.run(unit.text, name: unit.name)
      return .completed
    } catch {
      let errors = ScriptError.list(error)
      if errors[0].kind == .interrupted { return .interrupted(failure(errors[0], in: unit)) }
      return .failed(errors.map { failure($0, in: unit) })
    }
  }

  func interrupt() { session.cancellation.request() }

  /// The line is that of the unit itself: of an error inside a file that the unit uses, where it uses it, if that is known.
  private func failure(_ error: ScriptError, in unit: SourceUnit) -> ScriptFailure {
    let line = ([error.span] + error.notes.map(\.span)).lazy.compactMap { self.line(of: $0, in: unit) }.first ?? 0
    let prefix = error.kind == .syntax && line > 0 ? "Syntax Error: [line #\(line)] " : ""
    return ScriptFailure(
      code: error.code, message: prefix + error.text, line: line, rendered: DiagnosticRenderer.render(error, in: session.sources))
  }

  private func line(of span: SourceSpan, in unit: SourceUnit) -> Int? {
    let file = Int(span.file)
    guard span != .none, file < session.sources.count, session.sources[file].name == unit.name else { return nil }
    return session.sources[file].position(of: span.start).line
  }

  func needsMoreInput(_ text: String) -> Bool { parseUnit(SourceText(name: "", text: text)).needsMoreInput }

  func completions(of text: String) -> Completions {
    let word = text.utf8.reversed().prefix { isWordByte($0) }
    let prefix = String(decoding: word.reversed(), as: UTF8.self)
    guard !prefix.isEmpty else { return Completions(replacedBytes: 0, candidates: []) }
    let names = Set(session.globals.definedNames + session.functionNames + session.shared.names)
    return Completions(replacedBytes: word.count, candidates: names.filter { $0.hasPrefix(prefix) }.sorted())
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 48 <= 9 || (byte | 32) &- 97 <= 25 || byte == UInt8(ascii: "_") || byte >= 128
  }

  func check(_ unit: SourceUnit) -> [CheckFinding] {
    let (errors, notes) = session.check(unit.text, name: unit.name)
    let findings = errors.map { ($0, true) } + notes.map { ($0, false) }
    return findings.sorted { $0.0.span.start < $1.0.span.start }.map { error, isError in
      let rendered = DiagnosticRenderer.render(error, in: session.sources, severity: isError ? nil : "note")
      return CheckFinding(isError: isError, rendered: rendered)
    }
  }
}

/// Passes what a session shows on to the output of the unit that runs.
private final class UnitSink: OutputSink {
  var output: (any UnitOutput)?

  func show(_ value: borrowing Cell, in session: SessionContext) {
    guard let output else { return }
    switch output.format {
    case .json: output.show(JSONDisplay.value(value))
    case .console: output.show(ConsoleDisplay.text(value))
    }
  }

  func print(_ text: String, value: borrowing Cell, in session: SessionContext) {
    let held = value.copy()
    output?.print(text, jsonValue: JSONDisplay.value(held))
  }
}
