/// A name in an expression: `x`, `a::b::f`, `::f`, `&f`.
package struct Name: Sendable, Hashable {
  /// The modules before the last `::`, outermost first.
  package var modulePath: [String]
  package var text: String
  /// `::f`: looked up in the root module.
  package var isRoot: Bool
  /// `&f`: the function, even where a variable or column hides it.
  package var isFunction: Bool

  package init(_ text: String, modulePath: [String] = [], isRoot: Bool = false, isFunction: Bool = false) {
    self.text = text
    self.modulePath = modulePath
    self.isRoot = isRoot
    self.isFunction = isFunction
  }
}

/// A word that names something in a statement: an alias, a table to be made, a parameter.
package struct Identifier: Sendable, Hashable {
  package var text: String
  package var span: SourceSpan
  /// Written in quotes or as a closed backquoted word: its case is kept in time-series databases.
  package var isQuoted: Bool

  package init(_ text: String, span: SourceSpan, isQuoted: Bool = false) {
    self.text = text
    self.span = span
    self.isQuoted = isQuoted
  }
}

/// The name of a table, stream or database in a statement: one to three parts, `catalog.schema.table`, `db.t`, `t`.
package struct QualifiedName: Sendable, Hashable {
  package var parts: [Identifier]

  package init(parts: [Identifier]) { self.parts = parts }

  package var last: Identifier { parts[parts.count - 1] }
  package var qualifiers: ArraySlice<Identifier> { parts.dropLast() }
  package var span: SourceSpan { parts[0].span.through(last.span) }
}

/// A type as written where a type is expected: `INT`, `DECIMAL64(3)[]`, `INT VECTOR`, `BIGINT UNSIGNED`, `VARCHAR(20)`.
package struct TypeName: Sendable, Hashable {
  /// The words in a row, as written: `["BIGINT", "UNSIGNED"]`, `["INT", "VECTOR"]`.
  package var words: [String]
  /// What stands in parentheses after the first word; a size or a scale.
  package var parameters: [String]
  /// `[]` follows.
  package var isArray: Bool
  package var span: SourceSpan

  package init(words: [String], parameters: [String] = [], isArray: Bool = false, span: SourceSpan) {
    self.words = words
    self.parameters = parameters
    self.isArray = isArray
    self.span = span
  }
}
