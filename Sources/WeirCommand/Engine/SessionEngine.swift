import WeirBuiltins
import WeirRuntime
import WeirSyntax
import WeirTables

/// The interpreter of the command: a session whose output goes where each unit says.
let makeEngine: EngineFactory = { SessionEngine($0) }

/// A session behind the command's interface.
final class SessionEngine: Engine, @unchecked Sendable {
  // Unchecked: one thread runs units; `interrupt` touches the cancellation only, which is atomic.
  let session: SessionContext
  private let sink = UnitSink()
  private let style: DiagnosticStyle

  init(_ settings: EngineSettings) {
    session = SessionContext(host: settings.host, catalog: StandardCatalog.functions, output: sink, site: Site(settings: settings.site))
    session.scriptArguments = settings.arguments
    session.modules.directories = settings.moduleDirectories
    style = settings.hasColours ? .coloured : .plain
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

  func finish(isWanted: Bool) {
    let jobs = session.site.jobs
    if isWanted {
      session.cancellation.reset()
      jobs.drain { !session.cancellation.isRequested }
    }
    jobs.cancelAll()
  }

  /// The line is that of the unit itself: of an error inside a file that the unit uses, where it uses it, if that is known.
  private func failure(_ error: ScriptError, in unit: SourceUnit) -> ScriptFailure {
    let line = ([error.span] + error.notes.map(\.span)).lazy.compactMap { self.line(of: $0, in: unit) }.first ?? 0
    let prefix = error.kind == .syntax && line > 0 ? "Syntax Error: [line #\(line)] " : ""
    return ScriptFailure(
      code: error.code, message: prefix + error.text, line: line, rendered: DiagnosticRenderer.render(error, in: session.sources, style: style))
  }

  private func line(of span: SourceSpan, in unit: SourceUnit) -> Int? {
    let file = Int(span.file)
    guard span != .none, file < session.sources.count, session.sources[file].name == unit.name else { return nil }
    return session.sources[file].position(of: span.start).line
  }

  func needsMoreInput(_ text: String) -> Bool { parseUnit(SourceText(name: "", text: text)).needsMoreInput }

  func showLast(into output: any UnitOutput) throws -> Bool {
    guard let last = sink.last else { return false }
    sink.output = output
    try sink.show(last.cell, in: session)
    return true
  }

  var inspection: any Inspection { SessionInspection(session: session) }

  func check(_ unit: SourceUnit) -> [CheckFinding] {
    let (errors, notes) = session.check(unit.text, name: unit.name)
    let findings = errors.map { ($0, true) } + notes.map { ($0, false) }
    return findings.sorted { $0.0.span.start < $1.0.span.start }.map { error, isError in
      let rendered = DiagnosticRenderer.render(error, in: session.sources, severity: isError ? nil : "note", style: style)
      return CheckFinding(isError: isError, rendered: rendered)
    }
  }
}

/// Passes what a session shows on to the output of the unit that runs.
private final class UnitSink: OutputSink {
  /// A cell where only copyable values can be.
  final class Shown {
    let cell: Cell
    init(_ cell: consuming Cell) { self.cell = cell }
  }

  var output: (any UnitOutput)?
  /// The value that was shown last, where somebody may ask for it again.
  private(set) var last: Shown?

  func show(_ value: borrowing Cell, in session: SessionContext) throws {
    guard let output else { return }
    if output.keepsLast { last = Shown(value.copy()) }
    switch output.format {
    case .json: output.show(JSONDisplay.value(value))
    case .console: output.show(try ValueView.text(value, output.view))
    }
  }

  func print(_ text: String, value: borrowing Cell, in session: SessionContext) {
    let held = value.copy()
    output?.print(text, jsonValue: JSONDisplay.value(held))
  }

  func endStatement() { output?.endStatement() }
}
