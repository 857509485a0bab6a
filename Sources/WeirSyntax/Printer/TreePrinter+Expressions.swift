extension TreePrinter {
  /// An expression without parentheses around it.
  func plainText(_ expression: Expression) -> String {
    switch expression.kind {
    case .constant(let constant): text(constant)
    case .constants(let constants): "[" + constants.map(text).joined(separator: ",") + "]"
    case .name(let name): text(name)
    case .quotedColumn(let column): "_\(quoted(column))"
    case .macroColumn(let name, let isList): (isList ? "_$$" : "_$") + name
    case .vector(let elements): "[" + list(elements, separator: ",") + "]"
    case .tuple(let elements): "(" + list(elements, separator: ", ") + ")"
    case .dictionary(let entries): "{" + entries.map(text).joined(separator: ", ") + "}"
    case .defaultValue: "DFLT"
    case .operatorFunction(let operation): operation.spelling
    case .embedded(let value): embedded(value)
    case .star: "*"
    case .columnRange(let first, let last): "\(first)...\(last)"
    default: operationText(expression)
    }
  }

  private func operationText(_ expression: Expression) -> String {
    switch expression.kind {
    case .unary(.negate, let operand): "-" + text(operand, above: .unary)
    case .unary(.not, let operand): "! " + text(operand, above: .unary)
    case .binary(let operation, let left, let right): binary(operation, left, right)
    case .comparisons(let first, let links): chain(first, links)
    case .pair(let low, let high): pair(low, high)
    case .conditional(let condition, let then, let otherwise):
      "\(text(condition, above: .or)) ? \(text(then, above: .or)) : \(text(otherwise, above: .or))"
    case .infix(let left, let function, let right):
      "\(text(left, above: .multiplicative)) \(functionText(function)) \(text(right, above: .pair))"
    case .prefix(let function, let operand): "\(functionText(function)) \(text(operand, above: .prefixCall))"
    case .lambda(let definition): text(definition)
    default: callText(expression)
    }
  }

  private func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> String {
    let sign =
      switch operation {
      case .and: "and"
      case .or: "or"
      default: operation.rawValue
      }
    return "\(text(left, above: operation.level)) \(sign) \(text(right, above: level(after: operation.level)))"
  }

  private func chain(_ first: Expression, _ links: [ComparisonLink]) -> String {
    let tight = level(after: .comparison)
    return links.reduce(text(first, above: tight)) { "\($0) \($1.comparison.rawValue) \(text($1.operand, above: tight))" }
  }

  /// A pair with both ends prints as the call of its function, as the product does.
  private func pair(_ low: Expression?, _ high: Expression?) -> String {
    guard let low, let high else {
      return (low.map { text($0, above: .pair) } ?? "") + ":" + (high.map { text($0, above: .pair) } ?? "")
    }
    return "pair(\(text(low)), \(text(high)))"
  }

  private func functionText(_ function: Expression) -> String {
    switch function.kind {
    case .lambda: "{\(plainText(function))}"
    case .template(let base, let template):
      functionText(base) + ":" + String(template.kind.rawValue) + (template.assembly.map { String($0.rawValue) } ?? "")
    default: text(function, above: .postfix)
    }
  }

  private func callText(_ expression: Expression) -> String {
    switch expression.kind {
    case .call(let function, let arguments): "\(functionText(function))(\(text(arguments)))"
    case .partial(let function, let arguments): "\(functionText(function)){\(text(arguments))}"
    case .methodCall(let base, let method, let arguments): "\(text(base, above: .postfix)).\(text(method))(\(text(arguments)))"
    case .methodPartial(let base, let method, let arguments): "\(text(base, above: .postfix)).\(text(method)){\(text(arguments))}"
    case .computedMethodCall(let base, let method, let arguments):
      "\(text(base, above: .postfix)).\(computed(method))(\(text(arguments)))"
    case .member(let base, let member): "\(text(base, above: .postfix)).\(text(member))"
    case .index(let base, let indices): "\(text(base, above: .postfix))[\(list(indices, separator: ","))]"
    case .template: functionText(expression)
    case .arrayType(let base): "\(text(base, above: .postfix))[]"
    case .starOf(let base): "\(text(base, above: .postfix)).*"
    default: queryText(expression)
    }
  }

  private func computed(_ method: Expression) -> String {
    if case .template = method.kind { return functionText(method) }
    return "{\(text(method))}"
  }

  private func queryText(_ expression: Expression) -> String {
    switch expression.kind {
    case .select(let query): text(query)
    case .metacode(let metacode): "< \(content(metacode)) >"
    case .caseWhen(let branches): text(branches)
    case .exists(let query): "exists(\(text(query)))"
    case .quantified(let quantifier, let query): "\(quantifier)(\(text(query)))"
    case .isNull(let operand, let isNegated): "\(text(operand, above: .bitOr)) is \(isNegated ? "not " : "")NULL"
    case .between(let operand, let low, let high):
      "\(text(operand, above: .multiplicative)) between pair(\(text(low)), \(text(high)))"
    case .over(let call, let clause): "\(text(call)) over (\(text(clause)))"
    case .cast(let operand, let type): "cast(\(text(operand)) as \(text(type)))"
    default: ""
    }
  }

  private func text(_ member: Member) -> String {
    switch member {
    case .name(let name): name.isQuoted ? "`\(name.text)`" : name.text
    case .string(let name): quoted(name)
    case .number(let constant): text(constant)
    case .expression(let expression): "(\(text(expression)))"
    }
  }

  private func text(_ entry: DictionaryEntry) -> String { "\(text(entry.key)): \(text(entry.value))" }

  func text(_ name: Name) -> String {
    let path = name.modulePath.map { $0 + "::" }.joined()
    return (name.isFunction ? "&" : "") + (name.isRoot ? "::" : "") + path + name.text
  }

  func text(_ arguments: [Argument]) -> String { arguments.map(text).joined(separator: ", ") }

  private func text(_ argument: Argument) -> String {
    let value = argument.value.map(text) ?? ""
    let plain = argument.keyword.map { "\($0.text)=\(value)" } ?? value
    return plain + aliasText(argument.aliases)
  }

  func aliasText(_ aliases: [Identifier]) -> String {
    guard let first = aliases.first else { return "" }
    if aliases.count == 1 { return " as \(columnName(first.text))" }
    return " as " + aliases.map { "`\($0.text)" }.joined()
  }

  /// A column's name; what is no word needs quotes.
  func columnName(_ name: String) -> String {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, isNameStart(first), bytes.allSatisfy(isNamePart) else { return "_\(quoted(name))" }
    return name
  }
}
