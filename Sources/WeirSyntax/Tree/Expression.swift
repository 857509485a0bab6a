/// An expression and its place.
///
/// What only binding can know is kept as it was written: numbers and closed backquoted words (see `Constant`), and
/// whether a name is a column, variable, table or function. Parentheses leave no node: they are in the shape of the tree, and the span includes
/// them.
package struct Expression: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }

  package indirect enum Kind: Sendable {
    // Operands
    case constant(Constant)
    /// Constants in a row, `1 NULL 3`, also backquoted words and strings: `` `a`b ``, `"x" "y"`. At least two.
    case constants([Constant])
    case name(Name)
    /// `_"any text"`: a column.
    case quotedColumn(String)
    /// `_$x` (one column) or `_$$x` (several), inside metacode.
    case macroColumn(String, isList: Bool)
    /// `[a, b]`; nil for an element left out.
    case vector([Expression?])
    /// `(a, b)`, `()`; nil for an element left out.
    case tuple([Expression?])
    /// `{k: v}`; a key that is a bare word is a `.constant` string of style `.word`.
    case dictionary([DictionaryEntry])
    /// `DFLT`: the parameter's default, in a partial application.
    case defaultValue
    /// An operator standing for its function: `accumulate(-, x)`.
    case operatorFunction(Operator)

    // Operators
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// Two or more comparisons in a chain, `1 < x <= 3`; a single one is `binary`.
    case comparisons(Expression, [ComparisonLink])
    /// `a : b` with either end left out: `:n`, `n:`, `:`. (`a..b` is `binary(.range, …)`.)
    case pair(Expression?, Expression?)
    case conditional(Expression, then: Expression, otherwise: Expression)
    /// `x f y`, `x {lambda} y`, `x f:E y`.
    case infix(Expression, function: Expression, Expression)
    /// `f x`, `{lambda} x`, `f:E x`.
    case prefix(function: Expression, Expression)

    // Calls
    case call(Expression, [Argument])
    /// `x.f(a)`.
    case methodCall(Expression, method: Name, [Argument])
    /// `f{a,,b=1}`.
    case partial(Expression, [Argument])
    /// `x.f{a}`.
    case methodPartial(Expression, method: Name, [Argument])
    /// `x.{f}(a)`: `f` is an expression that gives a function.
    case computedMethodCall(Expression, method: Expression, [Argument])
    case member(Expression, Member)
    /// `x[i, j]`; nil for an index left out. `x[]` has no index at all.
    case index(Expression, [Expression?])
    /// `f:E`, `f:PU`.
    case template(Expression, FunctionTemplate)
    case lambda(FunctionDefinition)

    // Types
    /// `INT[]`, `DECIMAL32(2)[]`.
    case arrayType(Expression)
    /// `CAST(x AS BIGINT)`.
    case cast(Expression, TypeName)

    // Queries
    case select(SelectStatement)
    case metacode(Metacode)
    case caseWhen(CaseExpression)
    /// `exists (select …)`.
    case exists(SelectStatement)
    /// `any(select …)`, `all(select …)`.
    case quantified(Quantifier, SelectStatement)
    /// `x is null`, `x is not null`.
    case isNull(Expression, isNegated: Bool)
    /// `x between a and b`; (`x between a:b` is `infix`).
    case between(Expression, low: Expression, high: Expression)
    /// `f(x) over (…)`.
    case over(Expression, OverClause)
    /// `col1...col5`.
    case columnRange(String, String)
    /// `*` as a select item or as the argument of `count(*)`.
    case star
    /// `t.*`.
    case starOf(Expression)

    /// A value of the runtime spliced into metacode.
    case embedded(any AnyObject & Sendable)
  }
}

package struct DictionaryEntry: Sendable {
  package var key: Expression
  package var value: Expression

  package init(key: Expression, value: Expression) {
    self.key = key
    self.value = value
  }
}

/// One `op operand` of a chain of comparisons.
package struct ComparisonLink: Sendable {
  package var comparison: BinaryOperator
  package var operand: Expression

  package init(_ comparison: BinaryOperator, _ operand: Expression) {
    self.comparison = comparison
    self.operand = operand
  }
}

package struct Argument: Sendable {
  /// The name of `name = value`; nil for an argument by position.
  package var keyword: Identifier?
  /// Nil for an argument left out: `f(, 3)`.
  package var value: Expression?
  /// `table(x as id)`; several for ``f(x) as `a`b``.
  package var aliases: [Identifier]

  package init(keyword: Identifier? = nil, value: Expression?, aliases: [Identifier] = []) {
    self.keyword = keyword
    self.value = value
    self.aliases = aliases
  }
}

/// What follows a `.` without being called.
package enum Member: Sendable {
  /// `t.price`; a closed backquoted word too.
  case name(Identifier)
  /// `t."any text"`.
  case string(String)
  /// `d.3`.
  case number(Constant)
  /// `d.(3 5)`.
  case expression(Expression)

  /// The column that a name or any text behind a table's name is.
  package var columnName: String? {
    switch self {
    case .name(let name): name.text
    case .string(let name): name
    case .number, .expression: nil
    }
  }
}

/// `:E` and its kin behind a function.
package struct FunctionTemplate: Sendable, Hashable {
  package var kind: TemplateKind
  package var assembly: AssemblyRule?

  package init(kind: TemplateKind, assembly: AssemblyRule?) {
    self.kind = kind
    self.assembly = assembly
  }
}

package enum TemplateKind: Character, Sendable, Hashable, CaseIterable {
  case each = "E"
  case eachLeft = "L"
  case eachRight = "R"
  case eachPre = "P"
  case eachPost = "O"
  case accumulate = "A"
  case reduce = "T"
  case groupby = "G"
  case contextby = "X"
  case cross = "C"
  case byRow = "H"
  case byColumn = "V"
  case loop = "U"
}

/// How the results of a template are put together; the letter after the template's.
package enum AssemblyRule: Character, Sendable, Hashable, CaseIterable {
  case defaultRule = "D"
  case columnar = "C"
  case tuple = "U"
  case consistent = "K"
}

package enum Quantifier: Sendable, Hashable {
  case any
  case all
}
