import WeirHost

/// Finds candidates for the prompt: commands with a dot, files, and what the interpreter knows.
package struct Completer: Sendable {
  package let engine: any Engine
  package let disk: any Disk

  package init(engine: any Engine, disk: any Disk) {
    self.engine = engine
    self.disk = disk
  }

  package func completions(of request: CompletionRequest) -> Completions {
    if request.earlier.isEmpty, let line = DotCommand.split(request.before) { return completions(ofCommand: line.name, line.rest, request) }
    let context = CompletionContext(request)
    switch context.place {
    case .nowhere: return Completions(replacedBytes: 0, candidates: [])
    case .file: return files(context.prefix)
    case .name, .member: return engine.completions(at: context)
    }
  }

  private func completions(ofCommand name: String, _ rest: String?, _ request: CompletionRequest) -> Completions {
    guard let rest else {
      let names = DotCommand.all.map { ".\($0.name)" }.filter { $0.hasPrefix("." + name) }
      return Completions(replacedBytes: name.utf8.count + 1, candidates: names)
    }
    guard let command = DotCommand.named(name) else { return Completions(replacedBytes: 0, candidates: []) }
    switch command.operand {
    case .none, .text: return Completions(replacedBytes: 0, candidates: [])
    case .file: return files(rest)
    case .oneOf(let words): return matching(words, rest)
    case .function: return matching(engine.inspection.functions().map(\.name) + (rest.hasPrefix(".") ? DotCommand.all.map { ".\($0.name)" } : []), rest)
    case .table: return matching(engine.inspection.tables().map(\.name), rest)
    case .expression: return engine.completions(at: CompletionContext(request))
    }
  }

  private func matching(_ words: [String], _ prefix: String) -> Completions {
    Completions(replacedBytes: prefix.utf8.count, candidates: words.filter { $0.hasPrefix(prefix) }.sorted())
  }

  /// The files and directories whose paths begin with `path`; those that begin with a dot only when it is written.
  private func files(_ path: String) -> Completions {
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { String(path[...$0]) } ?? ""
    let prefix = slash.map { String(path[path.index(after: $0)...]) } ?? path
    // A directory that cannot be read has no candidates.
    let names = (try? disk.list(directory.isEmpty ? "." : directory)) ?? []
    let matching = names.filter { $0.hasPrefix(prefix) && (prefix.hasPrefix(".") || !$0.hasPrefix(".")) }
    return Completions(replacedBytes: prefix.utf8.count, candidates: matching.map { isDirectory(directory + $0) ? $0 + "/" : $0 })
  }

  private func isDirectory(_ path: String) -> Bool {
    guard let status = try? disk.status(of: path) else { return false }
    return status.kind == .directory
  }
}
