import WeirSyntax
import WeirTables

/// An expression ready to run: names are slots, constants are values.
///
/// `eval` throws `ScriptError`: a node adds its place to what a kernel throws.
class Node {
  let span: SourceSpan

  init(span: SourceSpan) { self.span = span }

  func eval(_ frame: Frame) throws -> Cell { preconditionFailure("eval is not overridden in \(type(of: self))") }

  /// Whether the one node that takes this one's value goes on calculating with it element by element: `eval` may answer a chain then (`Cell.isChain`), which
  /// nobody else may see. Known when the tree is built, so that calculating with scalars pays nothing for it.
  final private(set) var feedsChain = false

  /// Said once by the node that takes the value, when it is made.
  func feedChain() { feedsChain = true }

  /// The same by an aggregate that leaves nulls out: a chain may hold them where elements were left out.
  func feedAggregate() { feedChain() }

  /// The value as a condition. Comparisons answer without making a cell.
  /// - Throws: `.type` when it is no scalar.
  func evalCondition(_ frame: Frame) throws -> Bool {
    let value = try eval(frame)
    if value.tag == Cell.boolTag { return value.rawInteger == 1 }
    if value.isChain { return try Node.isTrue(try value.withoutChain(frame.session.host.threads), at: span) }
    return try Node.isTrue(value, at: span)
  }

  /// Moves the value out of the variable that this node names, leaving it empty, so that a function may change it in place; `restore` puts it back. For a node
  /// that names no variable, the plain value.
  func take(_ frame: Frame) throws -> Cell { try eval(frame) }
  func restore(_ frame: Frame, _ value: consuming Cell) {}

  /// Where the session keeps the shared object that this node names; nil when it names none, or a variable of the session hides it.
  func lease(_ frame: Frame) -> Unmanaged<SharedLease>? { nil }

  /// A call, whose function may end without a result.
  var isCall: Bool { false }

  /// Null counts as false, as does zero.
  static func isTrue(_ value: borrowing Cell, at span: SourceSpan) throws -> Bool {
    if value.tag == Cell.boolTag { return value.rawInteger == 1 }
    guard value.isScalar, value.elementType.isNumeric || value.isVoid || value.elementType.isDecimal else {
      throw ScriptError(.type, "a condition must be a scalar, got \(ValueDescription.short(value))", at: span)
    }
    if value.isNull { return false }
    return value.elementType.isFloating ? value.rawDouble != 0 : value.rawInteger != 0
  }

  /// Adds this node's place to an error that has none. Out of line: the path without errors stays short.
  @inline(never)
  final func placed(_ error: any Error) -> ScriptError { ScriptError(error, at: span) }
}

/// How a statement ended.
enum Completion {
  case normal, broken, continued
  /// The value is in the frame's `returnSlot`.
  case returned
}

/// A statement ready to run.
class Action {
  let span: SourceSpan

  init(span: SourceSpan) { self.span = span }

  func run(_ frame: Frame) throws -> Completion { preconditionFailure("run is not overridden in \(type(of: self))") }

  @inline(never)
  final func placed(_ error: any Error) -> ScriptError { ScriptError(error, at: span) }
}
