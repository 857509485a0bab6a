/// `insert into …`, for one table or several.
package struct InsertStatement: Sendable {
  package enum Rows: Sendable {
    /// `values (a, b), (c, d)`: the groups as written; whether one group is a row or its members are columns is decided at
    /// binding. `values a, b` without parentheses is one group.
    case values([[Expression?]])
    case query(SelectStatement)
  }

  package struct Target: Sendable {
    package var table: Expression
    /// `using s [(tags)] tags (values)`.
    package var subtable: SubtableClause?
    package var columns: [Identifier]
    package var rows: Rows

    package init(table: Expression, subtable: SubtableClause?, columns: [Identifier], rows: Rows) {
      self.table = table
      self.subtable = subtable
      self.columns = columns
      self.rows = rows
    }
  }

  /// At least one; several only in time-series databases.
  package var targets: [Target]

  package init(targets: [Target]) { self.targets = targets }
}

/// `using s [(tag names)] tags (values)`.
package struct SubtableClause: Sendable {
  package var superTable: QualifiedName
  package var tagNames: [Identifier]
  package var tagValues: [Expression]

  package init(superTable: QualifiedName, tagNames: [Identifier], tagValues: [Expression]) {
    self.superTable = superTable
    self.tagNames = tagNames
    self.tagValues = tagValues
  }
}

/// `update t set a = 1 [from …] [where …] [context by …]`.
package struct UpdateStatement: Sendable {
  package struct Setting: Sendable {
    /// A name, `t.column`, `_"column"`, or a macro column.
    package var column: Expression
    package var value: Expression

    package init(column: Expression, value: Expression) {
      self.column = column
      self.value = value
    }
  }

  package var table: Expression
  package var settings: [Setting]
  package var source: TableSource?
  package var conditions: [Expression]
  package var grouping: GroupingClause?
  package var having: Expression?

  package init(
    table: Expression, settings: [Setting], source: TableSource?, conditions: [Expression], grouping: GroupingClause?,
    having: Expression? = nil
  ) {
    self.table = table
    self.settings = settings
    self.source = source
    self.conditions = conditions
    self.grouping = grouping
    self.having = having
  }
}

/// `delete from t [where …]`, `delete t from ej(t, u, …) where …`.
package struct DeleteStatement: Sendable {
  /// The table whose rows go; in the short form the same as `source`.
  package var table: Expression
  /// Nil in the short form.
  package var source: TableSource?
  package var conditions: [Expression]
  package var grouping: GroupingClause?
  package var having: Expression?

  package init(
    table: Expression, source: TableSource?, conditions: [Expression], grouping: GroupingClause? = nil,
    having: Expression? = nil
  ) {
    self.table = table
    self.source = source
    self.conditions = conditions
    self.grouping = grouping
    self.having = having
  }
}

package struct ColumnDefinition: Sendable {
  package var name: Identifier
  package var type: TypeName
  /// `primary key` or `composite key` behind it.
  package var isKey: Bool
  /// `[comment="x", compress="delta"]`, `comment 'x'`, `not null`.
  package var options: [Argument]

  package init(name: Identifier, type: TypeName, isKey: Bool = false, options: [Argument] = []) {
    self.name = name
    self.type = type
    self.isKey = isKey
    self.options = options
  }
}

