/// `case [x] when a then b … [else c] end`.
package struct CaseExpression: Sendable {
  package struct Branch: Sendable {
    package var condition: Expression
    package var value: Expression

    package init(condition: Expression, value: Expression) {
      self.condition = condition
      self.value = value
    }
  }

  /// What each condition is compared with; nil where the conditions stand alone.
  package var subject: Expression?
  package var branches: [Branch]
  package var otherwise: Expression?

  /// All of them, in their order.
  package var expressions: [Expression] { [subject].compactMap { $0 } + branches.flatMap { [$0.condition, $0.value] } + [otherwise].compactMap { $0 } }

  package init(subject: Expression?, branches: [Branch], otherwise: Expression?) {
    self.subject = subject
    self.branches = branches
    self.otherwise = otherwise
  }
}

/// `over (partition by … order by … rows between … and …)`.
package struct OverClause: Sendable {
  package var partition: [Expression]
  package var order: [OrderItem]
  package var frame: WindowFrame?

  package init(partition: [Expression], order: [OrderItem], frame: WindowFrame?) {
    self.partition = partition
    self.order = order
    self.frame = frame
  }
}

package struct WindowFrame: Sendable {
  package enum Unit: Sendable, Hashable {
    case rows
    case range
  }

  package enum Bound: Sendable {
    case unboundedPreceding
    case preceding(Expression)
    case currentRow
    case following(Expression)
    case unboundedFollowing
  }

  package var unit: Unit
  package var start: Bound
  /// The current row in the short form `rows n preceding`.
  package var end: Bound

  package init(unit: Unit, start: Bound, end: Bound) {
    self.unit = unit
    self.start = start
    self.end = end
  }
}
