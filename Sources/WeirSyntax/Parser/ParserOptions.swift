/// What the parser may be told from outside; the defaults need nothing.
package struct ParserOptions: Sendable {
  /// Whether a name is a function where the unit begins, and no variable hides it.
  ///
  /// Position decides nearly everything; this settles the few texts where it cannot: `abs -1` (a call, or a subtraction), and three
  /// words in a row, `avg abs x` (two calls) or `a wavg b` (infix). Without it both are read the second way.
  package var isFunction: (@Sendable (String) -> Bool)?
  /// How deep brackets, blocks and unary operators may nest.
  ///
  /// A level takes up to 4 KiB of stack, 15 in a debug build: a thread that parses needs 4 MiB.
  package var nestingMax: Int
  /// Whether nobody waits for the tree any more; asked now and then. A text of megabytes takes seconds.
  package var isStopped: (@Sendable () -> Bool)?

  package init(isFunction: (@Sendable (String) -> Bool)? = nil, nestingMax: Int = 160, isStopped: (@Sendable () -> Bool)? = nil) {
    self.isFunction = isFunction
    self.nestingMax = nestingMax
    self.isStopped = isStopped
  }
}
