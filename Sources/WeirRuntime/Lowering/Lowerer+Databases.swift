import WeirSyntax
import WeirTables

// `create database`, `create table` and `drop` of databases on disk, which are named by a path in quotes.
extension Lowerer {
  /// Nil for a database of another kind.
  func lowerCreateDatabase(_ create: CreateDatabaseStatement, _ scope: Scope, at span: SourceSpan) -> Action? {
    guard let directory = Lowerer.directory(create.name), create.name.parts.count == 1, !create.partitionedBy.isEmpty else { return nil }
    var levels: [CreateDatabaseAction.Level] = []
    for expression in create.partitionedBy {
      guard case .call(let word, let arguments) = expression.kind, let name = word.plainName, let kind = PartitionScheme.Kind(named: name), arguments.count == 1, let value = arguments[0].value
      else { return failedAction(.syntax, "a partition scheme is VALUE(…), RANGE(…), LIST(…) or HASH([type, count])", at: expression.span) }
      levels.append((kind, lower(value, scope)))
    }
    let options = lowerOptions(create.options, among: ["engine", "atomic", "chunkGranularity"], scope)
    return CreateDatabaseAction(directory, levels: levels, options: options, ifNotExists: create.ifNotExists, span: span)
  }

  /// Nil for a table that is not in a database on disk.
  func lowerCreateDatabaseTable(_ create: CreateTableStatement, _ scope: Scope, at span: SourceSpan) -> Action? {
    guard let directory = Lowerer.directory(create.name), create.name.parts.count == 2, create.tags.isEmpty else { return nil }
    let columns = create.columns.compactMap(columnType)
    guard columns.count == create.columns.count else { return EmptyAction(span: span) }
    var names: [String] = []
    for expression in create.partitionedBy {
      guard let name = expression.plainName else {
        return failedAction(.unsupported, "partitions by a function of a column cannot be made yet: `partitioned by` names columns", at: expression.span)
      }
      names.append(name)
    }
    let known: Set = [
      "sortColumns", "keepDuplicates", "comment", "sortKeyMappingFunction", "softDelete", "indexes", "latestKeyCache", "compressHashSortKey", "encryptMode",
    ]
    let options = lowerOptions(create.options, among: known, scope)
    return CreateDatabaseTableAction(
      directory, create.name.last.text, columns, comments: create.columns.map { lowerComment($0, scope) }, partitionColumns: names, options: options,
      ifNotExists: create.ifNotExists, span: span)
  }

  /// Nil for what is not on disk.
  func lowerDropStored(_ drop: DropStatement, at span: SourceSpan) -> Action? {
    let directories = drop.names.compactMap { Lowerer.directory($0) }
    guard directories.count == drop.names.count else { return nil }
    switch drop.kind {
    case .database where drop.names.allSatisfy({ $0.parts.count == 1 }):
      return DropStoredAction(directories.map { ($0, nil) }, ifExists: drop.ifExists, span: span)
    case .table where drop.names.allSatisfy({ $0.parts.count == 2 }):
      return DropStoredAction(zip(directories, drop.names).map { ($0, $1.last.text) }, ifExists: drop.ifExists, span: span)
    default: return nil
    }
  }

  private static func directory(_ name: QualifiedName) -> String? {
    let text = name.parts[0].text
    return text.contains("/") ? text : nil
  }

  private func lowerComment(_ column: ColumnDefinition, _ scope: Scope) -> Node? {
    column.options.first { $0.keyword?.text.lowercased() == "comment" }?.value.map { lower($0, scope) }
  }

  private func lowerOptions(_ options: [Argument], among known: Set<String>, _ scope: Scope) -> [String: Node] {
    var nodes: [String: Node] = [:]
    for option in options {
      guard let name = option.keyword, let value = option.value else { continue }
      guard let word = known.first(where: { $0.lowercased() == name.text.lowercased() }) else {
        report(ScriptError(.unsupported, "there is no option `\(name.text)` of databases and tables on disk", at: name.span))
        continue
      }
      nodes[word] = lower(value, scope)
    }
    return nodes
  }
}

extension PartitionScheme.Kind {
  fileprivate init?(named name: String) {
    guard let kind = [PartitionScheme.Kind.value, .range, .list, .hash].first(where: { $0.name == name.uppercased() }) else { return nil }
    self = kind
  }
}

extension [String: Node] {
  /// The text of an option; nil where it is not given.
  fileprivate func text(_ name: String, _ frame: Frame) throws -> String? { try texts(name, frame)?.first }

