import WeirRuntime
import WeirTables

// Matrices, and what changes their shape.
extension StandardCatalog {
  static let constructionOfMatrices: [Builtin] = [
    Builtin(
      "matrix(args...)", summary: "A matrix of the columns of all arguments, or with a type, rows and columns one of zeros or of a default value.",
      example: Example("matrix(1 2, 3 4)", gives: "#0 #1\n-- --\n1  3 \n2  4 "), body: matrix),
    Builtin(
      "reshape(obj, [dim])", summary: "The elements of `obj` as a matrix of the shape `dim`, a pair `rows:columns`; as a vector without `dim`.",
      example: Example("reshape(matrix(1 2, 3 4))", gives: "[1,2,3,4]")
    ) { call in
      if call.has(1), !call[1].isVoid {
        guard let shape = call[1].pair else { throw call.expected(1, "a pair of rows and columns") }
        return .matrix(try reshaped(call, 0, shape))
      }
      return .vector(try call[0].matrix?.values.sharingHeader() ?? call.vector(0))
    },
    Builtin(
      "transpose(X)", aliases: ["flip"], summary: "`X` with rows and columns exchanged; a table as a dictionary of its columns, and such a dictionary as a table.",
      example: Example("transpose((`A`B, 1 2))", gives: "((\"A\",1),(\"B\",2))"), body: transpose),
    Builtin(
      "concatMatrix(X, [horizontal=true])", summary: "The matrices of a tuple side by side, or one below the other.",
      example: Example("concatMatrix([matrix(1 2), matrix(3 4)])", gives: "#0 #1\n-- --\n1  3 \n2  4 ")
    ) { call in
      guard let tuple = call[0].tuple else { throw call.expected(0, "a tuple of matrices") }
      let matrices = try (0..<tuple.count).map { index -> MatrixObject in
        guard let matrix = tuple.cell(at: index).matrix else { throw call.expected(0, "a tuple of matrices") }
        return matrix
      }
      return .matrix(try call.bool(1, default: true) ? MatrixAssembly.sideBySide(matrices) : MatrixAssembly.stacked(matrices))
    },
    Builtin(
      "diag(X)", summary: "A matrix with `X` on its diagonal, or the diagonal of a square matrix.", example: Example("diag(matrix(1 2, 3 4))", gives: "[1,4]")
    ) { call in
      guard let matrix = call[0].matrix else { return .matrix(try MatrixAssembly.diagonal(try call.vectorOrScalar(0))) }
      guard matrix.rows == matrix.columns else { throw call.invalid(0, "must be a vector or a square matrix") }
      return .vector(try matrix.values.gather((0..<matrix.rows).map { $0 * matrix.rows + $0 }))
    },
    Builtin(
      "indexedSeries(index, value)", summary: "`value` with a strictly ascending `index`, on which operations align.",
      example: Example("rows(indexedSeries(2012.01.01..2012.01.04, 10 20 30 40))", gives: "4")
    ) { call in
      let index = try call.vector(0)
      let values = try call.vector(1)
      guard index.count == values.count else { throw KernelError.shape("\(call.name): \(index.count) labels for \(values.count) values") }
      try requireAscending(index, call, 0)
      let series = try MatrixObject(values: values.sharingHeader(), rows: values.count, columns: 1, rowLabels: index.sharingHeader())
      series.isIndexed = true
      return .matrix(series)
    },
    setIndexed("setIndexedMatrix!", "an indexed matrix", Example("isIndexedMatrix(setIndexedMatrix!(matrix(1 2, 3 4).rename!(1 2, `a`b)))", gives: "true")),
    setIndexed("setIndexedSeries!", "an indexed series", Example("isIndexedSeries(setIndexedSeries!(matrix(1 2).rename!(1 2, )))", gives: "true")),
    Builtin("columnNames(X)", aliases: ["colNames"], summary: "The names of the columns of a table or matrix.", example: Example("columnNames(table(1 2 as id))", gives: "[\"id\"]")) {
      call in
      if let table = call[0].table { return .vector(try StringVector(table.snapshot.names)) }
      if let table = call[0].segmentedTable { return .vector(try StringVector(try table.columnShape().names)) }
      guard let matrix = call[0].matrix else { throw call.expected(0, "a table or matrix") }
      return matrix.columnLabels.map { .vector($0.sharingHeader()) } ?? .void
    },
    Builtin("rowNames(X)", summary: "The labels of the rows of a matrix.", example: Example("rowNames(matrix(1 2).rename!(7 8, [`a]))", gives: "[7,8]")) { call in
      guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
      return matrix.rowLabels.map { .vector($0.sharingHeader()) } ?? .void
    },
  ]