/// `create [s]table [if not exists] t (c type, …) [tags (…)] [partitioned by …] [options]`.
package struct CreateTableStatement: Sendable {
  package enum Kind: Sendable, Hashable {
    /// Decided at binding: a table of the time-series database in use, else an in-memory table.
    case table
    /// `create stable`.
    case superTable
    /// `create local temporary table`.
    case temporary
  }

  package var kind: Kind
  package var ifNotExists: Bool
  /// One to three parts, `"dfs://db"."t"` included.
  package var name: QualifiedName
  package var columns: [ColumnDefinition]
  package var tags: [ColumnDefinition]
  package var partitionedBy: [Expression]
  /// `sortColumns=[…]`, `comment 'x'`, `ttl 1`: in the order written.
  package var options: [Argument]

  package init(
    kind: Kind, ifNotExists: Bool, name: QualifiedName, columns: [ColumnDefinition], tags: [ColumnDefinition] = [],
    partitionedBy: [Expression] = [], options: [Argument] = []
  ) {
    self.kind = kind
    self.ifNotExists = ifNotExists
    self.name = name
    self.columns = columns
    self.tags = tags
    self.partitionedBy = partitionedBy
    self.options = options
  }
}

/// `create table [if not exists] c using s [(tags)] tags (values)`, one of the list.
package struct CreateSubtable: Sendable {
  package var ifNotExists: Bool
  package var name: QualifiedName
  package var clause: SubtableClause

  package init(ifNotExists: Bool, name: QualifiedName, clause: SubtableClause) {
    self.ifNotExists = ifNotExists
    self.name = name
    self.clause = clause
  }
}

/// `create database [if not exists] db …`: with `partitioned by` a partitioned database, else a time-series one.
package struct CreateDatabaseStatement: Sendable {
  package var ifNotExists: Bool
  /// A path, a word, or `catalog.schema`.
  package var name: QualifiedName
  package var partitionedBy: [Expression]
  /// `engine='TSDB'`, `precision 'ms'`: in the order written; a value is nil for a lone word.
  package var options: [Argument]

  package init(ifNotExists: Bool, name: QualifiedName, partitionedBy: [Expression], options: [Argument]) {
    self.ifNotExists = ifNotExists
    self.name = name
    self.partitionedBy = partitionedBy
    self.options = options
  }
}

/// `create catalog c`, `create schema s`, …: what has a name and nothing else that matters here.
package struct CreateNamedStatement: Sendable {
  /// The word after `create`, in lower case.
  package var kind: String
  package var ifNotExists: Bool
  package var name: QualifiedName
  package var options: [Argument]

  package init(kind: String, ifNotExists: Bool, name: QualifiedName, options: [Argument] = []) {
    self.kind = kind
    self.ifNotExists = ifNotExists
    self.name = name
    self.options = options
  }
}

package struct AlterTableStatement: Sendable {
  package enum Change: Sendable {
    case addColumns([ColumnDefinition])
    case dropColumns([Identifier])
    case renameColumn(Identifier, to: Identifier)
    case modifyColumn(ColumnDefinition)
    case addTag(ColumnDefinition)
    case dropTag(Identifier)
    case renameTag(Identifier, to: Identifier)
    case modifyTag(ColumnDefinition)
    case setTags([UpdateStatement.Setting])
    case options([Argument])
  }

  package var table: QualifiedName
  package var changes: [Change]

  package init(table: QualifiedName, changes: [Change]) {
    self.table = table
    self.changes = changes
  }
}

/// `drop table [if exists] a, b`.
package struct DropStatement: Sendable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case table
    case superTable = "stable"
    case database
    case stream
    case catalog
    case schema
    case topic
    case view
    case index
  }

  package var kind: Kind
  package var ifExists: Bool
  package var names: [QualifiedName]

  package init(kind: Kind, ifExists: Bool, names: [QualifiedName]) {
    self.kind = kind
    self.ifExists = ifExists
    self.names = names
  }
}

/// `show tables`, `show create table t`, `show tag values …`.
package struct ShowStatement: Sendable {
  /// In lower case, without `show`: `["tables"]`, `["create", "table"]`.
  package var words: [String]
  /// `show db.tables`, `show create table t`, `show tags from t [from db]`.
  package var names: [QualifiedName]
  package var pattern: Expression?

  package init(words: [String], names: [QualifiedName] = [], pattern: Expression? = nil) {
    self.words = words
    self.names = names
    self.pattern = pattern
  }
}
