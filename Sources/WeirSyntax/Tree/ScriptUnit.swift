/// What a text parses to: its statements in order; `go` stands among them as a statement.
package struct ScriptUnit: Sendable {
  package var statements: [Statement]
  package var source: SourceText

  package init(statements: [Statement], source: SourceText) {
    self.statements = statements
    self.source = source
  }
}
