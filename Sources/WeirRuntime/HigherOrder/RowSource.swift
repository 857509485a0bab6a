import WeirTables

/// The arguments of a function that is called on rows of them: vectors, or tables by rows.
struct RowSource {
  private let parts: [Part]
  let rowCount: Int

  private enum Part {
    case vector(Vector)
    case table(TableSnapshot)
    /// Vectors that are one argument of a function which takes rows of each.
    case tuple([Vector])
  }

  /// - Parameters:
  ///   - arguments: one argument, or a tuple of several.
  ///   - takesNested: whether a tuple inside of the tuple is taken by the rows of its members.
  /// - Throws: `.shape` when they differ in length.
  init(_ arguments: borrowing Cell, _ function: String, takesNested: Bool = false) throws {
    var parts: [Part] = []
    if let tuple = arguments.tuple, !tuple.isColumnar, RowSource.holdsArguments(tuple) {
      for index in 0..<tuple.count { try RowSource.add(tuple.cell(at: index), to: &parts, function, takesNested: takesNested) }
    } else {
      try RowSource.add(arguments, to: &parts, function, takesNested: false)
    }
    self.parts = parts
    let counts = parts.flatMap(RowSource.counts)
    rowCount = counts.first ?? 0
    for count in counts where count != rowCount { throw KernelError.shape("\(function): the arguments have \(rowCount) and \(count) rows") }
  }

  /// Over vectors of one length.
  init(_ vectors: [Vector]) {
    parts = vectors.map { .vector($0) }
    rowCount = vectors.first?.count ?? 0
  }

  var argumentCount: Int { parts.count }

  /// A tuple of scalars alone is one argument.
  static func holdsArguments(_ tuple: AnyVector) -> Bool {
    tuple.count > 0 && (0..<tuple.count).contains { index in tuple.withCell(index) { !$0.isScalar } }
  }

  private static func add(_ value: borrowing Cell, to parts: inout [Part], _ function: String, takesNested: Bool) throws {
    if takesNested, let tuple = value.tuple, holdsArguments(tuple) {
      parts.append(.tuple(try (0..<tuple.count).map { index in
        guard let vector = tuple.cell(at: index).vector else { throw KernelError.type("\(function): the members of a nested tuple must be vectors") }
        return vector
      }))
    } else if let vector = value.vector {
      parts.append(.vector(vector))
    } else if let table = value.table {
      parts.append(.table(table.snapshot))
    } else if let dictionary = value.dictionary {
      parts.append(.vector(try dictionary.values))
    } else if let matrix = value.matrix, matrix.columns == 1 {
      parts.append(.vector(matrix.values))
    } else {
      throw KernelError.type("\(function): `funcArgs` must be vectors, got \(ValueDescription.short(value))")
    }
  }

  private static func counts(_ part: Part) -> [Int] {
    switch part {
    case .vector(let vector): [vector.count]
    case .table(let table): [table.rowCount]
    case .tuple(let vectors): vectors.map(\.count)
    }
  }

  /// Fills `slab` with rows `start..<start + count` of every argument.
  func fill(_ slab: borrowing ArgumentSlab, from start: Int, count: Int) throws {
    for (index, part) in parts.enumerated() {
      switch part {
      case .vector(let vector): slab[index] = .vector(vector.slice(start, count))
      case .table(let table): slab[index] = .table(try Table(names: table.names, columns: table.columns.map { $0.slice(start, count) }))
      case .tuple(let vectors): slab[index] = .vector(AnyVector(vectors: vectors.map { $0.slice(start, count) }))
      }
    }
  }

  /// The same with the rows in another order.
  func arranged(_ rows: [Int]) throws -> RowSource {
    RowSource(
      parts: try parts.map { part in
        switch part {
        case .vector(let vector): return .vector(try vector.gather(rows))
        case .table(let table): return .table(try TableSnapshot(names: table.names, columns: try table.columns.map { try $0.gather(rows) }))
        case .tuple(let vectors): return .tuple(try vectors.map { try $0.gather(rows) })
        }
      }, rowCount: rows.count)
  }

  private init(parts: [Part], rowCount: Int) {
    self.parts = parts
    self.rowCount = rowCount
  }
}