  private static func setIndexed(_ name: String, _ what: String, _ example: Example) -> Builtin {
    Builtin("\(name)(mutable X, [on=true])", summary: "Makes a matrix with ascending labels \(what), or an ordinary one again.", example: example) { call in
      guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
      let isOn = try call.bool(1, default: true)
      if isOn {
        guard let labels = matrix.rowLabels else { throw call.invalid(0, "must have row labels") }
        try requireAscending(labels, call, 0)
        if matrix.columns > 1 || name == "setIndexedMatrix!", let labels = matrix.columnLabels { try requireAscending(labels, call, 0) }
      }
      matrix.isIndexed = isOn
      return call[0].copy()
    }
  }

  private static func requireAscending(_ labels: Vector, _ call: borrowing Call, _ index: Int) throws {
    for row in 1..<max(labels.count, 1) {
      let before = labels.cell(at: row - 1)
      let after = labels.cell(at: row)
      let ascends =
        switch labels.type.category {
        case .literal: before.text < after.text
        case .integral, .temporal, .logical: before.rawInteger < after.rawInteger
        default: try before.asDouble() < after.asDouble()
        }
      guard ascends else { throw call.invalid(index, "must have strictly ascending labels") }
    }
  }

  private static func matrix(_ call: borrowing Call) throws -> Cell {
    guard call.has(0) else { throw KernelError.arguments("matrix: a column or a type is expected") }
    if call.count >= 3, let (type, scale) = TypeDesignator.read(call[0]), call[0].isScalar { return try filledMatrix(call, type, scale) }
    var columns: [Vector] = []
    var labels: MatrixObject?
    for index in 0..<call.count where call.has(index) {
      if call[index].isScalar {
        columns.append(try call.vectorOrScalar(index))
        continue
      }
      if call.count == 1 { labels = call[0].matrix }
      if let snapshot = call[index].table?.snapshot, snapshot.columns.contains(where: { $0.type == .symbol }) {
        throw KernelError.type("Failed to append a table object to a matrix.")
      }
      columns += try columnsOf(call[index]) ?? { throw call.expected(index, "vectors, a matrix or a table") }()
    }
    let matrix = try MatrixAssembly.matrix(ofColumns: columns)
    matrix.rowLabels = labels?.rowLabels
    matrix.columnLabels = labels?.columnLabels
    return .matrix(matrix)
  }

  private static func filledMatrix(_ call: borrowing Call, _ type: ElementType, _ scale: Int) throws -> Cell {
    let (rows, columns) = (try call.int(1), try call.int(2))
    guard rows >= 0, columns >= 0 else { throw call.invalid(rows < 0 ? 1 : 2, "must not be negative") }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow else { throw KernelError.memory("out of memory: a matrix of \(rows) x \(columns)") }
    let values: Vector
    if call.has(4), !call[4].isVoid {
      values = try Vector.repeating(try call[4].cast(to: type, scale: scale), count: count)
    } else {
      values = try Vector.zeros(type, count: count, scale: scale)
    }
    return .matrix(try MatrixObject(values: try values.cast(to: type, scale: scale), rows: rows, columns: columns))
  }

  private static func transpose(_ call: borrowing Call) throws -> Cell {
    if let matrix = call[0].matrix { return .matrix(try MatrixAssembly.transposed(matrix)) }
    if let snapshot = call[0].table?.snapshot {
      return .dictionary(try DictionaryObject(keys: try StringVector(snapshot.names), values: AnyVector(vectors: snapshot.columns), isOrdered: true))
    }
    if let dictionary = call[0].dictionary { return .table(try dictionary.asTable()) }
    if let rows = call[0].vector as? ArrayVector { return .vector(try ArrayVector.zipping((0..<rows.count).map { rows.row($0) })) }
    guard let tuple = call[0].tuple else { throw call.expected(0, "a tuple, matrix, table or dictionary") }
    let result = AnyVector(capacity: tuple.count)
    for column in try rowsAsColumns(tuple) { result.push(.vector(column)) }
    result.isColumnar = tuple.isColumnar
    return .vector(result)
  }
}
