import WeirTables

extension DatabaseHandle: TextRepresentable {
  /// `DB[dfs://stock]`; in memory there is nothing to name.
  package var displayText: String { "DB[\(database?.directory ?? "")]" }
}
