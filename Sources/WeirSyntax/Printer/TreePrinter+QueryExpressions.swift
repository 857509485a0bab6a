extension TreePrinter {
  func text(_ expression: CaseExpression) -> String {
    var parts = ["case"]
    if let subject = expression.subject { parts.append(text(subject)) }
    for branch in expression.branches { parts.append("when \(text(branch.condition)) then \(text(branch.value))") }
    if let otherwise = expression.otherwise { parts.append("else \(text(otherwise))") }
    parts.append("end")
    return parts.joined(separator: " ")
  }

  func text(_ clause: OverClause) -> String {
    var parts: [String] = []
    if !clause.partition.isEmpty { parts.append("partition by \(list(clause.partition))") }
    if !clause.order.isEmpty { parts.append("order by " + clause.order.map(text).joined(separator: ",")) }
    if let frame = clause.frame {
      parts.append("\(frame.unit) between \(text(frame.start)) and \(text(frame.end))")
    }
    return parts.joined(separator: " ")
  }

  private func text(_ bound: WindowFrame.Bound) -> String {
    switch bound {
    case .unboundedPreceding: "unbounded preceding"
    case .preceding(let distance): "\(text(distance)) preceding"
    case .currentRow: "current row"
    case .following(let distance): "\(text(distance)) following"
    case .unboundedFollowing: "unbounded following"
    }
  }

  func text(_ type: TypeName) -> String {
    let parameters = type.parameters.isEmpty ? "" : "(" + type.parameters.joined(separator: ", ") + ")"
    let first = (type.words.first ?? "") + parameters + (type.isArray ? "[]" : "")
    return ([first] + type.words.dropFirst()).joined(separator: " ")
  }
}
