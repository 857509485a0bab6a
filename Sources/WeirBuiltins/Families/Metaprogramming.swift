import WeirRuntime
import WeirSyntax
import WeirTables

// Code as a value.
extension StandardCatalog {
  static let metaprogramming: [Builtin] = metaprogrammingValues + metaprogrammingExpressions + metaprogrammingQueries

  private static let metaprogrammingValues: [Builtin] = [
    Builtin(
      "eval(expr)", summary: "Runs metacode and gives its value; of a tuple of metacode the tuple of its values.",
      example: Example("eval(<1 + 2 * 3>)", gives: "7")
    ) { call in
      if let code = call[0].code { return try call.session.evaluate(code) }
      guard let tuple = call[0].tuple else { throw call.expected(0, "metacode") }
      let values = AnyVector(capacity: tuple.count)
      for index in 0..<tuple.count {
        guard let code = tuple.withCell(index, { $0.code }) else { throw call.expected(0, "metacode") }
        values.push(try call.session.evaluate(code))
      }
      return .vector(try ResultAssembly.collapsed(values))
    },
    Builtin(
      "parseExpr(X, [varDict], [modules], [overloadedOperators])",
      summary: "The metacode that a string spells, or each of several; `varDict` gives values to names in it, `overloadedOperators` functions to operators.",
      example: Example("parseExpr(\"1+2\")", gives: "< 1 + 2 >")
    ) { call in
      let variables = try CodeVariables.read(call, 1)
      let operators = try CodeVariables.operators(call, 3)
      let codes = AnyVector(capacity: 1)
      for text in try call.strings(0) {
        var content = try call.session.parseMetacode(text, of: call.name)
        if !operators.isEmpty { content = try CodeOperators.overload(content, operators) }
        codes.push(.code(CodeObject(content, variables: variables)))
      }
      return call[0].vector == nil && codes.count == 1 ? codes.cell(at: 0) : .vector(codes)
    },
    Builtin(
      "runSQL(X, [sqlStd='ddb'], [variables])",
      summary: "Runs the query or statement that a text spells; `variables` gives values to names in it. `sqlStd` \"oracle\" and \"mysql\" know the most used functions of those, and `||` joins texts in the first.",
      example: Example("runSQL(\"'a' || NVL(b, 'none')\", \"oracle\", dict([`b], [\"\"]))", gives: "anone")
    ) { call in
      let name = try call.string(1, default: "ddb")
      guard let dialect = QueryDialect(rawValue: name.lowercased()) else { throw call.invalid(1, "must be ddb, oracle or mysql") }
      let variables = try CodeVariables.read(call, 2)
      let text = try call.string(0)
      let content = try naming(call.name) { try dialect.parse(text, of: call.name, in: call.session) }
      return try call.session.evaluate(CodeObject(content, variables: variables))
    },
    Builtin(
      "funcByName(name)", summary: "The function, or the function of the operator, that `name` names.",
      example: Example("funcByName(\"+\")(1, 2)", gives: "3")
    ) { call in
      let name = try call.string(0)
      let plain = name.split(separator: ":", omittingEmptySubsequences: true).last.map(String.init) ?? name
      let function = CodeOperators.functionName(name).flatMap { call.session.function(named: $0) } ?? call.session.function(named: plain)
      guard let function else { throw KernelError(.name, "funcByName: there is no function `\(name)`") }
      return .function(function)
    },
    Builtin(
      "objByName(name, [sharedVar])", summary: "The variable of the session called `name`, else what is shared under that name; `sharedVar` asks for one of the two only.",
      example: Example("x = 5; objByName(\"x\")", gives: "5")
    ) { call in
      let name = try call.string(0)
      let isEither = !call.has(1) || call[1].isVoid
      let isShared = try call.bool(1, default: false)
      if isEither || !isShared, let value = call.session.globals.value(name) { return value }
      if isEither || isShared, let value = call.session.shared.value(name) { return value }
      throw KernelError(.name, "Can't find the object with name \(name)")
    },
    Builtin(
      "objectType(obj)", summary: "What `obj` is as a piece of code: `EXPRESSION`, `COLUMNDEF`, `SQLQUERY`; `CONSTOBJ` for what is no metacode.",
      example: Example("objectType(<x + y>)", gives: "EXPRESSION")
    ) { call in .string(CodeKind.name(call[0])) },
    Builtin(
      "partial(func, args...)", summary: "The function `func` with its first arguments fixed.", example: Example("partial(add, 1)(2)", gives: "3")
    ) { call in
      guard let function = call[0].function else { throw call.expected(0, "a function") }
      return .function(try PartialFunction(function, UnsafePointer(call.arguments + 1), count: call.count - 1))
    },
  ]

