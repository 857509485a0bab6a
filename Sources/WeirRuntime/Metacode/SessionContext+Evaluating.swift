import WeirSyntax
import WeirTables

extension SessionContext {
  /// Runs metacode: the value of its expression, of a list the tuple of its values; NULL for a statement that changes a table.
  ///
  /// Names are the variables that the code holds, then those of the session.
  package func evaluate(_ code: CodeObject) throws -> Cell {
    try state.pointee.check()
    let lowerer = Lowerer(session: self)
    let scope = Scope(enclosing: nil, isTopLevel: true)
    let slots = code.variables.map { (slot: scope.makeSlot($0.key), value: $0.value) }
    let runnable = lowerer.lowerContent(code.content, scope)
    if let error = lowerer.errors.first { throw placeable(error) }
    do {
      return try withFrame(size: scope.frameSize) { frame in
        for (slot, value) in slots { frame.locals[slot] = value.cell.copy() }
        return try runnable.run(frame)
      }
    } catch { throw placeable(error) }
  }

  /// An error inside code that came as a string has no place in any source: it gets that of the call.
  private func placeable(_ error: any Error) -> any Error {
    guard var placed = error as? ScriptError, Int(placed.span.file) >= sources.count else { return error }
    placed.span = .none
    return placed
  }

  /// The metacode that `text` spells: an expression, a query, or a statement that changes a table.
  /// - Parameter function: whose argument the text is.
  /// - Throws: `ScriptError` for text that is no such thing.
  package func parseMetacode(_ text: String, of function: String) throws -> Metacode {
    let source = SourceText(name: function, text: text, file: .max)
    if let change = tableChange(in: source) { return .statement(change) }
    do throws(SyntaxError) { return .expression(try parseExpressionText(source, options: parserOptions())) } catch {
      throw ScriptError(.syntax, "\(function): \(error.message)", at: .none)
    }
  }

  /// The statement that changes a table, if the text is one. Asked first, because words in a row are an expression too.
  private func tableChange(in source: SourceText) -> Statement? {
    let parsed = parseUnit(source, options: parserOptions())
    guard parsed.diagnostics.isEmpty, parsed.unit.statements.count == 1 else { return nil }
    switch parsed.unit.statements[0].kind {
    case .insert, .update, .delete: return parsed.unit.statements[0]
    default: return nil
    }
  }
}

/// Metacode ready to run.
enum RunnableCode {
  case value(Node)
  case list([Node])
  case statement(Action)

  func run(_ frame: Frame) throws -> Cell {
    switch self {
    case .value(let node): return try node.eval(frame)
    case .list(let nodes):
      let values = AnyVector(capacity: nodes.count)
      for node in nodes { values.push(try node.eval(frame)) }
      return .vector(values)
    case .statement(let action):
      _ = try action.run(frame)
      return .void
    }
  }
}
