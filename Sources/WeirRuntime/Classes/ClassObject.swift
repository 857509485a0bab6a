import Synchronization
import WeirSyntax
import WeirTables

/// A class: called as a function it makes an instance.
///
/// Single inheritance; methods are looked up in the instance's own class, so that a base's method calls the derived one that overrides it.
package final class ClassObject: Function, @unchecked Sendable {
  // Unchecked: complete once its unit is lowered, but for the queue of releases, which is locked.
  package struct Attribute {
    package let name: String
    package let type: AttributeType
    let initial: ConstantNode?
  }

  package let base: ClassObject?
  /// The base's first.
  package let attributes: [Attribute]
  /// By name, the inherited ones included. The instance is their first parameter.
  private(set) var methods: [String: ScriptFunction]
  private(set) var constructor: ScriptFunction?
  /// Fields of instances that are going away; see `InstanceObject.deinit`.
  let releases = ReleaseQueue()

  init(name: String, base: ClassObject?, attributes: [Attribute], constructorParameters: FunctionParameters) {
    self.base = base
    self.attributes = (base?.attributes ?? []) + attributes
    methods = base?.methods ?? [:]
    super.init(name: name, parameters: constructorParameters, isAggregate: false)
  }

  func add(_ method: ScriptFunction, as name: String) { methods[name] = method }
  func setConstructor(_ function: ScriptFunction) { constructor = function }

  /// The name behind the last `::`.
  package var ownName: String { String(name[(name.lastIndex(of: ":").map { name.index(after: $0) } ?? name.startIndex)...]) }

  func index(ofAttribute name: String) -> Int? { attributes.firstIndex { $0.name == name } }

  /// The names that can stand behind the dot of an instance.
  var memberNames: [String] { attributes.map(\.name) + methodNames }
  package var methodNames: [String] { methods.keys.sorted() }

  package func isOrDerives(from other: ClassObject) -> Bool {
    var current: ClassObject? = self
    while let present = current {
      if present === other { return true }
      current = present.base
    }
    return false
  }

  func isOrDerives(from name: String) -> Bool {
    var current: ClassObject? = self
    while let present = current {
      if present.name == name || present.ownName == name { return true }
      current = present.base
    }
    return false
  }

  /// Makes an instance and runs the constructor on it.
  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let instance = try InstanceObject(self, call.session)
    if let constructor { _ = try ReceiverCall.invoke(constructor, on: instance, call) }
    return instance.cell
  }
}

/// Calls a method with the arguments of a call that does not name the instance.
enum ReceiverCall {
  static func invoke(_ method: ScriptFunction, on instance: InstanceObject, _ call: borrowing Call) throws -> Cell {
    let slab = ArgumentSlab(count: call.count + 1)
    slab[0] = instance.cell
    for index in 0..<call.count { slab[index + 1] = exchange(call.arguments + index, .missing) }
    defer {
      for index in 0..<call.count { call.arguments[index] = exchange(slab.cells + index + 1, .missing) }
    }
    return try method.invoke(Call(slab.cells, count: slab.count, session: call.sessionReference, function: method))
  }
}

/// A method with its instance: `a.m` without parentheses, `a.m{…}`.
package final class BoundMethod: Function, @unchecked Sendable {
  // Unchecked: as `Function`.
  let method: ScriptFunction
  let instance: InstanceObject

  init(_ method: ScriptFunction, _ instance: InstanceObject) {
    self.method = method
    self.instance = instance
    super.init(name: method.name, parameters: method.parameters.withoutImplicit, isAggregate: method.isAggregate)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell { try ReceiverCall.invoke(method, on: instance, call) }
}
