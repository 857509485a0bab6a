import WeirSyntax
import WeirTables

/// How a function that is written for scalars and vectors meets the other forms. The mechanism is `AxisRule+Application`.
package enum AxisRule: Sendable {
  /// The body takes every form as it is.
  case whole
  /// Element by element. The body sees scalars and vectors; for a matrix its values, for a tuple, dictionary or table each member.
  case elementwise
  /// A vector to a scalar. The body sees vectors (a scalar as a vector of one); a matrix gives a vector of one value per column, a table a table of one row,
  /// a tuple a tuple.
  case aggregate
  /// A vector to a vector of the same length. The body sees vectors; a matrix goes column by column, a table too, a tuple element by element.
  case vector
}

/// An example of the reference: a script, and what its last expression shows.
package struct Example: Sendable {
  package let script: String
  package let result: String

  package init(_ script: String, gives result: String) {
    self.script = script
    self.result = result
  }
}

/// A fast path for a function in `group by`: one scatter loop over rows instead of a call per group.
///
/// Takes the argument columns and the grouping, gives one value per group; nil when it has no fast path for these types.
package typealias GroupedKernel = @Sendable (_ arguments: [Vector], _ grouping: RowGrouping) throws -> Vector?

/// How a function with one argument takes part in a chain of calculations element by element.
package enum ChainRole: Sendable {
  /// A function of one number.
  case function(ElementFunction)
  /// An aggregate that leaves nulls out.
  case aggregate(ChainAggregate)
}

/// A fast path for a function over windows of rows: one value per window.
package typealias WindowedKernel = @Sendable (_ arguments: [Vector], _ ranges: RowRanges) throws -> Vector?

/// A fast path for a call with one scalar in place: the words of its result, or those of `.missing` when the body has to give it.
package typealias ScalarFunction = @Sendable (RawCell) -> RawCell

/// A built-in function: one declaration that help, completion, the reference and the test of its example derive from.
package struct Builtin: Sendable {
  package typealias Body = @Sendable (borrowing Call) throws -> Cell

  /// `msum(X, window, [minPeriods])`: brackets mark what may be left out, `args...` takes any number, `[x=3]` shows a default, a leading `mutable ` what is changed.
  package let signature: String
  package let aliases: [String]
  package let summary: String
  package let example: Example?
  package let axis: AxisRule
  /// Gives one value per group in SQL.
  package let isAggregate: Bool
  package let grouped: GroupedKernel?
  package let windowed: WindowedKernel?
  /// For rows that are read part by part.
  package let merge: MergeForm?
  /// For a call with one argument.
  package let chain: ChainRole?
  package let scalar: ScalarFunction?
  /// The body asks how its arguments were written, to name columns after them (`Call.argumentName`).
  package let wantsArgumentNames: Bool
  /// A query that is written as its argument is run to be explained: the body gets the explanation.
  package let explainsQueries: Bool
  /// The body touches nothing but its arguments, which it does not change: several threads may call it at once.
  package let isConcurrent: Bool
  /// Of two moments on this line, given as the one argument, the later has no smaller value; nil where that is not so.
  package let ascendsOver: TemporalLine?
  /// From so many arguments on, the result has an element for each row, which is computed from what the arguments have there; nil where that is so at no number, or `axis` says it.
  package let rowwiseFrom: Int?
  package let body: Body

  package init(
    _ signature: String, aliases: [String] = [], summary: String, example: Example? = nil, axis: AxisRule = .whole, isAggregate: Bool? = nil,
    grouped: GroupedKernel? = nil, windowed: WindowedKernel? = nil, merge: MergeForm? = nil, chain: ChainRole? = nil, scalar: ScalarFunction? = nil, wantsArgumentNames: Bool = false, explainsQueries: Bool = false,
    isConcurrent: Bool = false, ascendsOver: TemporalLine? = nil, rowwiseFrom: Int? = nil, body: @escaping Body
  ) {
    self.signature = signature
    self.aliases = aliases
    self.summary = summary
    self.example = example
    self.axis = axis
    if case .aggregate = axis { self.isAggregate = isAggregate ?? true } else { self.isAggregate = isAggregate ?? false }
    self.grouped = grouped
    self.windowed = windowed
    self.merge = merge
    self.chain = chain
    self.scalar = scalar
    self.wantsArgumentNames = wantsArgumentNames
    self.explainsQueries = explainsQueries
    self.isConcurrent = isConcurrent
    self.ascendsOver = ascendsOver
    self.rowwiseFrom = rowwiseFrom
    self.body = body
  }

  /// Whether each element of the result is computed from the elements at its place.
  package var isElementwise: Bool {
    if case .elementwise = axis { return true }
    if case .function? = chain { return true }
    return false
  }

  /// What stands before the parenthesis.
  package var name: String { String(Substring(signature.utf8.prefix { $0 != UInt8(ascii: "(") })) }
}

/// A built-in as a value.
package final class BuiltinFunction: Function, @unchecked Sendable {
  package let declaration: Builtin
  private let axis: AxisRule
  private let body: Builtin.Body

  package init(_ declaration: Builtin) {
    self.declaration = declaration
    axis = declaration.axis
    body = declaration.body
    super.init(name: declaration.name, parameters: SignatureParser.parse(declaration.signature), isAggregate: declaration.isAggregate)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let result = try evaluate(call)
    // What an interrupted loop has made of its rows is no answer.
    try call.state.pointee.checkCancellation()
    return result
  }

  @inline(__always)
  private func evaluate(_ call: borrowing Call) throws -> Cell {
    switch axis {
    case .whole: try body(call)
    // A scalar in place is the common case of a loop: no form to look into.
    case .elementwise where call.count > 0 && !call[0].isHeap: try body(call)
    default: try axis.apply(declaration, call)
    }
  }
}

/// Reads the parameters out of a signature's text.
enum SignatureParser {
  static func parse(_ signature: String) -> FunctionParameters {
    guard let open = signature.firstIndex(of: "("), let close = signature.lastIndex(of: ")") else { return FunctionParameters([]) }
    let inside = signature[signature.index(after: open)..<close]
    return FunctionParameters(split(inside).map(parameter))
  }

  /// At commas outside of brackets and quotes.
  private static func split(_ text: Substring) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      switch character {
      case "(", "{": depth += 1
      case ")", "}": depth -= 1
      default: break
      }
      if character == ",", depth == 0 {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    return (current.contains { $0 != " " } ? parts + [current] : parts).map { part in String(part.drop { $0 == " " }) }
  }

  private static func parameter(_ text: String) -> FunctionParameter {
    var word = text.filter { $0 != "[" && $0 != "]" }
    let isOptional = text.hasPrefix("[")
    let isMutable = word.hasPrefix("mutable ")
    if isMutable { word.removeFirst("mutable ".count) }
    let isVariadic = word.hasSuffix("...")
    if isVariadic { word.removeLast(3) }
    let name = word.prefix { $0 != "=" && $0 != ":" && $0 != " " }
    return FunctionParameter(name: String(name), isOptional: isOptional || isVariadic || word.contains("="), isVariadic: isVariadic, isMutable: isMutable)
  }
}
