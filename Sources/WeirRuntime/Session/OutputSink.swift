import WeirTables

/// Where a session's output goes.
package protocol OutputSink: AnyObject {
  /// The value of a top-level expression statement.
  /// - Throws: `.interrupted` while a long text is made of it.
  func show(_ value: borrowing Cell, in session: SessionContext) throws
  /// What `print` was given; `text` is as the console shows it, without a final newline.
  func print(_ text: String, value: borrowing Cell, in session: SessionContext)
  /// A statement at the top level is done: what it gave should be seen before the next one takes its time.
  func endStatement()
}

extension OutputSink {
  package func endStatement() {}
}
