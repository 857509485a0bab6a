extension TreePrinter {
  /// A statement on one line.
  package func text(_ statement: Statement) -> String {
    switch statement.kind {
    case .expression(let expression): text(expression)
    case .assignment(let assignment): text(assignment)
    case .constant(let name, let value): "const \(name.text) = \(text(value))"
    case .alias(let name, let value): "&\(name.text) = \(text(value))"
    case .block(let statements): block(statements)
    case .function(let function): text(function)
    case .mapReduce(let declaration): text(declaration)
    case .classDefinition(let definition): text(definition)
    case .module(let path): "module " + path.map(\.text).joined(separator: "::")
    case .use(let use): text(use)
    case .include(let path): "#include \(quoted(path))"
    default: controlText(statement)
    }
  }

  private func text(_ assignment: Assignment) -> String {
    "\(list(assignment.targets, separator: ", ")) \(assignment.operation?.rawValue ?? "")= \(text(assignment.value))"
  }

  private func text(_ use: UseStatement) -> String {
    switch use.target {
    case .moduleOrDatabase(let path): "use " + path.map(\.text).joined(separator: "::")
    case .catalog(let name): "use catalog \(name.text)"
    }
  }

  private func controlText(_ statement: Statement) -> String {
    switch statement.kind {
    case .ifElse(let condition, let then, let otherwise):
      "if(\(text(condition)))\(block(then))" + (otherwise.map { " else \(block($0))" } ?? "")
    case .forIn(let names, let values, let body):
      "for(\(names.map(\.text).joined(separator: ", ")) in \(text(values)))\(block(body))"
    case .doWhile(let body, let condition): "do\(block(body)) while(\(text(condition)))"
    case .breakLoop: "break"
    case .continueLoop: "continue"
    case .returnValues(let values): values.isEmpty ? "return" : "return " + list(values, separator: ", ")
    case .tryCatch(let body, let exception, let handler): "try\(block(body)) catch(\(exception.text))\(block(handler))"
    case .throwValue(let value): "throw \(text(value))"
    case .assertion(let label, let value): "assert " + (label.map { text($0) + ", " } ?? "") + text(value)
    case .annotation(let annotation): "@\(annotation.name.text)\(annotation.arguments.isEmpty ? "" : ": " + text(annotation.arguments))"
    case .timer(let count, let body): "timer" + (count.map { "(\(text($0)))" } ?? "") + block(body)
    case .transaction(let body, let isCommitted): "transaction\(block(body, last: isCommitted ? nil : "rollback"))"
    case .go: "go"
    case .share(let share): text(share)
    case .undef(let undef): text(undef)
    default: tableText(statement)
    }
  }

  private func text(_ share: ShareStatement) -> String {
    "share \(text(share.value))" + (share.name.map { " as \($0.text)" } ?? "") + (share.columns.map { " on \(text($0))" } ?? "")
  }

  private func text(_ undef: UndefStatement) -> String {
    switch undef {
    case .names(let names): "undef " + names.map(\.text).joined(separator: ", ")
    case .all: "undef all"
    case .call(let arguments): "undef(\(text(arguments)))"
    }
  }
}
