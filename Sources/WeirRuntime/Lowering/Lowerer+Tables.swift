import WeirSyntax
import WeirTables

// `create table`, `alter table` and `drop table` of tables in memory.
extension Lowerer {
  /// Nil for a statement that makes, changes or drops something else.
  func lowerTableDefinition(_ statement: Statement, _ scope: Scope) -> Action? {
    let span = statement.span
    switch statement.kind {
    case .createDatabase(let create): return lowerCreateDatabase(create, scope, at: span)
    case .createTable(let create):
      if let action = lowerCreateDatabaseTable(create, scope, at: span) { return action }
      guard create.name.parts.count == 1, create.kind != .superTable, create.tags.isEmpty, create.partitionedBy.isEmpty else { return nil }
      let name = create.name.last.text
      let columns = create.columns.compactMap(columnType)
      guard columns.count == create.columns.count else { return EmptyAction(span: span) }
      return CreateTableAction(columns, place: place(name, scope, at: create.name.span), ifNotExists: create.ifNotExists, span: span)
    case .alterTable(let alter):
      guard alter.table.parts.count == 1 else { return nil }
      let name = Expression(.name(Name(alter.table.last.text)), span: alter.table.span)
      let changes = alter.changes.compactMap { tableChange($0) }
      guard changes.count == alter.changes.count else { return nil }
      return AlterTableAction(lowerChangedTable(name, scope), changes, span: span)
    case .drop(let drop):
      if let action = lowerDropStored(drop, at: span) { return action }
      guard drop.kind == .table, drop.names.allSatisfy({ $0.parts.count == 1 }) else { return nil }
      return DropTableAction(drop.names.map(\.last.text), ifExists: drop.ifExists, scope: scope, span: span)
    default: return nil
    }
  }

  func columnType(_ column: ColumnDefinition) -> TableColumnType? {
    guard column.type.words.count == 1, let type = ElementType(named: column.type.words[0].uppercased()) else {
      report(ScriptError(.type, "there is no column type `\(column.type.words.joined(separator: " "))`", at: column.type.span))
      return nil
    }
    let scale = column.type.parameters.first.flatMap { Int($0) } ?? 0
    return TableColumnType(name: column.name.text, type: type, scale: type.isDecimal ? scale : 0, isArray: column.type.isArray)
  }

  private func tableChange(_ change: AlterTableStatement.Change) -> AlterTableAction.Change? {
    switch change {
    case .addColumns(let columns):
      let types = columns.compactMap(columnType)
      return types.count == columns.count ? .add(types) : nil
    case .dropColumns(let names): return .drop(names.map(\.text))
    case .renameColumn(let old, let new): return .rename(old.text, to: new.text)
    default: return nil
    }
  }
}

/// A column of a table that is made or changed.
struct TableColumnType {
  let name: String
  let type: ElementType
  let scale: Int
  let isArray: Bool

  /// `rows` nulls, or empty lists.
  func nulls(_ rows: Int) throws -> Vector {
    guard isArray else { return try Vector.nulls(type, count: rows, scale: scale) }
    let column = try ArrayVector(type, scale: scale)
    for _ in 0..<rows { try column.append(.vector(try Vector.empty(type, scale: scale))) }
    return column
  }
}

/// `create table t (c type, …)`.
final class CreateTableAction: Action {
  let columns: [TableColumnType]
  let place: Place
  let ifNotExists: Bool

  init(_ columns: [TableColumnType], place: Place, ifNotExists: Bool, span: SourceSpan) {
    self.columns = columns
    self.place = place
    self.ifNotExists = ifNotExists
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    if ifNotExists, place.cell(frame).pointee.table != nil { return .normal }
    do {
      try place.assign(frame, .table(try Table(names: columns.map(\.name), columns: try columns.map { try $0.nulls(0) })))
    } catch { throw placed(error) }
    return .normal
  }
}

/// `alter table t add | drop | rename column …`.
final class AlterTableAction: Action {
  enum Change {
    case add([TableColumnType])
    case drop([String])
    case rename(String, to: String)
  }

  let table: Node
  let changes: [Change]

  init(_ table: Node, _ changes: [Change], span: SourceSpan) {
    self.table = table
    self.changes = changes
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try table.eval(frame)
    if let stored = value.databaseTable {
      do { try change(stored) } catch { throw placed(error) }
      return .normal
    }
    if let partitioned = value.partitionedTable {
      do { try change(partitioned) } catch { throw placed(error) }
      return .normal
    }
    guard let table = value.table else { throw ScriptError(.type, "`alter table` changes a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      for change in changes {
        switch change {
        case .add(let columns): try table.addColumns(columns.map(\.name)) { index, rows in try columns[index].nulls(rows) }
        case .drop(let names): try table.dropColumns(names)
        case .rename(let old, let new): try table.rename([old], to: [new])
        }
      }
    } catch { throw placed(error) }
    return .normal
  }

  private func change(_ table: PartitionedTable) throws {
    for change in changes {
      switch change {
      case .add: try table.check(.addColumn)
      case .drop(let names): try table.dropColumns(names, by: "dropColumns!")
      case .rename(let old, let new): try table.rename([(old: old, new: new)])
      }
    }
  }

  private func change(_ table: DatabaseTable) throws {
    for change in changes {
      switch change {
      case .add(let columns): try table.addColumns(columns.map(\.name), like: try columns.map { try $0.nulls(0) })
      case .drop(let names): try table.dropColumns(names, by: "alter table")
      case .rename(let old, let new): try table.rename([(old: old, new: new)])
      }
    }
  }
}

/// `drop table [if exists] t`.
final class DropTableAction: Action {
  let names: [String]
  let ifExists: Bool
  let scope: Scope

  init(_ names: [String], ifExists: Bool, scope: Scope, span: SourceSpan) {
    self.names = names
    self.ifExists = ifExists
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let session = frame.session
    for name in names {
      if let slot = scope.slot(of: name), frame.locals[slot].isAnyTable {
        frame.locals[slot] = .missing
      } else if session.globals.value(name)?.isAnyTable == true {
        session.globals.remove(name)
      } else if session.shared.value(name)?.isAnyTable == true {
        session.removeShared(name)
      } else if !ifExists {
        throw ScriptError(.name, "there is no table `\(name)` to drop", at: span)
      }
    }
    return .normal
  }
}
