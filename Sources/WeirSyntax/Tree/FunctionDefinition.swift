/// A function: named, anonymous, a lambda, a method, or (without a body) declared ahead.
package struct FunctionDefinition: Sendable {
  /// Nil for lambdas and anonymous functions.
  package var name: Identifier?
  package var parameters: [Parameter]
  package var body: FunctionBody
  /// `defg`: an aggregate, gives a scalar.
  package var isAggregate: Bool
  /// `@state`, `@jit` before `def`, without the `@`.
  package var annotations: [Annotation]
  package var span: SourceSpan

  package init(
    name: Identifier?, parameters: [Parameter], body: FunctionBody, isAggregate: Bool = false,
    annotations: [Annotation] = [], span: SourceSpan
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.isAggregate = isAggregate
    self.annotations = annotations
    self.span = span
  }
}

package enum FunctionBody: Sendable {
  /// `: e`, `-> e`, `x -> e`, `{x -> e}`.
  case expression(Expression)
  case block([Statement])
  /// A forward declaration: `def f(a, b)` on its own line.
  case none
}

package struct Parameter: Sendable {
  package var name: Identifier
  package var isMutable: Bool
  package var defaultValue: Expression?
  /// In methods of classes and typed definitions: `x :: INT`, `x: INT`.
  package var type: TypeName?

  package init(name: Identifier, isMutable: Bool = false, defaultValue: Expression? = nil, type: TypeName? = nil) {
    self.name = name
    self.isMutable = isMutable
    self.defaultValue = defaultValue
    self.type = type
  }
}

/// `@state`, `@testing: case="x", exception=1`.
package struct Annotation: Sendable {
  package var name: Identifier
  package var arguments: [Argument]

  package init(name: Identifier, arguments: [Argument]) {
    self.name = name
    self.arguments = arguments
  }
}

/// `mapr f(x){m1, m2 -> r; c1, c2 -> running}`: the distributed form of an aggregate.
package struct MapReduceDeclaration: Sendable {
  package var name: Identifier
  package var parameters: [Parameter]
  package var map: [Expression]
  package var reduce: Expression
  package var cumulative: [Expression]
  package var running: Expression?

  package init(
    name: Identifier, parameters: [Parameter], map: [Expression], reduce: Expression, cumulative: [Expression],
    running: Expression?
  ) {
    self.name = name
    self.parameters = parameters
    self.map = map
    self.reduce = reduce
    self.cumulative = cumulative
    self.running = running
  }
}

/// `class C : Base { … }`.
package struct ClassDefinition: Sendable {
  package struct Attribute: Sendable {
    package var name: Identifier
    package var type: TypeName
    package var defaultValue: Expression?

    package init(name: Identifier, type: TypeName, defaultValue: Expression? = nil) {
      self.name = name
      self.type = type
      self.defaultValue = defaultValue
    }
  }

  package var name: Identifier
  package var base: Name?
  package var attributes: [Attribute]
  /// In source order, forward declarations included; the constructor has the class's name.
  package var methods: [FunctionDefinition]

  package init(name: Identifier, base: Name?, attributes: [Attribute], methods: [FunctionDefinition]) {
    self.name = name
    self.base = base
    self.attributes = attributes
    self.methods = methods
  }
}
