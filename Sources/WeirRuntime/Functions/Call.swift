import WeirSyntax
import WeirTables

/// What the arguments of a call are called in the script: a variable's name, or an alias given by `as`.
package final class ArgumentNames: Sendable {
  private let names: [String?]
  /// For an argument that is a list of names, `(x1, x2)`, these.
  private let elementNames: [[String]?]

  package init(_ names: [String?], elements: [[String]?]) {
    self.names = names
    elementNames = elements
  }

  package func elements(_ index: Int) -> [String]? { index < elementNames.count ? elementNames[index] : nil }

  package func name(_ index: Int) -> String? { index < names.count ? names[index] : nil }
}

/// One call, as the body of a function sees it: the arguments in the order of the parameters, and the session it runs in.
///
/// Whoever makes it keeps the function and the session for as long as it lasts: a call is made for every turn of a loop, and counts no references.
package struct Call: ~Copyable {
  package let arguments: UnsafeMutablePointer<Cell>
  package let count: Int
  let state: UnsafeMutablePointer<ExecutionState>
  private let function: Unmanaged<Function>
  private let argumentNames: Unmanaged<ArgumentNames>?

  /// - Parameter argumentNames: what the arguments are called in the script, for functions that ask for it.
  init(
    _ arguments: UnsafeMutablePointer<Cell>, count: Int, state: UnsafeMutablePointer<ExecutionState>, function: Function, argumentNames: ArgumentNames? = nil
  ) {
    self.arguments = arguments
    self.count = count
    self.state = state
    self.function = .passUnretained(function)
    self.argumentNames = argumentNames.map { .passUnretained($0) }
  }

  /// The same call with other arguments.
  package init(_ call: borrowing Call, arguments: UnsafeMutablePointer<Cell>) {
    self.arguments = arguments
    count = call.count
    state = call.state
    function = call.function
    argumentNames = nil
  }

  package var session: SessionContext { state.pointee.session.takeUnretainedValue() }

  /// Who is called, for the text of errors.
  package var name: String { function._withUnsafeGuaranteedRef { $0.name } }

  /// The name of argument `index` in the text of the call; only for a built-in that `wantsArgumentNames`.
  package func argumentName(_ index: Int) -> String? { argumentNames?._withUnsafeGuaranteedRef { $0.name(index) } }

  /// The names in argument `index` when it is a list of them, `(x1, x2)`; as `argumentName`.
  package func elementNames(_ index: Int) -> [String]? { argumentNames?._withUnsafeGuaranteedRef { $0.elements(index) } }

  /// Whether argument `index` was given.
  package func has(_ index: Int) -> Bool { index < count && !arguments[index].isMissing }

  /// Whether none of the arguments up to the last was left out.
  package var hasAll: Bool {
    for index in 0..<count where arguments[index].isMissing { return false }
    return true
  }

  /// An argument as it was given, looked at without taking a reference.
  /// - Precondition: `index < count`.
  package subscript(index: Int) -> Cell {
    unsafeAddress { UnsafePointer(arguments + index) }
  }
}

// MARK: Typed arguments

extension Call {
  /// - Throws: `.arguments` when it is left out, `.type` when it is not a number or null.
  package func int(_ index: Int) throws -> Int {
    try require(index)
    let value = try typed(index, "an integer") { try $0.asInt64() }
    guard !value.isNull else {
      let reason = arguments[index].elementType == .int ? ": an INT beyond 2147483647 is null, a LONG ends with `l`" : ""
      throw invalid(index, "must not be null\(reason)")
    }
    return Int(value)
  }

  package func int(_ index: Int, default fallback: Int) throws -> Int {
    guard has(index), !arguments[index].isVoid else { return fallback }
    return try int(index)
  }

  package func double(_ index: Int) throws -> Double {
    try require(index)
    return try typed(index, "a number") { try $0.asDouble() }
  }

