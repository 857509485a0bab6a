import WeirHost
import WeirTables

/// A call that can be made in other sessions, as often as needed: the function with its definition, and copies of its arguments.
package struct PortableCall: @unchecked Sendable {
  // Unchecked: whoever makes the call takes a copy of the parcels, and nobody changes these.
  private let function: Parcel
  private let arguments: [Parcel]
  private let definitions: Definitions
  let host: Host
  let catalog: FunctionCatalog

  /// - Throws: `.type` when the function or an argument cannot leave the session.
  package init(_ function: Function, _ arguments: [EmbeddedValue] = [], from session: SessionContext) throws {
    self.function = try Parcel(.function(function))
    self.arguments = try arguments.map { try Parcel($0.cell) }
    definitions = Definitions(of: session)
    host = session.host
    catalog = session.catalog
  }

  /// - Parameter session: a new one.
  func run(in session: SessionContext) throws -> Cell {
    try session.receive(definitions)
    return try function.called(with: arguments.map { try $0.copy() }, in: session)
  }
}

extension Parcel {
  /// Calls a function that came to `session`.
  func called(with arguments: [Parcel], in session: SessionContext) throws -> Cell {
    guard let callee = try copy().unpack(in: session).function else { throw KernelError.type("a function was expected") }
    let slab = ArgumentSlab(count: arguments.count)
    for (index, argument) in arguments.enumerated() { slab[index] = try argument.unpack(in: session) }
    return try session.callFromOutside(callee, slab.cells, count: slab.count)
  }
}
