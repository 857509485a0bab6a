import WeirSyntax
import WeirTables

/// What the names of one function, or of the script around all functions, stand for.
final class Scope {
  /// The function whose text stands around this one's; nil for the script itself and for functions defined at its top.
  let enclosing: Scope?
  /// The script itself: its variables are the session's.
  let isTopLevel: Bool
  private var slots: [String: Int] = [:]
  /// Parameters that the function may not change.
  private(set) var readOnly: Set<String> = []
  /// Variables of the scopes around, in the order of their capture: the name, the slot here, and the node that reads the value there.
  private(set) var captures: [(name: String, slot: Int, node: Node)] = []
  /// Slot 0 is the returned value.
  private(set) var frameSize = 1
  /// Local variables that `const` gave their values.
  var constants: Set<String> = []
  /// Loops around what is being lowered.
  var loops = 0
  /// For the scope of a method: its class.
  var classContext: ClassContext?
  /// Functions that were defined inside this one.
  var functions: [String: Node] = [:]
  /// The columns of the query whose expressions are being lowered.
  var columns: QueryColumns?
  /// The tables of `with` around the query that is being lowered or run.
  var commonTables: [String: CommonTableNode] = [:]
  /// While the expressions of a query are bound, long after the function around it was lowered: its frame has its size.
  var isSealed = false

  init(enclosing: Scope?, isTopLevel: Bool) {
    self.enclosing = enclosing
    self.isTopLevel = isTopLevel
  }

  func addParameter(_ name: String, isMutable: Bool) {
    _ = makeSlot(name)
    if !isMutable { readOnly.insert(name) }
  }

  func slot(of name: String) -> Int? { slots[name] }

  /// The slot of a local variable, made at its first assignment. A parameter that is assigned as a whole becomes a variable of its own.
  func makeSlot(_ name: String) -> Int {
    readOnly.remove(name)
    if let slot = slots[name] { return slot }
    let slot = frameSize
    frameSize += 1
    slots[name] = slot
    return slot
  }

  /// The table of `with` called `name` around this scope.
  func commonTable(_ name: String) -> CommonTableNode? { commonTables[name] ?? enclosing?.commonTable(name) }

  func capture(_ name: String, _ node: Node) -> Int {
    let slot = makeSlot(name)
    captures.append((name, slot, node))
    return slot
  }

  /// The names that are visible here, for suggestions.
  var visibleNames: [String] { slots.keys + (enclosing?.visibleNames ?? []) }
}

/// The columns that a query's expressions can name.
final class QueryColumns {
  /// Column names in the order of their index; lookup is exact, then without regard to case.
  let names: [String]
  /// The tables' names and aliases with the columns that each contributes: `t.price`.
  let qualifiers: [String: [String: Int]]
  /// The columns that some expression has named since they were last asked for.
  var used: Set<Int> = []
  /// The row of the query around a correlated subquery.
  var outer: OuterRow?

  init(names: [String], qualifiers: [String: [String: Int]] = [:]) {
    self.names = names
    self.qualifiers = qualifiers
  }

  func index(of name: String) -> Int? {
    if let exact = names.firstIndex(of: name) { return exact }
    let lowered = name.lowercased()
    return names.firstIndex { $0.lowercased() == lowered }
  }
}
