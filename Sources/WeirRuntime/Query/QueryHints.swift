import WeirSyntax

extension SelectStatement {
  /// The bits by which hints are given as one number.
  private static let bits = ["HINT_KEEPORDER": 1 << 7, "HINT_EXPLAIN": 1 << 15]

  /// Whether a hint stands behind `select`, by its name or in a number.
  func hasHint(_ name: String) -> Bool {
    hints.contains { hint in hint.uppercased() == name || Int(hint).map { $0 & (SelectStatement.bits[name] ?? 0) != 0 } ?? false }
  }
}
