import WeirRuntime
import WeirSyntax

// Commands that show what there is in the session.
extension Prompt {
  func listTables() {
    let tables = engine.inspection.tables()
    guard !tables.isEmpty else { return say("no tables") }
    say(TextColumns.text([["name", "kind", "rows", "columns"]] + tables.map { [$0.name, $0.kind, "\($0.rowCount)", $0.columns.map(\.name).joined(separator: ", ")] }))
  }

  func schema(_ name: String) {
    let tables = engine.inspection.tables()
    guard let table = tables.first(where: { $0.name == name }) else {
      if name.isEmpty { return complain(".schema needs a table; .tables lists them") }
      let nearest = Suggestion.nearest(to: name, among: tables.map(\.name))
      return complain("there is no table `\(name)`\(nearest.map { "; did you mean `\($0)`?" } ?? "; .tables lists them")")
    }
    say(TextColumns.text([["column", "type"]] + table.columns.map { [$0.name, $0.type] }))
  }

  func listVariables() {
    let variables = engine.inspection.variables()
    guard !variables.isEmpty else { return say("no variables") }
    say(TextColumns.text([["name", "kind", "size"]] + variables.map { [$0.name, $0.kind, $0.size] }))
  }

  func listFunctions(_ prefix: String) {
    let functions = engine.inspection.functions().filter { $0.name.hasPrefix(prefix) && (!prefix.isEmpty || !$0.isBuiltIn) }
    if functions.isEmpty { return say(prefix.isEmpty ? "no functions were defined; .funcs PREFIX lists built-in ones too" : "no function begins with `\(prefix)`") }
    say(functions.map(\.signature).joined(separator: "\n"))
  }
}
