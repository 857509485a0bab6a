import WeirSyntax
import WeirTables

/// A value on its way to another session: it shares nothing that one of the two could change, except tables, which guard themselves. Functions go with their definition
/// and are made anew where they arrive, because the nodes of a function belong to one session.
package indirect enum Parcel: @unchecked Sendable {
  // Unchecked: what a parcel holds was copied for it, and only its receiver unpacks it.
  case value(EmbeddedValue)
  case tuple([Parcel], isColumnar: Bool)
  case dictionary(keys: Vector, values: [Parcel], isOrdered: Bool)
  case builtin(BuiltinFunction)
  case script(name: String, FunctionDefinition, captures: [(name: String, value: Parcel)])
  case partial(Parcel, [Parcel])
  case template(Parcel, FunctionTemplate)
  case composed(Parcel, Parcel)

  /// - Throws: `.type` for what belongs to one session: classes, their instances, files.
  package init(_ value: borrowing Cell) throws {
    switch value.heapKind {
    case .function: self = try Parcel(function: value.unsafeObject(as: Function.self))
    case .vector where value.elementType == .any && value.tuple != nil:
      let tuple = value.unsafeObject(as: AnyVector.self)
      self = .tuple(try (0..<tuple.count).map { try Parcel(tuple.cell(at: $0)) }, isColumnar: tuple.isColumnar)
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      let values = try dictionary.values
      self = .dictionary(
        keys: try dictionary.keys, values: try (0..<values.count).map { try Parcel(values.cell(at: $0)) }, isOrdered: dictionary.isOrdered)
    case .table: self = .value(EmbeddedValue(value.copy()))
    case .resource where value.segmentedTable != nil || value.databaseHandle != nil: self = .value(EmbeddedValue(value.copy()))
    case .instance, .resource: throw KernelError.type("\(ValueDescription.short(value)) belongs to its session and cannot be sent to another one")
    default: self = .value(EmbeddedValue(value.copiedForAssignment()))
    }
  }

  /// The same for one more receiver.
  package func copy() throws -> Parcel {
    switch self {
    case .value(let value): try Parcel(value.cell)
    case .tuple(let members, let isColumnar): .tuple(try members.map { try $0.copy() }, isColumnar: isColumnar)
    case .dictionary(let keys, let values, let isOrdered): .dictionary(keys: keys.sharingHeader(), values: try values.map { try $0.copy() }, isOrdered: isOrdered)
    case .builtin: self
    case .script(let name, let definition, let captures): .script(name: name, definition, captures: try captures.map { ($0.name, try $0.value.copy()) })
    case .partial(let target, let bound): .partial(try target.copy(), try bound.map { try $0.copy() })
    case .template(let base, let template): .template(try base.copy(), template)
    case .composed(let first, let second): .composed(try first.copy(), try second.copy())
    }
  }

  private init(function: Function) throws {
    switch function {
    case let builtin as BuiltinFunction: self = .builtin(builtin)
    case let script as ScriptFunction: self = .script(name: script.name, script.definition, captures: try script.capturedValues().map { ($0.name, try Parcel($0.value.cell)) })
    case let partial as PartialFunction: self = .partial(try Parcel(function: partial.target), try partial.boundValues().map { try Parcel($0.cell) })
    case let template as TemplateFunction: self = .template(try Parcel(function: template.base), template.template)
    case let composed as ComposedFunction: self = .composed(try Parcel(function: composed.first), try Parcel(function: composed.second))
    default: throw KernelError.type("the function `\(function.name)` belongs to its session and cannot be sent to another one")
    }
  }

  /// The value in the session that it was sent to.
  /// - Throws: `ScriptError` when a function cannot be made there.
  package func unpack(in session: SessionContext) throws -> Cell {
    switch self {
    case .value(let value): return value.cell.copy()
    case .tuple(let members, let isColumnar):
      let tuple = AnyVector(capacity: members.count)
      for member in members { tuple.push(try member.unpack(in: session)) }
      tuple.isColumnar = isColumnar
      return .vector(tuple)
    case .dictionary(let keys, let values, let isOrdered):
      let members = AnyVector(capacity: values.count)
      for value in values { members.push(try value.unpack(in: session)) }
      return .dictionary(try DictionaryObject(keys: keys, values: try ResultAssembly.collapsed(members), isOrdered: isOrdered))
    case .builtin, .script, .partial, .template, .composed: return .function(try function(in: session))
    }
  }

  private func function(in session: SessionContext) throws -> Function {
    switch self {
    case .builtin(let builtin): return builtin
    case .script(let name, let definition, let captures):
      return try session.receive(definition, name: name, captures: try captures.map { ($0.name, EmbeddedValue(try $0.value.unpack(in: session))) })
    case .partial(let target, let bound):
      let slab = ArgumentSlab(count: bound.count)
      for (index, value) in bound.enumerated() { slab[index] = try value.unpack(in: session) }
      return try PartialFunction(try target.function(in: session), UnsafePointer(slab.cells), count: slab.count)
    case .template(let base, let template): return try TemplateFunction.make(try base.function(in: session), template, session)
    case .composed(let first, let second): return ComposedFunction(try first.function(in: session), try second.function(in: session))
    case .value, .tuple, .dictionary: throw KernelError.type("a function was expected")
    }
  }
}

