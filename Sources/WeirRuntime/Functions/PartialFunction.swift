import WeirTables

/// A function with some of its arguments fixed: `f{1}`, `f{, 2}`, `f{x=3}`.
///
/// Fixed arguments are held as they are, so that a function which changes one of them finds the change at its next call.
package final class PartialFunction: Function, @unchecked Sendable {
  // Unchecked: as `Function`.
  package let target: Function
  /// In the order of the parameters of `target`; `Cell.missing` is a hole that a call fills, `Cell.useDefault` a parameter kept at its default.
  private let bound: ArgumentSlab

  /// - Parameter arguments: taken over as second holders; holes are `Cell.missing`. There may be fewer than `target` has parameters.
  /// - Throws: `.arguments` when there are more than `target` takes.
  package init(_ target: Function, _ arguments: UnsafePointer<Cell>, count: Int) throws {
    if let most = target.parameters.most, count > most {
      throw KernelError.arguments("The function \(target.name) takes \(most) argument(s), \(count) cannot be fixed")
    }
    bound = ArgumentSlab(count: count)
    for index in 0..<count { bound[index] = arguments[index].copy() }
    self.target = target
    let name = PartialFunction.describe(target, bound)
    let parameters = PartialFunction.remaining(target.parameters, bound)
    super.init(name: name, parameters: parameters, isAggregate: target.isAggregate)
  }

  /// The fixed arguments and the holes, in the order of the parameters of `target`.
  func boundValues() -> [EmbeddedValue] { (0..<bound.count).map { EmbeddedValue(bound[$0].copy()) } }

  /// The parameters that a call still gives.
  private static func remaining(_ parameters: FunctionParameters, _ bound: borrowing ArgumentSlab) -> FunctionParameters {
    var list: [FunctionParameter] = []
    for (index, parameter) in parameters.list.enumerated() {
      if index < bound.count, !bound[index].isMissing, !parameter.isVariadic { continue }
      list.append(parameter)
    }
    // Arguments fixed beyond the last parameter belong to it, and so do the holes between them.
    if let last = parameters.list.last, last.isVariadic, bound.count > parameters.list.count {
      for index in parameters.list.count..<bound.count where bound[index].isMissing {
        list.insert(FunctionParameter(name: last.name, isMutable: last.isMutable), at: list.count - 1)
      }
    }
    return FunctionParameters(list)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    let total = totalCount(call.count)
    return try withUnsafeTemporaryAllocation(byteCount: max(total, 1) * MemoryLayout<Cell>.stride, alignment: MemoryLayout<Cell>.alignment) { memory in
      guard let base = memory.baseAddress else { return .void }
      let cells = base.bindMemory(to: Cell.self, capacity: total)
      fill(cells, total, call)
      defer { cells.deinitialize(count: total) }
      let result = try target.invoke(Call(cells, count: total, state: call.state, function: target))
      takeBackMutable(cells, total, call)
      return result
    }
  }

  /// How many arguments the target gets when a call gives `given`.
  private func totalCount(_ given: Int) -> Int {
    var holes = 0
    for index in 0..<bound.count where bound[index].isMissing { holes += 1 }
    return bound.count + max(0, given - holes)
  }

  private func fill(_ cells: UnsafeMutablePointer<Cell>, _ total: Int, _ call: borrowing Call) {
    var next = 0
    for index in 0..<total {
      if index < bound.count, !bound[index].isMissing {
        (cells + index).initialize(to: bound[index].isUseDefault ? .missing : bound[index].copy())
      } else if next < call.count {
        (cells + index).initialize(to: call.arguments[next].copy())
        next += 1
      } else {
        (cells + index).initialize(to: .missing)
      }
    }
  }

  /// A call may have put another value in the place of a mutable argument: the next call, or the caller, is to find it.
  private func takeBackMutable(_ cells: UnsafeMutablePointer<Cell>, _ total: Int, _ call: borrowing Call) {
    var next = 0
    let parameters = target.parameters.list
    for index in 0..<total {
      let isBound = index < bound.count && !bound[index].isMissing
      defer { if !isBound { next += 1 } }
      guard index < parameters.count, parameters[index].isMutable else { continue }
      if isBound {
        bound[index] = cells[index].copy()
      } else if next < call.count {
        call.arguments[next] = cells[index].copy()
      }
    }
  }

  private static func describe(_ target: Function, _ bound: borrowing ArgumentSlab) -> String {
    var parts: [String] = []
    for index in 0..<bound.count { parts.append(ArgumentText.describe(bound[index])) }
    return "\(shown(target.name)){\(parts.joined(separator: ", "))}"
  }

  /// A name as it is; what is written out, such as a lambda, in braces.
  private static func shown(_ name: String) -> String {
    name.contains { $0 == " " || $0 == ">" || $0 == "(" } && !name.hasSuffix("}") ? "{\(name)}" : name
  }
}

/// A fixed argument as it prints inside of a function.
enum ArgumentText {
  static func describe(_ value: borrowing Cell) -> String {
    if value.isMissing { return "" }
    if value.isUseDefault { return "DFLT" }
    if let function = value.function { return function.name }
    if let string = value.stringValue { return "\"\(string)\"" }
    if value.isScalar { return value.isNull ? "NULL" : value.text }
    if let pair = value.pair { return "\(pair.elements.text(at: 0)) : \(pair.elements.text(at: 1))" }
    guard let vector = value.vector else { return ValueDescription.short(value) }
    return list(vector)
  }

  private static func list(_ vector: Vector) -> String {
    let shown = (0..<min(vector.count, 10)).map { describe(vector.cell(at: $0)) } + (vector.count > 10 ? ["..."] : [])
    let inside = shown.joined(separator: ",")
    return vector.storage == .any ? "(\(inside))" : "[\(inside)]"
  }
}

extension Function {
  /// The name without fixed arguments and templates, as columns are called.
  package var plainName: String {
    if let partial = self as? PartialFunction { return partial.target.plainName }
    if let template = self as? TemplateFunction { return template.base.plainName }
    return name
  }
}
