import WeirHost
import WeirSyntax

/// Reads a text as a unit: its statements, with those of the files that it includes in place of each `#include`.
struct UnitReader {
  private let session: SessionContext
  /// A module's text sees the built-in functions and what it uses, not what the session defined.
  private let isModule: Bool

  /// A chain of files longer than this includes itself under ever new names.
  private static let includesMax = 32

  init(_ session: SessionContext, isModule: Bool = false) {
    self.session = session
    self.isModule = isModule
  }

  /// - Throws: `UnitErrors` with every syntax error of the text and of what it includes.
  func read(_ source: SourceText) throws -> [Statement] {
    var expansion = Expansion(session: session, options: options(knowing: []))
    var statements = expansion.read(source, within: [FilePath.normalized(source.name)])
    // A few texts are read otherwise where a word is known to be a function: those that came from elsewhere are known only now.
    if !expansion.functions.isEmpty {
      expansion = Expansion(session: session, options: options(knowing: expansion.functions))
      statements = expansion.read(source, within: [FilePath.normalized(source.name)])
    }
    guard expansion.errors.isEmpty else { throw UnitErrors(expansion.errors) }
    return statements
  }

  private func options(knowing functions: Set<String>) -> ParserOptions {
    guard isModule else { return session.parserOptions(knowing: functions) }
    let catalog = session.catalog
    return ParserOptions(isFunction: { functions.contains($0) || catalog.function($0) != nil }, isStopped: { StopFlag.isRaised })
  }

  /// One pass over a text and the files in it.
  private struct Expansion {
    let session: SessionContext
    let options: ParserOptions
    /// Functions and classes that included files and used modules bring.
    var functions: Set<String> = []
    var errors: [ScriptError] = []

    init(session: SessionContext, options: ParserOptions) {
      self.session = session
      self.options = options
    }

    /// - Parameter files: the files that include each other down to this one.
    mutating func read(_ source: SourceText, within files: [String]) -> [Statement] {
      let parsed = parseUnit(source, options: options)
      errors += parsed.diagnostics.map { ScriptError($0, at: $0.span) }
      var statements: [Statement] = []
      for statement in parsed.unit.statements {
        switch statement.kind {
        case .include(let path): statements += include(path, in: source, within: files, at: statement.span)
        case .use(let use):
          functions.formUnion(functionsOfModule(use))
          statements.append(statement)
        default: statements.append(statement)
        }
      }
      return statements
    }

    private mutating func include(_ path: String, in source: SourceText, within files: [String], at span: SourceSpan) -> [Statement] {
      let file = FilePath.normalized(FilePath.join(FilePath.parent(of: source.name), path))
      guard !files.contains(file) else {
        errors.append(ScriptError(.syntax, "`\(path)` includes itself", at: span))
        return []
      }
      guard files.count < UnitReader.includesMax else {
        errors.append(ScriptError(.syntax, "more than \(UnitReader.includesMax) files include each other", at: span))
        return []
      }
      let text: String
      do {
        text = String(decoding: try session.host.disk.contents(of: file), as: UTF8.self)
      } catch {
        errors.append(ScriptError(.io, "`\(path)` cannot be included: \(error)", at: span))
        return []
      }
      let known = errors.count
      let statements = read(session.addSource(text, name: file), within: files + [file])
      for index in known..<errors.count { errors[index].notes.append(.init(text: "included here", span: span)) }
      functions.formUnion(statements.compactMap(\.definedFunction))
      return statements
    }

    /// What is wrong with the module is said when the statement is lowered.
    private func functionsOfModule(_ use: UseStatement) -> [String] {
      guard case .moduleOrDatabase(let path) = use.target else { return [] }
      do { return try session.modules.load(path.map(\.text), session, at: .none).functions.keys.map { $0 } } catch { return [] }
    }
  }
}

extension Statement {
  /// The function or class that this statement defines.
  fileprivate var definedFunction: String? {
    switch kind {
    case .function(let definition): definition.name?.text
    case .classDefinition(let definition): definition.name.text
    default: nil
    }
  }
}
