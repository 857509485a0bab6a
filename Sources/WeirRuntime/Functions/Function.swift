import WeirSyntax
import WeirTables

/// A value that can be called: built-in, defined by a script, partially applied, or made from others.
package class Function: HeapObject, @unchecked Sendable {
  // Unchecked: functions do not change once made; a partial application that keeps state belongs to one session.
  /// As the function prints; `sum`, `{def (x, k)->power(x, k)}{1}`.
  package let name: String
  package let parameters: FunctionParameters
  /// Gives a scalar for a vector: a result column of one value per group.
  package let isAggregate: Bool

  package init(name: String, parameters: FunctionParameters, isAggregate: Bool) {
    self.name = name
    self.parameters = parameters
    self.isAggregate = isAggregate
  }

  /// Runs the function on arguments that are in the order of `parameters`; an argument left out is `Cell.missing`.
  ///
  /// The cells stay the caller's. A function may change what a mutable one refers to, and may replace the cell itself.
  /// - Throws: `KernelError` or `ScriptError`.
  package func invoke(_ call: borrowing Call) throws -> Cell { preconditionFailure("invoke is not overridden in \(type(of: self))") }

  package func copiedForAssignment() -> Cell { .function(self) }
}

extension Cell {
  package static func function(_ function: Function) -> Cell { Cell(object: function, kind: .function) }

  package var function: Function? { heapKind == .function ? unsafeObject(as: Function.self) : nil }
}

/// One parameter of a function.
package struct FunctionParameter: Sendable {
  package var name: String
  /// May be left out.
  package var isOptional: Bool
  /// Takes every further argument.
  package var isVariadic: Bool
  package var isMutable: Bool

  package init(name: String, isOptional: Bool = false, isVariadic: Bool = false, isMutable: Bool = false) {
    self.name = name
    self.isOptional = isOptional
    self.isVariadic = isVariadic
    self.isMutable = isMutable
  }
}

/// The parameters of a function, in order.
package struct FunctionParameters: Sendable {
  package let list: [FunctionParameter]
  /// How many arguments must be given.
  package let required: Int
  /// How many may be given; nil when the last parameter is variadic.
  package let most: Int?
  /// How many of the first parameters must be given.
  private let requiredFirst: Int
  /// How many at the front no call writes: the instance of a method.
  package let implicit: Int

  package init(_ list: [FunctionParameter], implicit: Int = 0) {
    self.list = list
    self.implicit = implicit
    required = list.count { !$0.isOptional && !$0.isVariadic }
    most = list.last?.isVariadic == true ? nil : list.count
    requiredFirst = list.prefix { !$0.isOptional && !$0.isVariadic }.count
  }

  /// Whether there are not too many of the arguments, and none that must be given is left out.
  @inline(__always)
  func accept(_ arguments: UnsafeMutablePointer<Cell>, _ count: Int) -> Bool {
    guard count >= requiredFirst, count <= most ?? .max else { return false }
    var index = 0
    while index < requiredFirst {
      if arguments[index].isMissing { return false }
      index &+= 1
    }
    return requiredFirst == required || acceptLater(arguments, count)
  }

  /// The same for parameters that must be given and stand behind one that need not be.
  private func acceptLater(_ arguments: UnsafeMutablePointer<Cell>, _ count: Int) -> Bool {
    list.indices.allSatisfy { list[$0].isOptional || list[$0].isVariadic || $0 < count && !arguments[$0].isMissing }
  }

  /// The parameters that calls write.
  package var withoutImplicit: FunctionParameters { FunctionParameters(Array(list.dropFirst(implicit))) }

  /// The place of the parameter called `name`, or nil; without regard to case where no name is exactly that.
  package func index(of name: String) -> Int? {
    if let exact = list.firstIndex(where: { $0.name == name }) { return exact }
    let lowered = name.lowercased()
    return list.firstIndex { $0.name.lowercased() == lowered }
  }
}
