/// A query with the clauses of both flavours; which of them hold is decided at binding, by the kinds of its tables.
package struct SelectStatement: Sendable {
  // What the clauses of every query have
  /// `exec`: a vector, scalar or matrix instead of a table.
  package var isExec = false
  /// `with n as (select …), …` before it.
  package var commonTables: [CommonTable] = []
  /// `[HINT_KEEPORDER]`, `[128]`: the words and numbers as written.
  package var hints: [String] = []
  package var isDistinct = false
  package var top: TopClause?
  package var items: [SelectItem] = []
  /// Nil without `from`.
  package var source: TableSource?
  /// Several where commas separate them: each filters what the one before left.
  package var conditions: [Expression] = []
  package var grouping: [GroupingClause] = []
  package var having: Expression?
  package var order: [OrderItem] = []
  package var limit: LimitClause?
  /// `map` at the end.
  package var isMap = false

  // Time-series clauses
  /// `partition by …` before a window clause.
  package var partition: [SelectItem] = []
  /// `range(from[, to])`.
  package var range: [Expression] = []
  /// `every(d)`.
  package var every: Expression?
  package var window: WindowClause?
  package var fill: FillClause?
  /// `slimit n [soffset m]`.
  package var partitionLimit: LimitClause?

  /// `union [all] select …`, in order; each applies to all before it.
  package var unions: [UnionClause] = []
  package var span: SourceSpan

  package init(span: SourceSpan = .none) { self.span = span }
}

package struct CommonTable: Sendable {
  package var name: Identifier
  package var columns: [Identifier]
  package var query: SelectStatement

  package init(name: Identifier, columns: [Identifier], query: SelectStatement) {
    self.name = name
    self.columns = columns
    self.query = query
  }
}

/// `top n`, `top a:b`.
package struct TopClause: Sendable {
  package var count: Expression

  package init(count: Expression) { self.count = count }
}

/// One item of a select list, a `partition by` or `group by` list, or a metacode list.
package struct SelectItem: Sendable {
  package var expression: Expression
  /// Several for ``f(x) as `a`b``, which spreads a result over columns; an empty text drops one.
  package var aliases: [Identifier]
  /// `col1...col5 as p1...p5`: the names' first and last.
  package var aliasRange: (first: Identifier, last: Identifier)?
  /// `as _$x`, `as _$$x` in metacode: the names come from a variable.
  package var aliasMacro: Expression?
  /// `last price` before a comma, a clause or the end: a name and an alias without `as`, or, when binding finds that the first word is
  /// a function and no column, a prefix call.
  package var isBareAlias = false
  package var span: SourceSpan

  package init(
    expression: Expression, aliases: [Identifier] = [], aliasRange: (first: Identifier, last: Identifier)? = nil,
    aliasMacro: Expression? = nil, span: SourceSpan = .none
  ) {
    self.expression = expression
    self.aliases = aliases
    self.aliasRange = aliasRange
    self.aliasMacro = aliasMacro
    self.span = span
  }
}

/// What a query reads.
package struct TableSource: Sendable {
  package indirect enum Kind: Sendable {
    /// Any expression that gives a table: a name, `db.t`, `loadTable(…)`, `ej(a, b, …)`, a subquery.
    case table(Expression)
    case join(JoinKind, TableSource, TableSource, on: Expression?, using: [Identifier])
    /// `from a, b`.
    case product(TableSource, TableSource)
  }

  package var kind: Kind
  package var alias: Identifier?
  package var span: SourceSpan

  package init(_ kind: Kind, alias: Identifier? = nil, span: SourceSpan) {
    self.kind = kind
    self.alias = alias
    self.span = span
  }
}

package enum JoinKind: Sendable, Hashable, CaseIterable {
  case inner
  case left
  case leftSemi
  case right
  case full
  case cross
}

package enum GroupingKind: Sendable, Hashable {
  case group
  case context
  case cumulativeGroup
  case pivot
}

/// `group by …`, `context by … [csort …]`, `cgroup by …`, `pivot by …`.
package struct GroupingClause: Sendable {
  package var kind: GroupingKind
  package var keys: [SelectItem]
  /// `csort`, after `context by`.
  package var sort: [OrderItem]
  package var span: SourceSpan

  package init(kind: GroupingKind, keys: [SelectItem], sort: [OrderItem] = [], span: SourceSpan) {
    self.kind = kind
    self.keys = keys
    self.sort = sort
    self.span = span
  }
}

package struct OrderItem: Sendable {
  package enum Nulls: Sendable, Hashable {
    case first
    case last
  }

  package var expression: Expression
  package var isDescending: Bool
  /// `asc` or `desc` was written.
  package var hasDirection: Bool
  package var nulls: Nulls?

  package init(expression: Expression, isDescending: Bool = false, hasDirection: Bool = false, nulls: Nulls? = nil) {
    self.expression = expression
    self.isDescending = isDescending
    self.hasDirection = hasDirection
    self.nulls = nulls
  }
}

/// `limit n`, `limit offset, n`, `limit n offset m`; also `slimit`.
package struct LimitClause: Sendable {
  package var count: Expression
  package var offset: Expression?

  package init(count: Expression, offset: Expression? = nil) {
    self.count = count
    self.offset = offset
  }
}

package struct UnionClause: Sendable {
  package var isAll: Bool
  package var query: SelectStatement

  package init(isAll: Bool, query: SelectStatement) {
    self.isAll = isAll
    self.query = query
  }
}

/// The window clause of a query on time-series tables.
package enum WindowClause: Sendable {
  /// `interval(length [, offset]) [sliding(step)]`.
  case interval(length: Expression, offset: Expression?, sliding: Expression?)
  /// `session(ts, tolerance)`.
  case session(Expression, tolerance: Expression)
  /// `state_window(e)`.
  case state(Expression)
  /// `event_window start with a end with b`.
  case event(start: Expression, end: Expression)
  /// `count_window(n [, sliding])`.
  case count(Expression, sliding: Expression?)
}

/// `fill(prev)`, `fill(value, 1, 2)`.
package struct FillClause: Sendable {
  package enum Mode: String, Sendable, Hashable, CaseIterable {
    case none
    case null
    case forcedNull = "null_f"
    case value
    case forcedValue = "value_f"
    case previous = "prev"
    case next
    case linear
    case near
  }

  package var mode: Mode
  package var values: [Expression]

  package init(mode: Mode, values: [Expression] = []) {
    self.mode = mode
    self.values = values
  }
}
