import Glibc

/// `A = Z T Z'` with an orthogonal `Z` and a `T` that is triangular but for 2 x 2 blocks of complex pairs.
///
/// Householder's reduction to Hessenberg form, then Francis's double shift with deflation.
/// - Source: Golub and Van Loan, "Matrix Computations", section 7.5.
package struct SchurDecomposition: Sendable {
  package private(set) var triangular: DenseMatrix
  package private(set) var orthogonal: DenseMatrix

  private static let stepsMaxPerEigenvalue = 60

  /// - Precondition: the matrix is square.
  /// - Throws: `.value` when the iteration does not converge.
  package init(_ matrix: DenseMatrix) throws {
    triangular = matrix
    orthogonal = .identity(matrix.rows)
    reduceToHessenberg()
    try iterate()
  }

  private var size: Int { triangular.rows }

  private mutating func reduceToHessenberg() {
    for column in 0..<max(size - 2, 0) {
      let vector = ((column + 1)..<size).map { triangular[$0, column] }
      reflect(vector, from: column + 1, firstColumn: column)
      for row in (column + 2)..<size { triangular[row, column] = 0 }
    }
  }

  /// Applies the reflector that sends `vector`, in rows from `start`, to its first axis, from both sides.
  private mutating func reflect(_ vector: [Double], from start: Int, firstColumn: Int, lastRow: Int? = nil) {
    var direction = vector
    let norm = sqrt(vector.reduce(0) { $0 + $1 * $1 })
    guard norm > 0, vector.dropFirst().contains(where: { $0 != 0 }) else { return }
    direction[0] += copysign(norm, vector[0])
    let factor = 2 / direction.reduce(0) { $0 + $1 * $1 }
    for column in firstColumn..<size {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * triangular[start + $1, column] }
      for index in direction.indices { triangular[start + index, column] -= product * direction[index] }
    }
    let rows = min((lastRow ?? size - 1) + 1, size)
    for row in 0..<rows {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * triangular[row, start + $1] }
      for index in direction.indices { triangular[row, start + index] -= product * direction[index] }
    }
    for row in 0..<size {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * orthogonal[row, start + $1] }
      for index in direction.indices { orthogonal[row, start + index] -= product * direction[index] }
    }
  }

  private mutating func iterate() throws {
    var last = size - 1
    var steps = 0
    while last > 0 {
      let first = firstRowOfActiveBlock(last)
      if first == last {
        last -= 1
        steps = 0
      } else if first == last - 1 {
        splitRealPair(first)
        last -= 2
        steps = 0
      } else {
        steps += 1
        guard steps < SchurDecomposition.stepsMaxPerEigenvalue else { throw KernelError.value("schur: the iteration does not converge") }
        step(first, last, isExceptional: steps % 10 == 0)
      }
    }
  }

  /// Clears what is negligible below the diagonal and finds where the block that ends at `last` begins.
  private mutating func firstRowOfActiveBlock(_ last: Int) -> Int {
    var row = last
    while row > 0 {
      let neighbours = abs(triangular[row, row]) + abs(triangular[row - 1, row - 1])
      if abs(triangular[row, row - 1]) <= 2.3e-16 * (neighbours > 0 ? neighbours : 1) {
        triangular[row, row - 1] = 0
        return row
      }
      row -= 1
    }
    return 0
  }

  /// One double-shift step on rows `first...last`, chasing the bulge down.
  private mutating func step(_ first: Int, _ last: Int, isExceptional: Bool) {
    let (a, b, c, d) = (triangular[last - 1, last - 1], triangular[last - 1, last], triangular[last, last - 1], triangular[last, last])
    var (trace, determinant) = (a + d, a * d - b * c)
    if isExceptional {
      let shift = abs(triangular[last, last - 1]) + abs(triangular[last - 1, last - 2])
      (trace, determinant) = (1.5 * shift, shift * shift)
    }
    let (h00, h01) = (triangular[first, first], triangular[first, first + 1])
    let (h10, h11, h21) = (triangular[first + 1, first], triangular[first + 1, first + 1], triangular[first + 2, first + 1])
    var vector = [h00 * h00 + h01 * h10 - trace * h00 + determinant, h10 * (h00 + h11 - trace), h10 * h21]
    for row in first...(last - 2) {
      reflect(vector, from: row, firstColumn: max(row - 1, first), lastRow: min(row + 3, last))
      if row > first { for below in (row + 1)...(row + 2) { triangular[below, row - 1] = 0 } }
      vector = ((row + 1)...min(row + 3, last)).map { triangular[$0, row] }
    }
    reflect(vector, from: last - 1, firstColumn: max(last - 2, first), lastRow: last)
    triangular[last, last - 2] = 0
  }

  /// A 2 x 2 block becomes triangular when its eigenvalues are real, and gets equal diagonal elements when they are not.
  private mutating func splitRealPair(_ first: Int) {
    let (a, b, c, d) = (triangular[first, first], triangular[first, first + 1], triangular[first + 1, first], triangular[first + 1, first + 1])
    guard c != 0 else { return }
    let half = (a - d) / 2
    let discriminant = half * half + b * c
    if discriminant >= 0 {
      let eigenvalue = d + half + copysign(sqrt(discriminant), half)
      turn(first, (eigenvalue - d) / c, 1)
      triangular[first + 1, first] = 0
    } else if a != d {
      // The angle at which both diagonal elements are half the trace.
      let angle = 0.5 * atan2(a - d, b + c)
      turn(first, cos(angle), sin(angle))
    }
  }

  /// Rotates rows and columns `first` and `first + 1` so that (`x`, `y`) becomes the first axis.
  private mutating func turn(_ first: Int, _ x: Double, _ y: Double) {
    let norm = sqrt(x * x + y * y)
    let (cosine, sine) = (x / norm, y / norm)
    for column in 0..<size where column >= first || triangular[first, column] != 0 || triangular[first + 1, column] != 0 {
      let (upper, lower) = (triangular[first, column], triangular[first + 1, column])
      triangular[first, column] = cosine * upper + sine * lower
      triangular[first + 1, column] = cosine * lower - sine * upper
    }
    for row in 0..<size {
      let (left, right) = (triangular[row, first], triangular[row, first + 1])
      triangular[row, first] = cosine * left + sine * right
      triangular[row, first + 1] = cosine * right - sine * left
    }
    for row in 0..<size {
      let (left, right) = (orthogonal[row, first], orthogonal[row, first + 1])
      orthogonal[row, first] = cosine * left + sine * right
      orthogonal[row, first + 1] = cosine * right - sine * left
    }
  }

  /// The eigenvalues as they stand on the diagonal, a complex pair as two.
  package var eigenvalues: [ComplexNumber] {
    var result: [ComplexNumber] = []
    var row = 0
    while row < size {
      guard row + 1 < size, triangular[row + 1, row] != 0 else {
        result.append(ComplexNumber(real: triangular[row, row], imaginary: 0))
        row += 1
        continue
      }
      let half = (triangular[row, row] - triangular[row + 1, row + 1]) / 2
      let middle = (triangular[row, row] + triangular[row + 1, row + 1]) / 2
      let imaginary = sqrt(max(0, -(half * half + triangular[row, row + 1] * triangular[row + 1, row])))
      result.append(ComplexNumber(real: middle, imaginary: imaginary))
      result.append(ComplexNumber(real: middle, imaginary: -imaginary))
      row += 2
    }
    return result
  }
}

