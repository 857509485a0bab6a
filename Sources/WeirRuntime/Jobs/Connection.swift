import WeirTables

/// A connection to a site, which is called like a function: `conn(f, x)` runs `f(x)` in a session there, `conn("text")` runs a script.
package final class Connection: Function, @unchecked Sendable {
  // Unchecked: used by the session that made it, as its own session is.
  private let remote: SessionContext
  private let output = ConnectionOutput()

  /// - Parameter address: `host:port`, or the alias of a node.
  /// - Throws: `.io` for an address that is not this process.
  package init(to address: String, from session: SessionContext) throws {
    guard session.site.names.contains(address) else {
      throw KernelError(.io, "there is no connection to `\(address)`: only this process can be reached, as \(session.site.names.sorted().joined(separator: ", "))")
    }
    remote = SessionContext(host: session.host, catalog: session.catalog, output: output, cancellation: session.cancellation, site: session.site)
    remote.user = session.user
    super.init(
      name: "Conn[\(address)]", parameters: FunctionParameters([FunctionParameter(name: "func"), FunctionParameter(name: "args", isOptional: true, isVariadic: true)]),
      isAggregate: false)
  }

  package override func invoke(_ call: borrowing Call) throws -> Cell {
    if let text = call[0].stringValue, call.count == 1 || remote.function(named: text) == nil {
      guard call.count == 1 else { throw KernelError(.name, "there is no function `\(text)` at the other end") }
      return try output.capturing { try remote.run(text, name: "remote") }
    }
    let slab = ArgumentSlab(count: call.count)
    try remote.receive(functionsOf: Definitions(of: call.session))
    for index in 0..<call.count { slab[index] = try Parcel(call[index]).unpack(in: remote) }
    let named = slab[0].stringValue.flatMap { remote.function(named: $0) }
    guard let function = named ?? slab[0].function else { throw KernelError.type("a connection runs a function or a script, got \(ValueDescription.short(slab[0]))") }
    let result = try remote.callFromOutside(function, slab.cells + 1, count: slab.count - 1)
    return try Parcel(result).unpack(in: call.session)
  }
}

/// What a script at the other end showed last is the answer.
private final class ConnectionOutput: OutputSink {
  private var last = EmbeddedValue(.void)

  func show(_ value: borrowing Cell, in session: SessionContext) { last = EmbeddedValue(value.copiedForAssignment()) }
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) {}

  func capturing(_ body: () throws -> Void) rethrows -> Cell {
    last = EmbeddedValue(.void)
    try body()
    return last.cell.copy()
  }
}