  fileprivate func texts(_ name: String, _ frame: Frame) throws -> [String]? {
    guard let node = self[name] else { return nil }
    return try JoinSource.names(node, frame)
  }
}

/// A statement about databases and tables on disk. What is wrong with it is told at its place.
class CatalogAction: Action {
  func carryOut(_ frame: Frame, _ databases: DatabaseCatalog) throws {}

  final override func run(_ frame: Frame) throws -> Completion {
    do { try carryOut(frame, frame.session.databases) } catch { throw placed(error) }
    return .normal
  }
}

/// `create database "dfs://x" partitioned by VALUE(…), HASH([INT, 4])`
final class CreateDatabaseAction: CatalogAction {
  typealias Level = (kind: PartitionScheme.Kind, scheme: Node)

  let directory: String
  let levels: [Level]
  let options: [String: Node]
  let ifNotExists: Bool

  init(_ directory: String, levels: [Level], options: [String: Node], ifNotExists: Bool, span: SourceSpan) {
    self.directory = directory
    self.levels = levels
    self.options = options
    self.ifNotExists = ifNotExists
    super.init(span: span)
  }

  override func carryOut(_ frame: Frame, _ databases: DatabaseCatalog) throws {
    if try databases.exists(directory) {
      if ifNotExists { return }
      throw KernelError(.name, "The database \(directory) already exists.")
    }
    let schemes = try levels.map { level in
      let value = try level.scheme.eval(frame)
      guard let scheme = value.vector else { throw ScriptError(.type, "a scheme is a vector or tuple, got \(ValueDescription.short(value))", at: level.scheme.span) }
      return try PartitionScheme(level.kind, scheme.sharingHeader())
    }
    _ = try databases.make(directory, levels: schemes, engine: try options.text("engine", frame), atomicity: try options.text("atomic", frame))
  }
}

/// `create table "dfs://x"."t" (…) partitioned by …`
final class CreateDatabaseTableAction: CatalogAction {
  let directory: String
  let name: String
  let columns: [TableColumnType]
  let comments: [Node?]
  let partitionColumns: [String]
  let options: [String: Node]
  let ifNotExists: Bool

  init(
    _ directory: String, _ name: String, _ columns: [TableColumnType], comments: [Node?], partitionColumns: [String], options: [String: Node], ifNotExists: Bool, span: SourceSpan
  ) {
    self.directory = directory
    self.name = name
    self.columns = columns
    self.comments = comments
    self.partitionColumns = partitionColumns
    self.options = options
    self.ifNotExists = ifNotExists
    super.init(span: span)
  }

  override func carryOut(_ frame: Frame, _ databases: DatabaseCatalog) throws {
    let database = try databases.database(directory)
    if ifNotExists, database.tableNames.contains(name) { return }
    let shape = try TableSnapshot(names: columns.map(\.name), columns: try columns.map { try $0.nulls(0) })
    let definition = try TableDefinition(
      shape: shape, partitionColumns: partitionColumns, sortColumns: try options.texts("sortColumns", frame) ?? [], duplicates: try duplicates(frame),
      comment: try options.text("comment", frame) ?? "", columnComments: try comments.map { try $0.map { try $0.eval(frame).text } ?? "" })
    _ = try databases.makeTable(name, definition, in: database)
  }

  private func duplicates(_ frame: Frame) throws -> DuplicatePolicy {
    guard let node = options["keepDuplicates"] else { return .all }
    guard let policy = DuplicatePolicy(designator: try node.eval(frame)) else { throw ScriptError(.value, "keepDuplicates is ALL, LAST or FIRST", at: node.span) }
    return policy
  }
}

/// `drop database [if exists] "dfs://x"`, `drop table [if exists] "dfs://x"."t"`
final class DropStoredAction: CatalogAction {
  let names: [(directory: String, table: String?)]
  let ifExists: Bool

  init(_ names: [(directory: String, table: String?)], ifExists: Bool, span: SourceSpan) {
    self.names = names
    self.ifExists = ifExists
    super.init(span: span)
  }

  override func carryOut(_ frame: Frame, _ databases: DatabaseCatalog) throws {
    for (directory, table) in names {
      if ifExists, try !databases.exists(directory) { continue }
      guard let table else {
        try databases.drop(directory)
        continue
      }
      let database = try databases.database(directory)
      if !ifExists || database.tableNames.contains(table) { try databases.dropTable(table, in: database) }
    }
  }
}
