extension TreePrinter {
  /// A function as values show it: `def f(x, mutable y, z=3)->x + y`, or with its block.
  package func text(_ function: FunctionDefinition) -> String {
    let word = function.isAggregate ? "defg" : "def"
    let name = function.name.map { " \($0.text)" } ?? " "
    let head = "\(word)\(name)(" + function.parameters.map(text).joined(separator: ", ") + ")"
    let annotations = function.annotations.map { "@\($0.name.text) " }.joined()
    switch function.body {
    case .expression(let body): return annotations + head + "->" + text(body)
    case .block(let statements): return annotations + head + block(statements)
    case .none: return annotations + head
    }
  }

  private func text(_ parameter: Parameter) -> String {
    var result = parameter.isMutable ? "mutable " : ""
    result += parameter.name.text
    if let type = parameter.type { result += " :: " + text(type) }
    if let value = parameter.defaultValue { result += "=" + text(value) }
    return result
  }

  /// - Parameter last: a word that is no statement and ends the block.
  func block(_ statements: [Statement], last: String? = nil) -> String {
    let parts = statements.map(text) + (last.map { [$0] } ?? [])
    return parts.isEmpty ? "{}" : "{ " + parts.joined(separator: "; ") + " }"
  }

  func text(_ definition: ClassDefinition) -> String {
    let base = definition.base.map { " : " + text($0) } ?? ""
    let attributes = definition.attributes.map { attribute in
      "\(attribute.name.text) :: \(text(attribute.type))" + (attribute.defaultValue.map { " = " + text($0) } ?? "")
    }
    let members = attributes + definition.methods.map(text)
    return "class \(definition.name.text)\(base) { " + members.joined(separator: "; ") + " }"
  }

  func text(_ declaration: MapReduceDeclaration) -> String {
    let parameters = declaration.parameters.map(text).joined(separator: ", ")
    var body = "\(list(declaration.map, separator: ", ")) -> \(text(declaration.reduce))"
    if let running = declaration.running { body += "; \(list(declaration.cumulative, separator: ", ")) -> \(text(running))" }
    return "mapr \(declaration.name.text)(\(parameters)){\(body)}"
  }
}
