import WeirSyntax
import WeirTables

/// Puts metacode together from pieces of metacode and from plain values, which are embedded.
package struct CodeAssembly {
  private var variables: CapturedVariables = [:]
  private var depth = 0
  private let session: SessionContext

  package init(_ session: SessionContext) { self.session = session }

  /// Pieces around pieces: what is deeper could not be run without the stack running out.
  private static let depthMost = 4_000

  /// - Throws: `.depth` when the code is nested too deeply.
  package func finish(_ content: Metacode) throws -> Cell {
    guard depth < CodeAssembly.depthMost else { throw KernelError(.depth, "the metacode is nested too deeply") }
    return .code(CodeObject(content, variables: variables, depth: depth + 1))
  }

  package func finish(_ expression: Expression) throws -> Cell { try finish(.expression(expression)) }

  // MARK: Pieces

  /// Metacode as the expression it holds; a function by its name; any other value embedded.
  package mutating func expression(_ value: borrowing Cell, name: String? = nil) throws -> Expression {
    if let code = value.code {
      guard let expression = try adopt(code).expression else { throw KernelError.type("a statement is no part of an expression: \(code.displayText)") }
      return expression
    }
    if let function = value.function { return self.function(function) }
    if let integer = integerConstant(value) { return integer }
    return Expression(.embedded(EmbeddedValue(value.copy(), name: name)))
  }

  /// An INT as if it had been written.
  private func integerConstant(_ value: borrowing Cell) -> Expression? {
    guard !value.isHeap, value.elementType == .int, !value.isNull else { return nil }
    let number = Int32(truncatingIfNeeded: value.rawInteger)
    return Expression(.constant(.number(NumberLiteral(text: String(number.magnitude), isNegative: number < 0, value: .int(number)))))
  }

  /// A function that can be found by its name is named, so that queries know it; any other is embedded.
  package func function(_ function: Function) -> Expression {
    if session.function(named: function.name) === function { return Expression(.name(Name(function.name))) }
    return Expression(.embedded(EmbeddedValue(.function(function))))
  }

  /// The items of metacode, or of a tuple of metacode.
  package mutating func items(_ value: borrowing Cell) throws -> [SelectItem] {
    if let code = value.code { return try adopt(code).items }
    guard let tuple = value.tuple else { return [SelectItem(expression: try expression(value))] }
    var items: [SelectItem] = []
    for index in 0..<tuple.count { items += try self.items(tuple.cell(at: index)) }
    return items
  }

  /// The same without aliases.
  package mutating func expressions(_ value: borrowing Cell) throws -> [Expression] { try items(value).map(\.expression) }

  // MARK: Variables

  /// Takes over the variables of `code`; where a name stands for another value already, this piece gets its own value in the place of the name.
  private mutating func adopt(_ code: CodeObject) throws -> CodeObject {
    depth = max(depth, code.depth)
    var clashes: CapturedVariables = [:]
    for (name, value) in code.variables {
      if let present = variables[name], !present.isSame(as: value) { clashes[name] = value } else { variables[name] = value }
    }
    guard !clashes.isEmpty else { return code }
    let rewriter = TreeRewriter(replace: { expression in
      guard case .name(let name) = expression.kind, let value = clashes[name.text] else { return nil }
      return Expression(.embedded(value), span: expression.span)
    })
    return CodeObject(try rewriter.rewrite(code.content), depth: code.depth)
  }
}
