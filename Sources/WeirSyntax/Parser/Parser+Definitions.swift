extension Parser {
  /// `def f(a, b): e`, `def f(a) {…}`, and without a body a forward declaration.
  ///
  /// grammar: function
  mutating func parseFunction(annotations: [Annotation]) throws(SyntaxError) -> FunctionDefinition {
    let start = current.start
    let isAggregate = advance().keyword == .defg
    let name = try parseIdentifier("the function's name")
    names.defineFunction(name.text)
    let parameters = try parseParameters()
    let body = try parseFunctionBody(parameters)
    return FunctionDefinition(
      name: name, parameters: parameters, body: body, isAggregate: isAggregate, annotations: annotations, span: span(from: start))
  }

  /// `@state def f(x) …`, or `@testing: case="x"` on a line of its own.
  ///
  /// grammar: annotated
  mutating func parseAnnotated() throws(SyntaxError) -> Statement.Kind {
    let first = try parseAnnotation()
    let end = index
    var annotations = [first]
    while isAt(.at) { annotations.append(try parseAnnotation()) }
    if isAt(.def) || isAt(.defg) { return .function(try parseFunction(annotations: annotations)) }
    // What follows without a function are statements of their own.
    index = end
    return .annotation(first)
  }

  /// grammar: annotation
  private mutating func parseAnnotation() throws(SyntaxError) -> Annotation {
    advance()
    guard isAt(.identifier) else { throw expected("an annotation's name after `@`") }
    let token = advance()
    var arguments: [Argument] = []
    if isAt(.leftParenthesis) {
      arguments = try parseArguments(closing: .rightParenthesis)
    } else if take(.colon) {
      arguments = try parseAnnotationArguments()
    }
    return Annotation(name: Identifier(text(token), span: span(token)), arguments: arguments)
  }

  /// `case="x", exception=1`: any word can be a keyword here.
  private mutating func parseAnnotationArguments() throws(SyntaxError) -> [Argument] {
    var arguments: [Argument] = []
    repeat {
      guard isAt(.identifier), !endsLine(current) else { throw expected("`name=value`") }
      let name = advance()
      try expect(.assign)
      guard startsConstant() else { throw expected("a constant") }
      arguments.append(Argument(keyword: Identifier(text(name), span: span(name)), value: try parseConstants()))
    } while take(.comma)
    return arguments
  }

  /// `mapr f(x) {m1, m2 -> r; c1, c2 -> rr}`
  ///
  /// grammar: mapReduce
  mutating func parseMapReduce() throws(SyntaxError) -> Statement.Kind {
    advance()
    let name = try parseIdentifier("the function's name")
    let parameters = try parseParameters()
    let opening = try expect(.leftBrace)
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let (map, reduce) = try parseMapReducePart()
    var cumulative: [Expression] = []
    var running: Expression?
    if take(.semicolon) { (cumulative, running) = try parseMapReducePart() }
    try expectClosing(.rightBrace, for: opening)
    return .mapReduce(
      MapReduceDeclaration(
        name: name, parameters: parameters, map: map, reduce: reduce ?? map[0], cumulative: cumulative, running: running))
  }

  /// `a, b -> r`. A bare name in front of the arrow looks like a lambda, and is taken apart again.
  private mutating func parseMapReducePart() throws(SyntaxError) -> ([Expression], Expression?) {
    var functions: [Expression] = []
    repeat {
      let function = try parseExpression()
      if case .lambda(let lambda) = function.kind, case .expression(let result) = lambda.body, let only = lambda.parameters.first {
        functions.append(Expression(.name(Name(only.name.text)), span: only.name.span))
        return (functions, result)
      }
      functions.append(function)
    } while take(.comma)
    try expect(.arrow, "and the reducing function")
    return (functions, try parseExpression())
  }

  /// `class C : Base { a :: INT  def C() {…}  def m() {…} }`
  ///
  /// grammar: class
  mutating func parseClass() throws(SyntaxError) -> ClassDefinition {
    advance()
    let name = try parseIdentifier("the class's name")
    names.defineFunction(name.text)
    let base = take(.colon) ? try parseName() : nil
    let opening = try expect(.leftBrace)
    let saved = mode
    mode = .script
    defer { mode = saved }
    var definition = ClassDefinition(name: name, base: base, attributes: [], methods: [])
    while true {
      while take(.semicolon) {}
      if take(.rightBrace) { return definition }
      if isAt(.endOfText) { try expectClosing(.rightBrace, for: opening) }
      try parseClassMember(&definition)
    }
  }

  /// grammar: classMember
  private mutating func parseClassMember(_ definition: inout ClassDefinition) throws(SyntaxError) {
    var annotations: [Annotation] = []
    while isAt(.at) { annotations.append(try parseAnnotation()) }
    if isAt(.def) || isAt(.defg) {
      definition.methods.append(try parseFunction(annotations: annotations))
    } else {
      definition.attributes.append(try parseAttribute())
    }
    try expectStatementEnd()
  }

  /// grammar: attribute
  private mutating func parseAttribute() throws(SyntaxError) -> ClassDefinition.Attribute {
    guard isName(current) else { throw expected("an attribute or a method") }
    let name = try parseIdentifier("an attribute's name")
    guard take(.doubleColon) else { throw expected("`::` and the attribute's type") }
    let type = try parseTypeName()
    let value = take(.assign) ? try parseExpression() : nil
    return .init(name: name, type: type, defaultValue: value)
  }

  /// grammar: module
  mutating func parseModule() throws(SyntaxError) -> Statement.Kind {
    advance()
    return .module(path: try parseModulePath())
  }

  private mutating func parseModulePath() throws(SyntaxError) -> [Identifier] {
    var path = [try parseIdentifier("a module's name")]
    while take(.doubleColon) { path.append(try parseIdentifier("a module's name")) }
    return path
  }

  /// `use a::b`, `use db`, `use catalog c`
  ///
  /// grammar: use
  mutating func parseUse() throws(SyntaxError) -> UseStatement {
    advance()
    if isAt(.catalog), !endsLine(peek(1)) {
      advance()
      return UseStatement(target: .catalog(try parseIdentifier("a catalog's name")))
    }
    return UseStatement(target: .moduleOrDatabase(try parseModulePath()))
  }

  /// `#include "file"`
  ///
  /// grammar: include
  mutating func parseInclude() throws(SyntaxError) -> Statement.Kind {
    advance()
    guard isAt(.identifier), text(current) == "include" else { throw expected("`include` after `#`") }
    advance()
    guard isAt(.doubleQuoted) || isAt(.singleQuoted) else { throw expected("a file's name in quotes") }
    return .include(path: content(advance()))
  }

  /// `const x = e`
  ///
  /// grammar: constantDefinition
  mutating func parseConstantDefinition() throws(SyntaxError) -> Statement.Kind {
    advance()
    let name = try parseIdentifier("the constant's name")
    try expect(.assign, "after the constant's name")
    names.defineVariable(name.text)
    return .constant(name, try parseExpression())
  }
}
