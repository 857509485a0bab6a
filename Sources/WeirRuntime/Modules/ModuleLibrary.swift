import WeirHost
import WeirSyntax

/// The modules of a session: where their files are, which were loaded, and which are in use.
///
/// A loaded module is kept, and `use` of it reads no file again, until `clear`.
package final class ModuleLibrary {
  /// Where files of modules are looked for, in this order.
  package var directories = ["modules"]
  /// The modules that the session uses, in the order of their first use.
  package internal(set) var imported: [Module] = []
  private var loaded: [String: Module] = [:]
  /// Texts of modules that came without a file.
  private(set) var texts: [String: String] = [:]
  /// The names of the modules that are being read, outermost first.
  private var loading: [String] = []

  package init() {}

  package func module(_ name: String) -> Module? { loaded[name] }

  /// The modules in alphabetical order.
  package var all: [Module] { loaded.values.sorted { $0.name < $1.name } }

  /// Forgets what was read, so that the next `use` reads the files again. Functions that are in use stay.
  package func clear() {
    loaded.removeAll()
    texts.removeAll()
  }

  /// Keeps a module that is complete, in place of an older one of its name.
  func register(_ module: Module) {
    loaded[module.name] = module
    if let place = imported.firstIndex(where: { $0.name == module.name }) { imported[place] = module }
  }

  /// Gives the text of a module that has no file.
  package func provide(_ text: String, as name: String) {
    texts[name] = text
    loaded[name] = nil
  }

  /// The module called by the words of `path`, read from its file when it is not loaded yet.
  ///
  /// - Throws: `.name` when there is no such file, or modules use each other in a ring; `UnitErrors` with what is wrong in the file.
  func load(_ path: [String], _ session: SessionContext, at span: SourceSpan) throws -> Module {
    let name = path.joined(separator: "::")
    if let module = loaded[name] { return module }
    if let start = loading.firstIndex(of: name) {
      let ring = (loading[start...] + [name]).map { "`\($0)`" }.joined(separator: " uses ")
      throw ScriptError(.name, "modules cannot use each other in a ring: \(ring)", at: span)
    }
    let source = try source(name, path, session, at: span)
    loading.append(name)
    defer { loading.removeLast() }
    let module = try read(source, path, session)
    register(module)
    return module
  }

  /// Loads the module called `name`, `a::b`, from a built-in.
  /// - Parameter directory: where its file is looked for first.
  package func load(_ name: String, from directory: String?, _ session: SessionContext) throws {
    let known = directories
    if let directory { directories.insert(directory, at: 0) }
    defer { directories = known }
    _ = try load(name.split(separator: ":").map(String.init), session, at: .none)
  }

  private func source(_ name: String, _ path: [String], _ session: SessionContext, at span: SourceSpan) throws -> SourceText {
    if let text = texts[name] { return session.addSource(text, name: name) }
    let file = path.joined(separator: "/") + ".dos"
    for directory in directories {
      let candidate = FilePath.join(directory, file)
      do {
        guard try session.host.disk.exists(candidate) else { continue }
        let bytes = try session.host.disk.contents(of: candidate)
        return session.addSource(String(decoding: bytes, as: UTF8.self), name: candidate)
      } catch { throw ScriptError(.io, "the module `\(name)` cannot be read: \(error)", at: span) }
    }
    throw ScriptError(.name, "there is no module `\(name)`: no file `\(file)` in \(directories.map { "`\($0)`" }.joined(separator: ", "))", at: span)
  }

  /// - Throws: `UnitErrors`.
  private func read(_ source: SourceText, _ path: [String], _ session: SessionContext) throws -> Module {
    let statements = try UnitReader(session, isModule: true).read(source)
    let module = Module(path: path)
    let lowerer = Lowerer(session: session, module: module)
    lowerer.lowerModule(statements, in: source)
    guard lowerer.errors.isEmpty else { throw UnitErrors(lowerer.errors) }
    lowerer.publish()
    return module
  }
}
