import WeirRuntime
import WeirTables

// Decompositions and functions of matrices.
extension StandardCatalog {
  private static func tuple(_ parts: [DenseMatrix]) throws -> AnyVector {
    let result = AnyVector(capacity: parts.count)
    for part in parts { result.push(try part.cell()) }
    return result
  }

  static let decompositions: [Builtin] = [
    Builtin(
      "lu(obj, [permute=false])",
      summary: "The factors P, L and U of a matrix, `obj = P ** L ** U`; with `permute` two, the first one P ** L.",
      example: Example("lu(matrix(4 2, 3 1))[2]", gives: "#0 #1  \n-- ----\n4  3   \n0  -0.5\n")
    ) { call in
      let decomposition = LUDecomposition(try DenseMatrix.withoutNulls(call[0], call.name))
      let rowsBack = decomposition.permutationMatrix
      if try call.bool(1, default: false) {
        return .vector(try tuple([rowsBack.multiplied(by: decomposition.lower), decomposition.upper]))
      }
      return .vector(try tuple([rowsBack, decomposition.lower, decomposition.upper]))
    },
    Builtin(
      "qr(obj, [mode='full'], [pivoting=false])",
      summary: "An orthogonal Q and a triangular R with `obj = Q ** R`; `mode` is \"full\", \"economic\", \"raw\" or \"r\". With `pivoting` the order of the columns too.",
      example: Example("qr(matrix(3 4, 1 2), \"r\")", gives: "#0 #1  \n-- ----\n-5 -2.2\n0  0.4 \n")
    ) { call in try qr(call) },
    Builtin(
      "cholesky(obj, [lower=true])", summary: "The triangular factor of a symmetric positive definite matrix.",
      example: Example("cholesky(matrix(4 2, 2 10))", gives: "#0 #1\n-- --\n2  0 \n1  3 \n")
    ) { call in
      let matrix = try DenseMatrix(call[0], call.name)
      try matrix.requireSquare(call.name)
      let isLower = try call.bool(1, default: true)
      guard let factor = CholeskyDecomposition.lower(isLower ? matrix : matrix.transposed) else {
        throw call.invalid(0, "must be positive definite")
      }
      return try (isLower ? factor : factor.transposed).cell()
    },
    Builtin(
      "svd(obj, [fullMatrices=true], [computeUV=true])", summary: "Left singular vectors as columns, singular values descending, and right singular vectors as rows.",
      example: Example("svd(matrix(3 0, 0 4), computeUV=false)", gives: "[4,3]")
    ) { call in
      let decomposition = SingularValues(try DenseMatrix(call[0], call.name), reduced: try !call.bool(1, default: true))
      let values = Cell.vector(try DenseMatrix.vector(decomposition.values))
      guard try call.bool(2, default: true) else { return values }
      let result = AnyVector(capacity: 3)
      result.push(try decomposition.left.cell())
      result.push(values)
      result.push(try decomposition.right.cell())
      return .vector(result)
    },
    Builtin(
      "eig(A)", summary: "Eigenvalues and eigenvectors (columns) of a symmetric matrix, of which the lower triangle counts.",
      example: Example("eig(matrix(2 0, 0 3)).values", gives: "[2,3]")
    ) { call in
      let matrix = try DenseMatrix(call[0], call.name)
      try matrix.requireSquare(call.name)
      let eigen = SymmetricEigen(matrix)
      let result = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
      try result.set(.string("values"), .vector(try DenseMatrix.vector(eigen.values)))
      try result.set(.string("vectors"), try eigen.vectors.cell())
      return .dictionary(result)
    },
    Builtin(
      "schur(obj, [sort])",
      summary: "T and an orthogonal Z with `obj = Z ** T ** transpose(Z)`; `sort` is \"lhp\", \"rhp\", \"iuc\" or \"ouc\" and adds how many eigenvalues it brought to the front.",
      example: Example("schur(matrix(2 0, 1 3))[0]", gives: "#0 #1\n-- --\n2  1 \n0  3 \n")
    ) { call in
      let matrix = try DenseMatrix(call[0], call.name)
      try matrix.requireSquare(call.name)
      var decomposition = try SchurDecomposition(matrix)
      let name = try call.string(1, default: "")
      if name.isEmpty { return .vector(try tuple([decomposition.triangular, decomposition.orthogonal])) }
      guard let selection = SchurDecomposition.Selection(rawValue: name) else { throw call.invalid(1, "must be \"lhp\", \"rhp\", \"iuc\" or \"ouc\"") }
      let count = decomposition.sort(selection)
      let result = try tuple([decomposition.triangular, decomposition.orthogonal])
      result.push(.int(count))
      return .vector(result)
    },
  ]

