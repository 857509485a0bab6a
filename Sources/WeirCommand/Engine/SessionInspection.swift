import WeirRuntime
import WeirTables

/// What a session says about itself.
struct SessionInspection: Inspection {
  let session: SessionContext

  func functions() -> [FunctionEntry] {
    let scripted = session.functions.sorted { $0.key < $1.key }.map { name, function in
      FunctionEntry(name: name, signature: Self.signature(name, function), summary: "", example: nil, isBuiltIn: false)
    }
    return scripted + session.catalog.declarations.flatMap(Self.entries).sorted { $0.name < $1.name }
  }

  /// One for the name and one for each alias.
  private static func entries(_ declaration: Builtin) -> [FunctionEntry] {
    let example = declaration.example.map { "\($0.script)\n\($0.result)" }
    let parameters = declaration.signature.drop { $0 != "(" }
    return ([declaration.name] + declaration.aliases).map {
      FunctionEntry(name: $0, signature: $0 + parameters, summary: declaration.summary, example: example, isBuiltIn: true)
    }
  }

  private static func signature(_ name: String, _ function: Function) -> String {
    let parameters = function.parameters.list.map { parameter in
      let name = (parameter.isMutable ? "mutable " : "") + parameter.name + (parameter.isVariadic ? "..." : "")
      return parameter.isOptional ? "[\(name)]" : name
    }
    return "\(name)(\(parameters.joined(separator: ", ")))"
  }

  func variables() -> [VariableEntry] {
    session.globals.definedNames.compactMap { name in
      guard let value = session.globals.value(name) else { return nil }
      return VariableEntry(name: name, kind: Self.kind(value), size: Self.size(value))
    }
  }

  private static func kind(_ value: borrowing Cell) -> String {
    switch value.heapKind {
    case .table: value.table?.kind.rawValue ?? "table"
    case .function: "function"
    case .dictionary: "dictionary"
    case .vector where value.elementType == .any: "tuple"
    default: "\(value.elementType.name) \(value.form)"
    }
  }

  private static func size(_ value: borrowing Cell) -> String {
    if let table = value.table {
      let snapshot = table.snapshot
      return "\(snapshot.rowCount) x \(snapshot.columns.count)"
    }
    if let matrix = value.matrix { return "\(matrix.rows) x \(matrix.columns)" }
    if let vector = value.vector { return "\(vector.count)" }
    if let set = value.set { return "\(set.elements.count)" }
    return ""
  }

  func tables() -> [TableEntry] {
    var entries: [String: TableEntry] = [:]
    for name in session.shared.names {
      if let value = session.shared.value(name) { entries[name] = Self.entry(name, value) }
    }
    for name in session.globals.definedNames {
      if let value = session.globals.value(name), let entry = Self.entry(name, value) { entries[name] = entry }
    }
    return entries.values.sorted { $0.name < $1.name }
  }

  private static func entry(_ name: String, _ value: borrowing Cell) -> TableEntry? {
    guard let table = value.table else { return nil }
    let snapshot = table.snapshot
    let columns = zip(snapshot.names, snapshot.columns).map { name, column in
      (name: name, type: column.type.name + (column.storage == .array ? "[]" : ""))
    }
    return TableEntry(name: name, kind: table.kind.rawValue, rowCount: snapshot.rowCount, columns: columns)
  }
}
