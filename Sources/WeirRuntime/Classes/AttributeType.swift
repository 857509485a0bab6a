import WeirSyntax
import WeirTables

/// What an attribute of a class can hold, as `name :: type` declares it.
package struct AttributeType: Sendable {
  enum Kind: Sendable {
    /// `ANY`: every value.
    case any
    /// `INT`, `DECIMAL64(3)`.
    case scalar(ElementType, scale: Int)
    /// `INT VECTOR`, `INT[] VECTOR`.
    case vector(ElementType, scale: Int, isArray: Bool)
    /// `DOUBLE MATRIX`, `STRING SET`, …: the form alone is checked.
    case form(Form)
    /// An instance of the class of that name or of one derived from it, or null.
    case instance(String)
  }

  let kind: Kind
  /// As it was written.
  package let text: String

  /// - Throws: `.type` when the words name neither a type nor a class that `isClass` knows.
  init(_ name: TypeName, isClass: (String) -> Bool) throws {
    text = name.words.joined(separator: " ") + (name.isArray ? "[]" : "")
    kind = try AttributeType.kind(name, isClass)
  }

  private static func kind(_ name: TypeName, _ isClass: (String) -> Bool) throws -> Kind {
    let word = name.words[0]
    if word.uppercased() == "ANY" { return .any }
    if let form = forms[name.words.last?.uppercased() ?? ""], name.words.count == 1 { return .form(form) }
    guard let type = ElementType(named: word.uppercased()) else {
      guard name.words.count == 1, !name.isArray, isClass(word) else { throw KernelError.type("there is no type `\(word)`") }
      return .instance(word)
    }
    let scale = type.isDecimal ? name.parameters.first.flatMap { Int($0) } ?? 0 : 0
    guard name.words.count > 1 else { return name.isArray ? .vector(type, scale: scale, isArray: true) : .scalar(type, scale: scale) }
    switch name.words[1].uppercased() {
    case "VECTOR": return .vector(type, scale: scale, isArray: name.isArray)
    case let form: return forms[form].map { .form($0) } ?? .any
    }
  }

  private static let forms: [String: Form] = ["MATRIX": .matrix, "SET": .set, "DICTIONARY": .dictionary, "TABLE": .table, "PAIR": .pair, "TUPLE": .vector]

  /// What an attribute holds before it is assigned.
  func initial() throws -> Cell {
    switch kind {
    case .scalar(let type, let scale): return .null(type, scale: scale)
    case .vector(let type, let scale, let isArray): return .vector(isArray ? try ArrayVector(type, scale: scale) : try Vector.empty(type, scale: scale))
    case .any, .form, .instance: return .void
    }
  }

  /// `value` as the attribute keeps it: numbers go into numbers of another width, nothing else changes its type.
  /// - Throws: `.type` when it does not go into the attribute.
  func converted(_ value: consuming Cell, attribute: String) throws -> Cell {
    switch kind {
    case .any: return value
    case .scalar(let type, let scale):
      if value.isScalar, value.elementType == type, value.scale == scale, type != .void { return value }
      guard value.isScalar, !value.isHeapObject else { throw mismatch(value, attribute) }
      return try element(value, type, scale, attribute)
    case .vector(let type, let scale, let isArray):
      if value.isVoid { return try initial() }
      guard let vector = value.vector else { throw mismatch(value, attribute) }
      if vector.storage == .array, isArray, vector.type == type { return value }
      if !isArray, vector.storage != .array, vector.type == type, vector.scale == scale { return value }
      return .vector(try elements(vector, type, scale, isArray, attribute))
    case .form(let form):
      guard value.form == form || value.isVoid else { throw mismatch(value, attribute) }
      return value
    case .instance(let name):
      guard value.isVoid || value.instance?.classObject.isOrDerives(from: name) == true else { throw mismatch(value, attribute) }
      return value
    }
  }

  private func element(_ value: borrowing Cell, _ type: ElementType, _ scale: Int, _ attribute: String) throws -> Cell {
    let one = try Vector.empty(type, capacity: 1, scale: scale)
    do { try one.append(value) } catch let error as KernelError where error.kind == .type { throw mismatch(value, attribute) }
    return one.cell(at: 0)
  }

  private func elements(_ vector: Vector, _ type: ElementType, _ scale: Int, _ isArray: Bool, _ attribute: String) throws -> Vector {
    let result: Vector = isArray ? try ArrayVector(type, scale: scale) : try Vector.empty(type, capacity: vector.count, scale: scale)
    do { try result.append(contentsOf: vector) } catch let error as KernelError where error.kind == .type { throw mismatch(.vector(vector), attribute) }
    return result
  }

  private func mismatch(_ value: borrowing Cell, _ attribute: String) -> KernelError {
    .type("the attribute `\(attribute)` is declared as \(text), got \(ValueDescription.short(value))")
  }
}

extension Cell {
  /// A function, code or instance: a scalar that no typed vector holds.
  fileprivate var isHeapObject: Bool {
    switch heapKind {
    case .function, .code, .instance: true
    default: false
    }
  }
}