  private static let metaprogrammingExpressions: [Builtin] = [
    Builtin(
      "expr(args...)", summary: "Metacode put together from values, operators and functions, and other metacode.",
      example: Example("expr(<a + 7>, *, 8)", gives: "< (a + 7) * 8 >")
    ) { call in
      guard call.count >= 2 else { throw KernelError.arguments("expr needs at least 2 arguments, got \(call.count)") }
      var assembly = CodeAssembly(call.session)
      var parts: [InfixAssembly.Part] = []
      for index in 0..<call.count {
        if let function = call[index].function { parts.append(.function(function)) } else { parts.append(.operand(try assembly.expression(call[index]))) }
      }
      var infix = InfixAssembly(parts, assembly)
      return try assembly.finish(try infix.assemble())
    },
    Builtin(
      "binaryExpr(X, Y, optr)", summary: "Metacode that applies the operator or function `optr` to `X` and `Y`.",
      example: Example("binaryExpr(<price>, 2, *)", gives: "< price * 2 >")
    ) { call in
      guard let function = call[2].function else { throw call.expected(2, "an operator or a function of two arguments") }
      var assembly = CodeAssembly(call.session)
      let left = try assembly.expression(call[0])
      let right = try assembly.expression(call[1])
      return try assembly.finish(CodeOperators.combine(left, function, right, assembly))
    },
    Builtin(
      "unifiedExpr(objs, optrs)", summary: "Metacode that joins the elements of `objs` by the operators `optrs`, of which there is one less.",
      example: Example("unifiedExpr((<a>, <b>, 3), (add, mul))", gives: "< (a + b) * 3 >")
    ) { call in try UnifiedExpression.make(call) },
    Builtin(
      "makeCall(F, args...)", summary: "Metacode that calls the function `F` with the other arguments.",
      example: Example("makeCall(pow, <x>, 2)", gives: "< pow(x, 2) >")
    ) { call in
      var assembly = CodeAssembly(call.session)
      let callee = try assembly.callee(call, 0)
      var arguments: [Argument] = []
      for index in 1..<max(call.count, 1) { arguments.append(Argument(value: call.has(index) ? try assembly.expression(call[index]) : nil)) }
      return try assembly.finish(Expression(.call(callee, arguments)))
    },
    Builtin(
      "makeUnifiedCall(func, args)", summary: "Metacode that calls `func` with the elements of the tuple `args`, or of the tuple that the metacode `args` is.",
      example: Example("makeUnifiedCall(corr, (<x>, <y>))", gives: "< corr(x, y) >")
    ) { call in
      var assembly = CodeAssembly(call.session)
      let callee = try assembly.callee(call, 0)
      return try assembly.finish(Expression(.call(callee, try assembly.elements(call[1]).map { Argument(value: $0) })))
    },
    Builtin(
      "sqlTuple(colNames)", summary: "Metacode of the tuple of the columns `colNames`.", example: Example("sqlTuple(`qty1`qty2)", gives: "< (qty1, qty2) >")
    ) { call in .code(CodeObject(.expression(Expression(.tuple(try call.strings(0).map { ColumnExpression.make($0) }))))) },
  ]
}

/// Names that code is given values for.
private enum CodeVariables {
  static func read(_ call: borrowing Call, _ index: Int) throws -> CapturedVariables {
    guard call.has(index), !call[index].isVoid else { return [:] }
    guard call[index].heapKind == .dictionary else { throw call.expected(index, "a dictionary from names to values") }
    let dictionary = call[index].unsafeObject(as: DictionaryObject.self)
    let keys = try dictionary.keys
    let values = try dictionary.values
    guard keys.type.isLiteral || keys.count == 0 else { throw call.expected(index, "a dictionary from names to values") }
    var variables: CapturedVariables = [:]
    for row in 0..<keys.count { variables[keys.text(at: row)] = EmbeddedValue(values.cell(at: row)) }
    return variables
  }

  static func operators(_ call: borrowing Call, _ index: Int) throws -> [String: Function] {
    var functions: [String: Function] = [:]
    for (sign, value) in try read(call, index) {
      guard let function = value.cell.function else { throw call.expected(index, "a dictionary from operators to functions") }
      functions[sign] = function
    }
    return functions
  }
}

extension CodeAssembly {
  /// The function at argument `index`, as the callee of a call.
  func callee(_ call: borrowing Call, _ index: Int) throws -> Expression {
    guard let function = call[index].function else { throw call.expected(index, "a function") }
    return self.function(function)
  }

  /// The elements of a tuple or vector, of the tuple that metacode is, or the one value that anything else is.
  mutating func elements(_ value: borrowing Cell) throws -> [Expression] {
    if let vector = value.vector {
      var elements: [Expression] = []
      for index in 0..<vector.count { elements.append(try expression(vector.cell(at: index))) }
      return elements
    }
    let only = try expression(value)
    guard value.code != nil, case .tuple(let elements) = only.kind else { return [only] }
    return elements.map { $0 ?? Expression(.constant(.null)) }
  }
}

private enum UnifiedExpression {
  static func make(_ call: borrowing Call) throws -> Cell {
    var assembly = CodeAssembly(call.session)
    let operands = try assembly.elements(call[0])
    guard (2...1024).contains(operands.count) else { throw KernelError.arguments("unifiedExpr: `objs` needs 2 to 1024 elements, got \(operands.count)") }
    let operators = try functions(call, 1)
    guard operators.count == operands.count - 1 else {
      throw KernelError.shape("unifiedExpr: \(operands.count) elements need \(operands.count - 1) operators, got \(operators.count)")
    }
    var whole = operands[0]
    for (operand, function) in zip(operands.dropFirst(), operators) { whole = CodeOperators.combine(whole, function, operand, assembly) }
    return try assembly.finish(whole)
  }

  private static func functions(_ call: borrowing Call, _ index: Int) throws -> [Function] {
    if let function = call[index].function { return [function] }
    guard let tuple = call[index].tuple else { throw call.expected(index, "operators") }
    var functions: [Function] = []
    for position in 0..<tuple.count {
      guard let function = tuple.withCell(position, { $0.function }) else { throw call.expected(index, "operators") }
      functions.append(function)
    }
    return functions
  }
}