/// What another session had defined, for functions that come from there: made here when one of them names it.
package struct Definitions: Sendable {
  fileprivate var functions: [String: FunctionDefinition] = [:]
  fileprivate var sources: [SourceText] = []
  fileprivate var moduleDirectories: [String] = []
  fileprivate var moduleTexts: [String: String] = [:]
  fileprivate var imports: [String] = []

  package init(of session: SessionContext) {
    for (name, function) in session.functions { if let script = function as? ScriptFunction { functions[name] = script.definition } }
    // What that session received itself and has not used yet goes on.
    functions.merge(session.received) { own, _ in own }
    sources = session.sources
    moduleDirectories = session.modules.directories
    moduleTexts = session.modules.texts
    imports = session.modules.imported.map(\.name)
  }
}

extension SessionContext {
  /// Takes over the functions of another session that are not here yet, for one that names them.
  func receive(functionsOf definitions: Definitions) throws {
    for (name, definition) in definitions.functions {
      // Defined anew there since it came.
      if let arrived = arrivals[name], arrived != definition.span { functions[name] = nil }
      if functions[name] == nil { received[name] = definition }
    }
    if sources.count < definitions.sources.count { sources = definitions.sources }
  }

  /// Takes over what another session had defined; nothing is lowered yet, except the modules that it used.
  package func receive(_ definitions: Definitions) throws {
    received = definitions.functions
    sources = definitions.sources
    modules.directories = definitions.moduleDirectories
    for (name, text) in definitions.moduleTexts { modules.provide(text, as: name) }
    for name in definitions.imports {
      try modules.load(name, from: nil, self)
      if let module = modules.module(name) { modules.imported.append(module) }
    }
  }

  /// The function called `name` that came with others from another session, lowered when it is first asked for.
  func receivedFunction(named name: String) -> Function? {
    guard let definition = received.removeValue(forKey: name) else { return nil }
    let lowerer = Lowerer(session: self)
    let function = ScriptFunction(name: name, parameters: lowerer.parameters(definition), code: FunctionCode(definition))
    // Known before its body is lowered, because it may call itself.
    functions[name] = function
    arrivals[name] = definition.span
    lowerer.lowerBody(definition, into: function.code, Scope(enclosing: nil, isTopLevel: false))
    if let error = lowerer.errors.first {
      function.code.body = FailAction(error)
      hasFailedDefinitions = true
    }
    return function
  }

  /// - Throws: `ScriptError` when the body cannot be lowered here.
  fileprivate func receive(_ definition: FunctionDefinition, name: String, captures: [(name: String, value: EmbeddedValue)]) throws -> Function {
    if captures.isEmpty, definition.name?.text == name, let known = self.function(named: name) as? ScriptFunction,
      known.definition.span == definition.span
    {
      return known
    }
    let lowerer = Lowerer(session: self)
    lowerer.allowsLateNames = true
    let code = FunctionCode(definition)
    // The function around it, as far as it is needed: the variables that were captured.
    let around = Scope(enclosing: nil, isTopLevel: false)
    for capture in captures { _ = around.makeSlot(capture.name) }
    lowerer.lowerBody(definition, into: code, Scope(enclosing: captures.isEmpty ? nil : around, isTopLevel: false))
    if let error = lowerer.errors.first { throw error }
    guard !code.captureNames.isEmpty else { return ScriptFunction(name: name, parameters: lowerer.parameters(definition), code: code) }
    let values = AnyVector(capacity: captures.count)
    for captured in code.captureNames { values.push(captures.first { $0.name == captured }?.value.cell.copy() ?? .void) }
    return ScriptFunction(name: name, parameters: lowerer.parameters(definition), code: code, captures: values)
  }
}

/// The body of a function that cannot be lowered in the session it was sent to.
final class FailAction: Action {
  private let error: ScriptError

  init(_ error: ScriptError) {
    self.error = error
    super.init(span: error.span)
  }

  override func run(_ frame: Frame) throws -> Completion { throw error }
}
