import WeirSyntax
import WeirTables

/// An error with its place in the script: what an uncaught error shows, and what `try` catches.
package struct ScriptError: Error, Sendable {
  package enum Kind: String, Sendable {
    case syntax, name, type, shape, value, range, overflow, memory, io, unsupported, interrupted, depth, arguments, immutable, assertion, user
    /// An operator has no meaning for its operands.
    case operation = "operator"
  }

  package struct Note: Sendable {
    package var text: String
    package var span: SourceSpan
  }

  package var kind: Kind
  package var text: String
  package var span: SourceSpan
  package var notes: [Note] = []
  /// What to write instead.
  package var hint: String?
  /// As of `KernelError`.
  package var isPassing = false

  package init(_ kind: Kind, _ text: String, at span: SourceSpan, hint: String? = nil) {
    self.kind = kind
    self.text = text
    self.span = span
    self.hint = hint
  }

  /// The class of this error as scripts and machine-readable output see it.
  package var code: String { kind == .user ? "USER" : "SYSTEM_" + kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() }

  /// A kernel's error, which knows no place, at the call that ran the kernel. An error that has a place already keeps it.
  package init(_ error: any Error, at span: SourceSpan) {
    switch error {
    case let error as ScriptError:
      self = error
      if error.span == .none { self.span = span }
    case let error as KernelError:
      self.init(Kind(rawValue: error.kind.rawValue) ?? .value, error.text, at: span)
      isPassing = error.isPassing
    case let error as SyntaxError:
      self.init(.syntax, error.message, at: error.span, hint: error.hint)
      notes = error.notes.map { Note(text: $0.message, span: $0.span) }
    case let error as UnitErrors where !error.errors.isEmpty: self = error.errors[0]
    default: self.init(.io, "\(error)", at: span)
    }
  }
}
