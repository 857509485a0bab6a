/// A statement and its place.
package struct Statement: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }

  package indirect enum Kind: Sendable {
    /// Also `select`, `exec` and `with … select`: their expression is a `.select`.
    case expression(Expression)
    case assignment(Assignment)
    /// `const x = e`.
    case constant(Identifier, Expression)
    /// `&x = y`.
    case alias(Identifier, Expression)
    case block([Statement])

    // Definitions
    case function(FunctionDefinition)
    case mapReduce(MapReduceDeclaration)
    case classDefinition(ClassDefinition)
    case module(path: [Identifier])
    case use(UseStatement)
    case include(path: String)

    // Control
    case ifElse(Expression, then: [Statement], otherwise: [Statement]?)
    /// `names` has several for `for(k, v in d)`.
    case forIn(names: [Identifier], Expression, body: [Statement])
    case doWhile(body: [Statement], Expression)
    case breakLoop
    case continueLoop
    /// `return a, b` has several.
    case returnValues([Expression])
    case tryCatch(body: [Statement], exception: Identifier, handler: [Statement])
    case throwValue(Expression)
    case assertion(label: Expression?, Expression)
    /// `@testing: case="x", exception=1` on a line of its own.
    case annotation(Annotation)
    case timer(count: Expression?, body: [Statement])
    /// `isCommitted` is false when `rollback` ends the block.
    case transaction([Statement], isCommitted: Bool)
    /// Cuts the script into units.
    case go
    case share(ShareStatement)
    case undef(UndefStatement)

    // Tables
    case insert(InsertStatement)
    case update(UpdateStatement)
    case delete(DeleteStatement)
    case createTable(CreateTableStatement)
    case createSubtables([CreateSubtable])
    case createDatabase(CreateDatabaseStatement)
    case createStream(CreateStreamStatement)
    case createNamed(CreateNamedStatement)
    case alterTable(AlterTableStatement)
    case drop(DropStatement)
    case show(ShowStatement)
    case describe(QualifiedName)
    case pauseStream(StreamControl)
    case resumeStream(StreamControl)
  }
}

/// `x = e`, `x, y = e`, `x[i] += e`, `o.a = e`.
package struct Assignment: Sendable {
  /// Names, index and member expressions.
  package var targets: [Expression]
  /// Nil for `=`; the operator of `+=`, `-=`, `*=`, `/=`, `\=`, … otherwise.
  package var operation: BinaryOperator?
  package var value: Expression

  package init(targets: [Expression], operation: BinaryOperator?, value: Expression) {
    self.targets = targets
    self.operation = operation
    self.value = value
  }
}

package struct UseStatement: Sendable {
  package enum Target: Sendable {
    /// `use a::b`, or one word: the time-series database of that name if there is one, else the module.
    case moduleOrDatabase([Identifier])
    /// `use catalog c`.
    case catalog(Identifier)
  }

  package var target: Target

  package init(target: Target) { self.target = target }
}

/// `share t as n`, `share engine as "n"`. (`share(t, "n")` is a call.)
package struct ShareStatement: Sendable {
  package var value: Expression
  /// Nil in `share t`, which shares under the variable's own name.
  package var name: Identifier?
  /// `share t as n on cols`: the partitioning columns of older scripts.
  package var columns: Expression?

  package init(value: Expression, name: Identifier?, columns: Expression? = nil) {
    self.value = value
    self.name = name
    self.columns = columns
  }
}

package enum UndefStatement: Sendable {
  /// `undef x, y`.
  case names([Identifier])
  /// `undef all`.
  case all
  /// ``undef(`x, VAR)``.
  case call([Argument])
}
