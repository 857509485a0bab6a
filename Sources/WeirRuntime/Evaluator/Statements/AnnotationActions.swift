import WeirSyntax
import WeirTables

/// `@testing: case="x", exception=1`: keeps the values, and the case as the name of the assertions that follow.
final class AnnotationAction: Action {
  let values: [(name: String, node: Node)]

  init(_ values: [(name: String, node: Node)], span: SourceSpan) {
    self.values = values
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let session = frame.session
    for (name, node) in values {
      let value = try node.eval(frame)
      if name == "testing_case" { session.testCase = value.text }
      session.annotations[name] = EmbeddedValue(value)
    }
    return .normal
  }
}

/// `@testing_case`: shows what an annotation gave.
final class AnnotationValueAction: Action {
  let name: String

  init(_ name: String, span: SourceSpan) {
    self.name = name
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    guard let value = frame.session.annotations[name] else { return .normal }
    do { try frame.session.output.show(value.cell, in: frame.session) } catch { throw placed(error) }
    return .normal
  }
}
