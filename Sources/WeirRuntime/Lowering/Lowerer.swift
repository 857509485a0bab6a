import WeirSyntax
import WeirTables

/// Turns the syntax tree of one unit into nodes. Names become slots, functions and constants; what cannot be known yet becomes a look-up at run time.
///
/// Errors are collected, so that a unit shows all of them, and a unit with errors does nothing.
final class Lowerer {
  let session: SessionContext
  /// Functions of this unit, which the session gets once the whole unit is lowered.
  private(set) var unitFunctions: [String: ScriptFunction] = [:]
  /// Variables that earlier statements of this unit assign.
  var unitNames: Set<String> = []
  /// Names under which earlier statements of this unit share something: visible in functions too.
  var sharedNames: Set<String> = []
  private(set) var errors: [ScriptError] = []
  /// Whether an unknown name is left to be found when the statement runs.
  var allowsLateNames = false

  init(session: SessionContext) { self.session = session }

  func report(_ error: ScriptError) { errors.append(error) }

  /// A stand-in for what could not be lowered; the unit does not run.
  func failed(_ kind: ScriptError.Kind, _ text: String, at span: SourceSpan, hint: String? = nil) -> Node {
    report(ScriptError(kind, text, at: span, hint: hint))
    return ConstantNode(.void, span: span)
  }

  func failedAction(_ kind: ScriptError.Kind, _ text: String, at span: SourceSpan) -> Action {
    report(ScriptError(kind, text, at: span))
    return EmptyAction(span: span)
  }

  /// Makes a function known to what follows in the unit.
  func define(_ function: ScriptFunction) { unitFunctions[function.name] = function }

  /// The function called `name`, from this unit, the session or the catalog.
  func function(named name: String) -> Function? { unitFunctions[name] ?? session.function(named: name) }

  /// A built-in that a construct of the language stands for.
  /// - Precondition: the catalog holds the functions of `OperatorFunctions`.
  func languageFunction(_ name: String) -> Function? { session.catalog.function(name) }
}