  private static func qr(_ call: borrowing Call) throws -> Cell {
    let matrix = try DenseMatrix(call[0], call.name)
    let pivoting = try call.bool(2, default: false)
    let decomposition = QRDecomposition(matrix, pivoting: pivoting)
    let size = min(matrix.rows, matrix.columns)
    let result: AnyVector
    switch try call.string(1, default: "full") {
    case "full": result = try tuple([decomposition.orthogonal(columns: matrix.rows), decomposition.triangular(rows: matrix.rows)])
    case "economic": result = try tuple([decomposition.orthogonal(columns: size), decomposition.triangular(rows: size)])
    case "raw":
      result = try tuple([decomposition.packed])
      result.push(.vector(try DenseMatrix.vector(decomposition.factors)))
      result.push(try decomposition.triangular(rows: size).cell())
    case "r":
      guard pivoting else { return try decomposition.triangular(rows: matrix.rows).cell() }
      result = try tuple([decomposition.triangular(rows: matrix.rows)])
    default: throw call.invalid(1, "must be \"full\", \"economic\", \"raw\" or \"r\"")
    }
    guard pivoting else { return .vector(result) }
    let order = try Vector.empty(.int, capacity: matrix.columns)
    for column in decomposition.permutation { try order.append(.int(column)) }
    result.push(.vector(order))
    return .vector(result)
  }

  static let matrixFunctions: [Builtin] = [
    Builtin("det(X)", summary: "The determinant; nulls count as 0.", example: Example("det(1..4$2:2)", gives: "-2")) { call in
      .double(try MatrixFunctions.determinant(try DenseMatrix(call[0], call.name)))
    },
    Builtin(
      "inverse(X)", summary: "The inverse of a square matrix that has one.",
      example: Example("inverse(1..4$2:2)", gives: "#0 #1  \n-- ----\n-2 1.5 \n1  -0.5\n")
    ) { call in try MatrixFunctions.inverse(try DenseMatrix(call[0], call.name)).cell() },
    Builtin(
      "pinverse(X)", aliases: ["pinv"], summary: "The pseudo-inverse of Moore and Penrose.",
      example: Example("round(pinverse(matrix(2 0, 0 4)), 2)", gives: "#0  #1  \n--- ----\n0.5 0   \n0   0.25\n")
    ) { call in try MatrixFunctions.pseudoInverse(try DenseMatrix(call[0], call.name)).cell() },
    Builtin("solve(X, Y)", summary: "The solution b of `X ** b = Y`.", example: Example("solve(1..4$2:2, 7 10)", gives: "[1,2]")) { call in
      let solution = try MatrixFunctions.solve(try DenseMatrix(call[0], call.name), try DenseMatrix(call[1], call.name))
      return call[1].matrix == nil ? .vector(try DenseMatrix.vector(solution.values)) : try solution.cell()
    },
    Builtin("matrixRank(A, [tol])", summary: "The number of singular values above `tol`.", example: Example("matrixRank(1..4$2:2)", gives: "2")) { call in
      .int(MatrixFunctions.rank(try DenseMatrix(call[0], call.name), tolerance: call.has(1) ? try call.double(1) : nil))
    },
    Builtin(
      "gramSchmidt(X, [normalize=false])", summary: "The columns made orthogonal one after the other, and of length 1 with `normalize`.",
      example: Example("gramSchmidt(matrix(1 0, 1 1))", gives: "#0 #1\n-- --\n1  0 \n0  1 \n")
    ) { call in
      try MatrixFunctions.orthogonalized(try DenseMatrix.withoutNulls(call[0], call.name), normalized: try call.bool(1, default: false)).cell()
    },
    Builtin(
      "tril(X, [k=0])", summary: "The elements on and below diagonal `k`; zeros above.",
      example: Example("tril(1..4$2:2)", gives: "#0 #1\n-- --\n1  0 \n2  4 \n")
    ) { call in try triangle(call, isLower: true) },
    Builtin(
      "triu(X, [k=0])", summary: "The elements on and above diagonal `k`; zeros below.",
      example: Example("triu(1..4$2:2)", gives: "#0 #1\n-- --\n1  3 \n0  4 \n")
    ) { call in try triangle(call, isLower: false) },
    Builtin(
      "repmat(X, rowRep, colRep)", summary: "The matrix `rowRep` times below itself and `colRep` times beside itself.",
      example: Example("repmat(matrix(1 2), 1, 2)", gives: "#0 #1\n-- --\n1  1 \n2  2 \n")
    ) { call in
      guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
      let (rows, columns) = (try call.int(1), try call.int(2))
      guard rows > 0 else { throw call.invalid(1, "must be positive") }
      guard columns > 0 else { throw call.invalid(2, "must be positive") }
      return .matrix(try MatrixFunctions.repeated(matrix, rows: rows, columns: columns))
    },
  ]

  private static func triangle(_ call: borrowing Call, isLower: Bool) throws -> Cell {
    guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
    return .matrix(try MatrixFunctions.triangle(matrix, k: try call.int(1, default: 0), isLower: isLower))
  }
}
