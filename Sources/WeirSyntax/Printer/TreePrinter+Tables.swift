extension TreePrinter {
  func tableText(_ statement: Statement) -> String {
    switch statement.kind {
    case .insert(let insert): "insert into " + insert.targets.map(text).joined(separator: " ")
    case .update(let update): text(update)
    case .delete(let delete): text(delete)
    case .createTable(let create): text(create)
    case .createSubtables(let subtables): "create table " + subtables.map(text).joined(separator: " ")
    case .createDatabase(let create): text(create)
    case .createNamed(let create): "create \(create.kind) \(condition(create.ifNotExists))\(text(create.name))\(options(create.options))"
    case .alterTable(let alter): "alter table \(text(alter.table)) " + alter.changes.map(text).joined(separator: ", ")
    case .drop(let drop):
      "drop \(drop.kind.rawValue) \(drop.ifExists ? "if exists " : "")" + drop.names.map(text).joined(separator: ", ")
    case .show(let show): text(show)
    case .describe(let name): "describe \(text(name))"
    default: streamText(statement)
    }
  }

  private func text(_ target: InsertStatement.Target) -> String {
    let columns = target.columns.isEmpty ? "" : " (" + target.columns.map { columnName($0.text) }.joined(separator: ",") + ")"
    let rows =
      switch target.rows {
      case .values(let groups): "values " + groups.map { "(" + list($0, separator: ", ") + ")" }.joined(separator: ", ")
      case .query(let query): text(query)
      }
    return text(target.table) + (target.subtable.map { " " + text($0) } ?? "") + columns + " " + rows
  }

  private func text(_ clause: SubtableClause) -> String {
    let names = clause.tagNames.isEmpty ? "" : " (" + clause.tagNames.map(\.text).joined(separator: ",") + ")"
    return "using \(text(clause.superTable))\(names) tags (\(list(clause.tagValues, separator: ", ")))"
  }

  private func text(_ update: UpdateStatement) -> String {
    var parts = ["update \(text(update.table)) set " + update.settings.map(text).joined(separator: ",")]
    if let source = update.source { parts.append("from \(text(source))") }
    if !update.conditions.isEmpty { parts.append("where \(list(update.conditions))") }
    if let grouping = update.grouping { parts.append(text(grouping)) }
    if let having = update.having { parts.append("having \(text(having))") }
    return parts.joined(separator: " ")
  }

  private func text(_ setting: UpdateStatement.Setting) -> String { "\(text(setting.column)) = \(text(setting.value))" }

  private func text(_ delete: DeleteStatement) -> String {
    var parts = [delete.source.map { "delete \(text(delete.table)) from \(text($0))" } ?? "delete from \(text(delete.table))"]
    if !delete.conditions.isEmpty { parts.append("where \(list(delete.conditions))") }
    if let grouping = delete.grouping { parts.append(text(grouping)) }
    if let having = delete.having { parts.append("having \(text(having))") }
    return parts.joined(separator: " ")
  }

  func text(_ name: QualifiedName) -> String {
    name.parts.map { $0.isQuoted ? quoted($0.text) : $0.text }.joined(separator: ".")
  }

  private func condition(_ ifNotExists: Bool) -> String { ifNotExists ? "if not exists " : "" }

  private func options(_ options: [Argument]) -> String {
    options.isEmpty ? "" : " " + text(options)
  }

  private func text(_ create: CreateTableStatement) -> String {
    let word =
      switch create.kind {
      case .table: "table"
      case .superTable: "stable"
      case .temporary: "local temporary table"
      }
    var result = "create \(word) \(condition(create.ifNotExists))\(text(create.name)) (\(columns(create.columns)))"
    if !create.tags.isEmpty { result += " tags (\(columns(create.tags)))" }
    if !create.partitionedBy.isEmpty { result += " partitioned by \(list(create.partitionedBy, separator: ", "))" }
    return result + options(create.options)
  }

  private func columns(_ columns: [ColumnDefinition]) -> String { columns.map(text).joined(separator: ", ") }

  private func text(_ column: ColumnDefinition) -> String {
    let plain = "\(columnName(column.name.text)) \(text(column.type))" + (column.isKey ? " primary key" : "")
    return column.options.isEmpty ? plain : plain + "[\(text(column.options))]"
  }

  private func text(_ subtable: CreateSubtable) -> String {
    "\(condition(subtable.ifNotExists))\(text(subtable.name)) \(text(subtable.clause))"
  }

  private func text(_ create: CreateDatabaseStatement) -> String {
    var result = "create database \(condition(create.ifNotExists))\(text(create.name))"
    if !create.partitionedBy.isEmpty { result += " partitioned by \(list(create.partitionedBy, separator: ", "))" }
    return result + options(create.options)
  }

  private func text(_ change: AlterTableStatement.Change) -> String {
    switch change {
    case .addColumns(let added): "add " + columns(added)
    case .dropColumns(let names): "drop " + names.map(\.text).joined(separator: ", ")
    case .renameColumn(let old, let new): "rename \(old.text) to \(new.text)"
    case .modifyColumn(let column): "modify \(text(column))"
    case .addTag(let tag): "add tag \(text(tag))"
    case .dropTag(let name): "drop tag \(name.text)"
    case .renameTag(let old, let new): "rename tag \(old.text) \(new.text)"
    case .modifyTag(let tag): "modify tag \(text(tag))"
    case .setTags(let settings): "set tag " + settings.map(text).joined(separator: ", ")
    case .options(let options): text(options)
    }
  }

  private func text(_ show: ShowStatement) -> String {
    let names = show.names.map(text).joined(separator: " ")
    return "show " + show.words.joined(separator: " ") + (names.isEmpty ? "" : " \(names)")
      + (show.pattern.map { " like \(text($0))" } ?? "")
  }
}