extension SchurDecomposition {
  /// Which eigenvalues come first.
  package enum Selection: String, Sendable, CaseIterable {
    /// Left and right half of the complex plane.
    case lhp, rhp
    /// Inside (with its border) and outside of the unit circle.
    case iuc, ouc

    func contains(_ value: ComplexNumber) -> Bool {
      switch self {
      case .lhp: value.real < 0
      case .rhp: value.real >= 0
      case .iuc: value.real * value.real + value.imaginary * value.imaginary <= 1
      case .ouc: value.real * value.real + value.imaginary * value.imaginary > 1
      }
    }
  }

  /// Brings the eigenvalues that `selection` contains to the front, by exchanges of neighbours.
  /// - Returns: how many there are.
  package mutating func sort(_ selection: Selection) -> Int {
    var blocks = diagonalBlocks()
    var placed = 0
    while let next = blocks[placed...].firstIndex(where: { selection.contains($0.eigenvalue) }) {
      for place in stride(from: next, to: placed, by: -1) {
        exchange(blocks[..<(place - 1)].reduce(0) { $0 + $1.size }, blocks[place - 1].size, blocks[place].size)
        blocks.swapAt(place - 1, place)
      }
      placed += 1
    }
    return blocks[..<placed].reduce(0) { $0 + $1.size }
  }

  private func diagonalBlocks() -> [(size: Int, eigenvalue: ComplexNumber)] {
    let values = eigenvalues
    var blocks: [(size: Int, eigenvalue: ComplexNumber)] = []
    var row = 0
    while row < values.count {
      let size = row + 1 < values.count && triangular[row + 1, row] != 0 ? 2 : 1
      blocks.append((size, values[row]))
      row += size
    }
    return blocks
  }

  /// Exchanges the diagonal blocks of sizes `p` and `q` that begin at row `start`: the subspace of the second one, found as the solution of a Sylvester
  /// equation, becomes the first.
  private mutating func exchange(_ start: Int, _ p: Int, _ q: Int) {
    let size = p + q
    // A X - X B = C with the blocks A (p x p), B (q x q) and C between them, as a linear system in the columns of X.
    var system = DenseMatrix(zeros: p * q, p * q)
    var right = DenseMatrix(zeros: p * q, 1)
    for column in 0..<q {
      for row in 0..<p {
        let index = column * p + row
        right[index, 0] = triangular[start + row, start + p + column]
        for k in 0..<p { system[index, column * p + k] += triangular[start + row, start + k] }
        for k in 0..<q { system[index, k * p + row] -= triangular[start + p + k, start + p + column] }
      }
    }
    let solution = LUDecomposition(system).solve(right)
    var basis = DenseMatrix(zeros: size, q)
    for column in 0..<q {
      for row in 0..<p { basis[row, column] = -solution[column * p + row, 0] }
      basis[p + column, column] = 1
    }
    rotate(start, QRDecomposition(basis).orthogonal(columns: size))
    for row in q..<size { for column in 0..<q { triangular[start + row, start + column] = 0 } }
  }

  /// Changes the basis of rows and columns from `start` on by the orthogonal `basis`.
  private mutating func rotate(_ start: Int, _ basis: DenseMatrix) {
    let count = basis.rows
    for column in 0..<triangular.columns {
      let old = (0..<count).map { triangular[start + $0, column] }
      for row in 0..<count { triangular[start + row, column] = (0..<count).reduce(0.0) { $0 + basis[$1, row] * old[$1] } }
    }
    for row in 0..<triangular.rows {
      let old = (0..<count).map { triangular[row, start + $0] }
      for column in 0..<count { triangular[row, start + column] = (0..<count).reduce(0.0) { $0 + basis[$1, column] * old[$1] } }
    }
    for row in 0..<orthogonal.rows {
      let old = (0..<count).map { orthogonal[row, start + $0] }
      for column in 0..<count { orthogonal[row, start + column] = (0..<count).reduce(0.0) { $0 + basis[$1, column] * old[$1] } }
    }
  }
}
