/// `create stream [if not exists] s [options] into t [(columns)] [tags (…)] [subtable(e)] as select …`.
package struct CreateStreamStatement: Sendable {
  package var ifNotExists: Bool
  package var name: Identifier
  package var options: [StreamOption]
  package var target: QualifiedName
  package var columns: [StreamColumn]
  /// Nil without `tags (…)`.
  package var tags: [StreamTag]?
  package var subtable: Expression?
  package var query: SelectStatement
  /// The statement as written, for `ins_streams.sql`.
  package var span: SourceSpan

  package init(
    ifNotExists: Bool, name: Identifier, options: [StreamOption], target: QualifiedName, columns: [StreamColumn],
    tags: [StreamTag]?, subtable: Expression?, query: SelectStatement, span: SourceSpan
  ) {
    self.ifNotExists = ifNotExists
    self.name = name
    self.options = options
    self.target = target
    self.columns = columns
    self.tags = tags
    self.subtable = subtable
    self.query = query
    self.span = span
  }
}

package struct StreamOption: Sendable {
  package enum Kind: Sendable {
    case trigger(StreamTrigger)
    case watermark(Expression)
    case ignoreExpired(Expression)
    case ignoreUpdate(Expression)
    case fillHistory(Expression)
    case deleteMark(Expression)
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

package enum StreamTrigger: Sendable {
  case atOnce
  case windowClose
  case maxDelay(Expression)
  case forceWindowClose
  case continuousWindowClose
}

package struct StreamColumn: Sendable {
  package var name: Identifier
  package var isKey: Bool

  package init(name: Identifier, isKey: Bool) {
    self.name = name
    self.isKey = isKey
  }
}

package struct StreamTag: Sendable {
  package var name: Identifier
  /// Nil where the target exists.
  package var type: TypeName?
  package var comment: String?

  package init(name: Identifier, type: TypeName?, comment: String?) {
    self.name = name
    self.type = type
    self.comment = comment
  }
}

/// `pause stream [if exists] s`, `resume stream [if exists] [ignore untreated] s`.
package struct StreamControl: Sendable {
  package var ifExists: Bool
  package var ignoreUntreated: Bool
  package var name: Identifier

  package init(ifExists: Bool, ignoreUntreated: Bool, name: Identifier) {
    self.ifExists = ifExists
    self.ignoreUntreated = ignoreUntreated
    self.name = name
  }
}