  package func double(_ index: Int, default fallback: Double) throws -> Double {
    guard has(index), !arguments[index].isVoid else { return fallback }
    return try double(index)
  }

  package func bool(_ index: Int, default fallback: Bool) throws -> Bool {
    guard has(index), !arguments[index].isVoid else { return fallback }
    return try typed(index, "a BOOL") { try $0.asInt64() } != 0
  }

  /// The text of a STRING, SYMBOL, BLOB or CHAR scalar.
  package func string(_ index: Int) throws -> String {
    try require(index)
    if let text = arguments[index].stringValue { return text }
    guard arguments[index].isScalar, arguments[index].elementType == .char || arguments[index].isVoid else { throw expected(index, "a string") }
    return arguments[index].text
  }

  package func string(_ index: Int, default fallback: String) throws -> String {
    guard has(index), !arguments[index].isVoid else { return fallback }
    return try string(index)
  }

  /// A string or a vector of strings, as a list.
  package func strings(_ index: Int) throws -> [String] {
    try require(index)
    if let vector = arguments[index].vector {
      guard vector.type.isLiteral || vector.count == 0 else { throw expected(index, "strings") }
      return try (0..<vector.count).mapRows { vector.text(at: $0) }
    }
    return [try string(index)]
  }

  /// - Throws: `.type` when it is no vector.
  package func vector(_ index: Int) throws -> Vector {
    try require(index)
    guard let vector = arguments[index].vector else { throw expected(index, "a vector") }
    return vector
  }

  /// A vector as it is, a scalar as a vector of one element.
  package func vectorOrScalar(_ index: Int) throws -> Vector {
    try require(index)
    if let vector = arguments[index].vector { return vector }
    guard arguments[index].isScalar else { throw expected(index, "a scalar or vector") }
    return try Vector.repeating(arguments[index], count: 1)
  }

  package func table(_ index: Int) throws -> Table {
    try require(index)
    guard let table = arguments[index].table else {
      if arguments[index].segmentedTable != nil { throw KernelError.segmentedAccess }
      throw expected(index, "a table")
    }
    return table
  }

  package func dictionary(_ index: Int) throws -> DictionaryObject {
    try require(index)
    guard let dictionary = arguments[index].dictionary else { throw expected(index, "a dictionary") }
    return dictionary
  }

  package func function(_ index: Int) throws -> Function {
    try require(index)
    guard let function = arguments[index].function else { throw expected(index, "a function") }
    return function
  }

  /// A type given as its constant (`INT`), its name (`"INT"`) or its function (`int`); DECIMAL constants carry their scale.
  package func elementType(_ index: Int) throws -> (type: ElementType, scale: Int) {
    try require(index)
    guard let type = TypeDesignator.read(arguments[index]) else { throw expected(index, "a data type such as INT") }
    return type
  }

  private func typed<Result>(_ index: Int, _ what: String, _ read: (borrowing Cell) throws -> Result) throws -> Result {
    do {
      return try read(arguments[index])
    } catch let error as KernelError where error.kind == .type {
      throw expected(index, what)
    }
  }

  private func require(_ index: Int) throws {
    guard has(index) else { throw KernelError.arguments("\(name): the argument `\(parameterName(index))` is missing") }
  }

  package func parameterName(_ index: Int) -> String {
    let parameters = function._withUnsafeGuaranteedRef { $0.parameters.list }
    return parameters.isEmpty ? "\(index + 1)" : parameters[min(index, parameters.count - 1)].name
  }

  /// The error for an argument of a wrong type: names the function, the parameter, and what came.
  package func expected(_ index: Int, _ what: String) -> KernelError {
    .type("\(name): `\(parameterName(index))` must be \(what), got \(ValueDescription.short(arguments[index]))")
  }

  /// The error for an argument of the right type and a wrong value.
  package func invalid(_ index: Int, _ why: String) -> KernelError { .value("\(name): `\(parameterName(index))` \(why)") }
}
