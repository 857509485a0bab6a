import WeirRuntime
import WeirTables

// Calls at the nodes of the cluster, of which this process is the only one.
extension StandardCatalog {
  static let nodes: [Builtin] = [
    Builtin("getNodeAlias()", summary: "What this process is called among nodes: the alias of `localSite`.", example: Example("getNodeAlias()", gives: "local8848")) { call in
      .string(call.session.site.alias)
    },
    Builtin(
      "remoteRun(conn, script, args...)", aliases: ["remoteRunCompatible", "remoteRunWithCompression"],
      summary: "Runs a script, a function that the other end knows by name, or a function of this session at the other end of a connection.",
      example: Example("remoteRun(xdb(\"localhost\", 8848), \"sum\", 1..100)", gives: "5050")
    ) { call in
      guard let connection = call[0].function as? Connection else { throw call.expected(0, "a connection") }
      return try FunctionCall.apply(connection, toArgumentsOf: call, from: 1)
    },
    Builtin(
      "rpc(nodeAlias, func, args...)", summary: "Calls a function with `args` in a session of its own at the node that is called `nodeAlias`.",
      example: Example("rpc(\"local8848\", add, 10, 15)", gives: "25")
    ) { call in
      let connection = try naming(call.name) { try Connection(to: try call.string(0), from: call.session) }
      _ = try call.function(1)
      return try FunctionCall.apply(connection, toArgumentsOf: call, from: 1)
    },
    Builtin(
      "pnodeRun(function, [nodes], [addNodeAlias=true])",
      summary: "Calls a function without arguments at each of `nodes` and puts the answers together: scalars, dictionaries and tables to a table, vectors to the columns of a matrix.",
      example: Example("pnodeRun(sum{1..10})", gives: "Node      Value\n--------- -----\nlocal8848 55")
    ) { call in
      let function = try call.function(0)
      let nodes = call.has(1) && !call[1].isVoid ? try call.strings(1) : [call.session.site.alias]
      let connections = try naming(call.name) { try nodes.map { try Connection(to: $0, from: call.session) } }
      let answers = try connections.map { EmbeddedValue(try FunctionCall.apply($0, call.session, .function(function))) }
      return try NodeAnswers(nodes, answers).merged(withNames: try call.bool(2, default: true))
    },
  ]
}

/// What a function gave at several nodes.
private struct NodeAnswers {
  let nodes: [String]
  let answers: [EmbeddedValue]

  init(_ nodes: [String], _ answers: [EmbeddedValue]) { (self.nodes, self.answers) = (nodes, answers) }

  /// - Parameter withNames: tables get a first column `Node`.
  func merged(withNames: Bool) throws -> Cell {
    if answers.allSatisfy({ $0.cell.isMissing || $0.cell.isVoid }) { return .missing }
    if answers.allSatisfy({ $0.cell.isScalar }) { return .table(try named([("Value", try values())], counts: answers.map { _ in 1 }, withNames)) }
    if answers.allSatisfy({ $0.cell.table != nil }) { return .table(try tables(withNames)) }
    if answers.allSatisfy({ $0.cell.dictionary != nil }) { return .table(try dictionaries(withNames)) }
    if let matrix = try matrix() { return matrix }
    return .dictionary(try DictionaryObject(keys: StringVector(nodes), values: try tuple(), isOrdered: true))
  }

  private func named(_ columns: [(String, Vector)], counts: [Int], _ withNames: Bool) throws -> Table {
    guard withNames else { return try Table(names: columns.map(\.0), columns: columns.map(\.1)) }
    let names = try StringVector(zip(nodes, counts).flatMap { Array(repeating: $0, count: $1) })
    return try Table(names: ["Node"] + columns.map(\.0), columns: [names] + columns.map(\.1))
  }

  private func values() throws -> Vector { try tuple().collapsed() }

  private func tuple() throws -> AnyVector {
    let tuple = AnyVector(capacity: answers.count)
    for answer in answers { tuple.push(answer.cell.copy()) }
    return tuple
  }

  private func tables(_ withNames: Bool) throws -> Table {
    let snapshots = answers.compactMap { $0.cell.table?.snapshot }
    let columns = try snapshots[0].names.enumerated().map { place, name in
      let column = try snapshots[0].columns[place].emptyLike(capacity: snapshots.reduce(0) { $0 + $1.rowCount })
      for snapshot in snapshots {
        guard snapshot.columns.count == snapshots[0].columns.count else { throw KernelError.shape("the nodes gave tables of \(snapshots[0].columns.count) and \(snapshot.columns.count) columns") }
        try column.append(contentsOf: snapshot.columns[place])
      }
      return (name, column)
    }
    return try named(columns, counts: snapshots.map(\.rowCount), withNames)
  }

  /// A row per node, a column per key of the first answer.
  private func dictionaries(_ withNames: Bool) throws -> Table {
    let objects = answers.compactMap { $0.cell.dictionary }
    let keys = try objects[0].keys
    let columns = try (0..<keys.count).map { place in
      let values = AnyVector(capacity: objects.count)
      for object in objects { values.push(try object.value(keys.cell(at: place)) ?? .void) }
      return (keys.text(at: place), try values.collapsed())
    }
    return try named(columns, counts: objects.map { _ in 1 }, withNames)
  }

  /// Vectors of one length and type as columns; nil for anything else.
  private func matrix() throws -> Cell? {
    let vectors = answers.compactMap { $0.cell.vector }
    guard vectors.count == answers.count, vectors.allSatisfy({ $0.count == vectors[0].count && $0.type == vectors[0].type && $0.storage != .any && $0.storage != .array }) else { return nil }
    let values = try vectors[0].emptyLike(capacity: vectors[0].count * vectors.count)
    for vector in vectors { try values.append(contentsOf: vector) }
    return Cell(object: try MatrixObject(values: values, rows: vectors[0].count, columns: vectors.count, columnLabels: try StringVector(nodes)), kind: .matrix)
  }
}
