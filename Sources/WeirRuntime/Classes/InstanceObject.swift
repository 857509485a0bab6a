import Synchronization
import WeirSyntax
import WeirTables

/// An instance of a class. Whoever assigns it shares it: its methods change the one object that all its names mean.
package final class InstanceObject: HeapObject, InstanceRepresentable, @unchecked Sendable {
  // Unchecked: an instance belongs to the session that made it.
  package let classObject: ClassObject
  /// One cell for each attribute of the class. Their place does not change while the instance lives.
  let fields: UnsafeMutablePointer<Cell>
  /// What a method of the class gave as its text, while that is shown.
  private var ownText: String?

  /// - Throws: what the default of an attribute throws.
  init(_ classObject: ClassObject, _ session: SessionContext) throws {
    self.classObject = classObject
    let attributes = classObject.attributes
    fields = .allocate(capacity: max(attributes.count, 1))
    for index in attributes.indices { (fields + index).initialize(to: .missing) }
    for (index, attribute) in attributes.enumerated() {
      let value = try attribute.initial.map { $0.value.copiedForAssignment() } ?? attribute.type.initial()
      fields[index] = try attribute.type.converted(value, attribute: attribute.name)
    }
  }

  /// A long chain of instances, each the only holder of the next, goes away link by link, not by recursion.
  deinit {
    let queue = classObject.releases
    for index in classObject.attributes.indices where fields[index].isHeap { queue.add(exchange(fields + index, .missing).intoRaw()) }
    fields.deallocate()
    queue.drain()
  }

  package var cell: Cell { Cell(object: self, kind: .instance) }

  package func copiedForAssignment() -> Cell { cell }

  package func method(_ name: String) -> ScriptFunction? { classObject.methods[name] }

  /// The method with this instance, as a function.
  package func bound(_ name: String) -> Function? { method(name).map { BoundMethod($0, self) } }

  /// Assigns an attribute.
  /// - Throws: `.type` when the value does not go into it.
  func assign(_ index: Int, _ value: consuming Cell) throws {
    let attribute = classObject.attributes[index]
    fields[index] = try attribute.type.converted(value, attribute: attribute.name)
  }

  /// - Throws: `.name` when there is no attribute of that name.
  package func attribute(_ name: String) throws -> Cell {
    guard let index = classObject.index(ofAttribute: name) else { throw unknown(name, "attribute", classObject.attributes.map(\.name)) }
    return fields[index].copy()
  }

  /// Assigns an attribute from outside of the class.
  /// - Throws: `.name` when there is none of that name, `.type` when the value does not go into it.
  package func assign(_ name: String, _ value: borrowing Cell) throws {
    guard let index = classObject.index(ofAttribute: name) else { throw unknown(name, "attribute", classObject.attributes.map(\.name)) }
    try assign(index, value.copiedForAssignment())
  }

  /// What `a.name` stands for: an attribute's value, or a method that remembers the instance.
  package func member(_ name: String) throws -> Cell {
    if let index = classObject.index(ofAttribute: name) { return fields[index].copy() }
    if let method = classObject.methods[name] { return .function(BoundMethod(method, self)) }
    throw unknown(name, "attribute or method", classObject.memberNames)
  }

  package func unknown(_ name: String, _ what: String, _ known: [String]) -> KernelError {
    let hint = Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    return KernelError(.name, "the class `\(classObject.name)` has no \(what) `\(name)`\(hint)")
  }

  /// Runs `show` while the instance's text is what its method `name` gives: `str` for `print`, `repr` for values that are shown; a class may have none.
  package static func show(_ value: borrowing Cell, by name: String, in session: SessionContext, _ show: () throws -> Void) throws {
    guard let instance = value.instance, let method = instance.method(name), method.parameters.list.count == 1 else { return try show() }
    let receiver = ArgumentSlab(count: 1)
    receiver[0] = instance.cell
    let text = try method.invoke(Call(receiver.cells, count: 1, state: session.state, function: method))
    instance.ownText = text.isScalar && text.instance == nil ? text.text : ConsoleDisplay.text(text)
    defer { instance.ownText = nil }
    try show()
  }

  // MARK: InstanceRepresentable

  package var displayText: String { ownText ?? "<Instance of Class '\(className)'>" }
  package var className: String { classObject.name.contains("::") ? classObject.name : "::" + classObject.name }
  package var fieldNames: [String] { classObject.attributes.map(\.name) }
  package func field(at index: Int) -> Cell { fields[index].copy() }
}

extension Cell {
  package var instance: InstanceObject? { heapKind == .instance ? object as? InstanceObject : nil }
}

/// References that wait for their release, so that releasing one object does not recurse into the next.
final class ReleaseQueue: Sendable {
  private struct State {
    var pending: [RawCell] = []
    var isDraining = false
  }

  private let state = Mutex(State())

  /// Takes over the reference that the words hold.
  func add(_ cell: RawCell) { state.withLock { $0.pending.append(cell) } }

  /// Releases what waits, also what is added meanwhile; returns at once when somebody is at it already.
  func drain() {
    let begins = state.withLock { state in
      guard !state.isDraining, !state.pending.isEmpty else { return false }
      state.isDraining = true
      return true
    }
    guard begins else { return }
    while let raw = next() { _ = Cell(owning: raw) }
  }

  private func next() -> RawCell? {
    state.withLock { state in
      if state.pending.isEmpty { state.isDraining = false }
      return state.pending.popLast()
    }
  }
}
