import WeirSyntax
import WeirTables

/// Turns the syntax tree of one unit into nodes. Names become slots, functions and constants; what cannot be known yet becomes a look-up at run time.
///
/// Errors are collected, so that a unit shows all of them, and a unit with errors does nothing.
final class Lowerer {
  let session: SessionContext
  /// The module that the unit defines; nil for a script.
  private(set) var module: Module?
  /// The modules whose functions are found without their module's name.
  private(set) var imports: [Module]
  /// Functions and classes of this unit, which the session or the module gets once the whole unit is lowered.
  private(set) var unitFunctions: [String: Function] = [:]
  /// Variables that earlier statements of this unit assign.
  var unitNames: Set<String> = []
  /// Variables that earlier statements of this unit make constants.
  var unitConstants: Set<String> = []
  /// Names under which earlier statements of this unit share something: visible in functions too.
  var sharedNames: Set<String> = []
  /// The methods that some class has: the words that may be more than functions behind a dot.
  var methodNames: Set<String>
  /// The classes that the unit defines anywhere.
  var classNames: Set<String> = []
  private(set) var errors: [ScriptError] = []
  /// Whether an unknown name is left to be found when the statement runs.
  var allowsLateNames = false

  init(session: SessionContext, module: Module? = nil) {
    self.session = session
    self.module = module
    imports = module == nil ? session.modules.imported : []
    methodNames = session.methodNames
  }

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
  func define(_ name: String, _ function: Function) { unitFunctions[name] = function }

  /// Looks ahead at the classes of the unit.
  func announce(_ statements: [Statement]) {
    for statement in statements {
      guard case .classDefinition(let definition) = statement.kind else { continue }
      classNames.insert(definition.name.text)
      methodNames.formUnion(definition.methods.compactMap { $0.name?.text })
    }
  }

  /// From here on the unit defines `module`.
  func enter(_ module: Module) { self.module = module }

  func add(import module: Module) {
    imports.removeAll { $0.name == module.name }
    imports.append(module)
  }

  /// Hands the unit's functions and imports to the module that it defines, or to the session.
  /// - Precondition: there are no errors.
  func publish() {
    session.methodNames.formUnion(methodNames)
    if let module {
      module.functions = unitFunctions
      module.imports = imports
      session.modules.register(module)
    } else {
      for (name, function) in unitFunctions { session.functions[name] = function }
      session.modules.imported = imports
    }
  }

  /// The function called `name`: of the module that is defined, of one in use, of the unit, the session or the catalog.
  func function(named name: String) -> Function? {
    if module != nil, let own = unitFunctions[name] { return own }
    for module in imports { if let function = module.functions[name] { return function } }
    return rootFunction(named: name)
  }

  /// The function called `name` that belongs to no module. Modules do not see what scripts defined: they are the same for everybody who uses them.
  func rootFunction(named name: String) -> Function? {
    guard module == nil else { return session.catalog.function(name) }
    return unitFunctions[name] ?? session.functions[name] ?? session.catalog.function(name) ?? session.receivedFunction(named: name)
  }

  /// The modules in use that have a function `name`, when there are several and none is meant.
  func modulesThatCollide(on name: String) -> [Module] {
    guard imports.count > 1, module == nil || unitFunctions[name] == nil else { return [] }
    let modules = imports.filter { $0.functions[name] != nil }
    return modules.count > 1 ? modules : []
  }

  /// A built-in that a construct of the language stands for.
  /// - Precondition: the catalog holds the functions of `OperatorFunctions`.
  func languageFunction(_ name: String) -> Function? { session.catalog.function(name) }
}
