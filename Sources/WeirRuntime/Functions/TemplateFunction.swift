import WeirSyntax
import WeirTables

/// `f:E`, `f:P`, … as a value: a function together with the way its arguments are taken apart.
package final class TemplateFunction: Function, @unchecked Sendable {
  // Unchecked: as `Function`.
  package let base: Function
  package let template: FunctionTemplate

  private init(base: Function, template: FunctionTemplate) {
    self.base = base
    self.template = template
    super.init(
      name: "\(base.name):\(template.kind.rawValue)\(template.assembly.map { String($0.rawValue) } ?? "")",
      parameters: FunctionParameters(TemplateFunction.parameters(template.kind)), isAggregate: template.kind == .reduce)
  }

  /// Templates that follow one another are applied from left to right: of `f:E:L` the arguments are taken apart by `E` first.
  package static func make(_ base: Function, _ template: FunctionTemplate, _ session: SessionContext) throws -> TemplateFunction {
    guard let outer = base as? TemplateFunction else { return TemplateFunction(base: base, template: template) }
    return TemplateFunction(base: try make(outer.base, template, session), template: outer.template)
  }

  private static func parameters(_ kind: TemplateKind) -> [FunctionParameter] {
    func optional(_ name: String) -> FunctionParameter { FunctionParameter(name: name, isOptional: true) }
    let x = FunctionParameter(name: "X")
    switch kind {
    case .each, .loop: return [FunctionParameter(name: "args", isOptional: true, isVariadic: true)]
    case .eachLeft, .eachRight: return [x, FunctionParameter(name: "Y")]
    case .eachPre, .eachPost, .accumulate, .reduce, .cross, .byRow, .byColumn: return [x, optional("Y")]
    case .groupby: return [FunctionParameter(name: "funcArgs"), FunctionParameter(name: "groupingCol")]
    case .contextby: return [FunctionParameter(name: "funcArgs"), FunctionParameter(name: "groupingCol"), optional("sortingCol"), optional("semanticFilter")]
    }
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let rule = template.assembly ?? .defaultRule
    switch template.kind {
    case .each: return try HigherOrder.each(base, call.arguments, count: call.count, call.session, rule)
    case .loop: return try HigherOrder.each(base, call.arguments, count: call.count, call.session, .tuple)
    case .eachLeft: return try HigherOrder.eachLeft(base, call[0], call[1], call.session, rule)
    case .eachRight: return try HigherOrder.eachRight(base, call[0], call[1], call.session, rule)
    case .eachPre, .accumulate, .reduce: return try seeded(call, rule)
    case .eachPost: return try HigherOrder.eachPost(base, call[0], call.argumentOrMissing(1), call.session, rule)
    case .cross: return try HigherOrder.cross(base, call[0], call.argumentOrMissing(1), call.session)
    case .byRow: return try HigherOrder.byRow(base, call[0], call.argumentOrMissing(1), call.session)
    case .byColumn: return try HigherOrder.byColumn(base, call[0], call.argumentOrMissing(1), call.session)
    case .groupby: return try HigherOrder.groupby(base, call[0], call[1], call.session)
    case .contextby:
      return try HigherOrder.contextby(
        base, call[0], call[1], sortingColumn: call.argumentOrMissing(2), columns: call.has(3) ? try call.int(3) : 1, takesNested: false, call.session)
    }
  }

  /// Of two arguments the first is the initial value.
  private func seeded(_ call: borrowing Call, _ rule: AssemblyRule) throws -> Cell {
    let values = call.has(1) ? call[1].copy() : call[0].copy()
    let initial = call.has(1) ? call[0].copy() : .missing
    switch template.kind {
    case .accumulate: return try HigherOrder.accumulate(base, values, initial, call.session, rule)
    case .reduce: return try HigherOrder.reduce(base, values, initial, call.session)
    default: return try HigherOrder.eachPre(base, values, initial, call.session, rule)
    }
  }
}

extension Call {
  /// Argument `index`, or `Cell.missing` when the call has fewer.
  package func argumentOrMissing(_ index: Int) -> Cell { index < count ? arguments[index].copy() : .missing }
}
