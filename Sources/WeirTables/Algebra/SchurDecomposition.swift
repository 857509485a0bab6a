import Glibc
import WeirHost

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
    try reduceToHessenberg()
    try iterate()
  }

  private var size: Int { triangular.rows }

  private mutating func reduceToHessenberg() throws {
    for column in 0..<max(size - 2, 0) {
      try Interruption.check()
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
    for column in firstColumn..<size where !StopFlag.isRaised {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * triangular[start + $1, column] }
      for index in direction.indices { triangular[start + index, column] -= product * direction[index] }
    }
    let rows = min((lastRow ?? size - 1) + 1, size)
    for row in 0..<rows where !StopFlag.isRaised {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * triangular[row, start + $1] }
      for index in direction.indices { triangular[row, start + index] -= product * direction[index] }
    }
    for row in 0..<size where !StopFlag.isRaised {
      let product = factor * direction.indices.reduce(0.0) { $0 + direction[$1] * orthogonal[row, start + $1] }
      for index in direction.indices { orthogonal[row, start + index] -= product * direction[index] }
    }
  }

  private mutating func iterate() throws {
    var last = size - 1
    var steps = 0
    while last > 0 {
      try Interruption.check()
      let first = firstRowOfActiveBlock(last)
      if first == last {
        last -= 1
        steps = 0
      } else if first == last - 1 {
        standardize(first)
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
      if isNegligible(row) {
        triangular[row, row - 1] = 0
        return row
      }
      row -= 1
    }
    return 0
  }

  /// Whether the element left of the diagonal in `row` may be called 0.
  ///
  /// - Source: Ahues and Tisseur, "A New Deflation Criterion for the QR Algorithm" (1997), as LAPACK has it.
  private func isNegligible(_ row: Int) -> Bool {
    let unit = 2.220446049250313e-16
    let (above, below) = (triangular[row - 1, row - 1], triangular[row, row])
    let (left, right) = (abs(triangular[row, row - 1]), abs(triangular[row - 1, row]))
    if left <= 1e-290 { return true }
    guard left <= unit * (abs(above) + abs(below)) else { return false }
    let difference = abs(above - below)
    let (greater, less) = (max(abs(below), difference), min(abs(below), difference))
    let sum = greater + max(left, right)
    return min(left, right) * (max(left, right) / sum) <= max(1e-290, unit * (less * (greater / sum)))
  }

  /// One double-shift step on rows `first...last`, chasing the bulge down.
  private mutating func step(_ first: Int, _ last: Int, isExceptional: Bool) {
    let (a, b, c, d) = (triangular[last - 1, last - 1], triangular[last - 1, last], triangular[last, last - 1], triangular[last, last])
    var (trace, determinant) = (a + d, a * d - b * c)
    let discriminant = trace * trace / 4 - determinant
    if discriminant > 0 {
      // Of two real shifts the one nearer to the last element is taken twice.
      let roots = (trace / 2 + sqrt(discriminant), trace / 2 - sqrt(discriminant))
      let shift = abs(roots.0 - d) <= abs(roots.1 - d) ? roots.0 : roots.1
      (trace, determinant) = (2 * shift, shift * shift)
    }
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
  private mutating func standardize(_ first: Int) {
    var block = StandardBlock(
      a: triangular[first, first], b: triangular[first, first + 1], c: triangular[first + 1, first], d: triangular[first + 1, first + 1])
    block.standardize()
    turn(first, block.cosine, block.sine)
    triangular[first, first] = block.a
    triangular[first, first + 1] = block.b
    triangular[first + 1, first] = block.c
    triangular[first + 1, first + 1] = block.d
  }

  /// Rotates rows and columns `first` and `first + 1`.
  private mutating func turn(_ first: Int, _ cosine: Double, _ sine: Double) {
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

  /// Exchanges the diagonal blocks of sizes `p` and `q` that begin at row `start`, and brings those of size 2 into their standard form.
  private mutating func exchange(_ start: Int, _ p: Int, _ q: Int) {
    if p == 1, q == 1 { return exchangeSingles(start) }
    let x = between(start, p, q)
    switch (p, q) {
    case (1, _): apply(Reflector([1, x[0, 0], x[0, 1]], pivot: 2), start)
    case (_, 1): apply(Reflector([-x[0, 0], -x[1, 0], 1], pivot: 0), start)
    default:
      let first = Reflector([-x[0, 0], -x[1, 0], 1], pivot: 0)
      apply(first, start)
      // The second column of the subspace as the first reflector leaves it.
      let image = first.applied(to: [-x[0, 1], -x[1, 1], 0])
      apply(Reflector([image[1], image[2], 1], pivot: 0), start + 1)
    }
    for row in q..<(p + q) { for column in 0..<q { triangular[start + row, start + column] = 0 } }
    if q == 2 { standardize(start) }
    if p == 2 { standardize(start + q) }
  }

  private mutating func exchangeSingles(_ start: Int) {
    let (a, b, d) = (triangular[start, start], triangular[start, start + 1], triangular[start + 1, start + 1])
    let length = copysign(sqrt(b * b + (d - a) * (d - a)), b)
    guard length != 0 else { return }
    turn(start, b / length, (d - a) / length)
    triangular[start, start] = d
    triangular[start + 1, start + 1] = a
    triangular[start + 1, start] = 0
  }

  /// The X with `A X - X B = C` for the blocks A (`p x p`), B (`q x q`) and C between them, as a linear system in the columns of X.
  private func between(_ start: Int, _ p: Int, _ q: Int) -> DenseMatrix {
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
    return DenseMatrix(rows: p, columns: q, values: LUDecomposition(system).solve(right).values)
  }

  /// Applies `reflector` from both sides to rows and columns from `start` on.
  private mutating func apply(_ reflector: Reflector, _ start: Int) {
    let count = reflector.direction.count
    for column in 0..<triangular.columns {
      let image = reflector.applied(to: (0..<count).map { triangular[start + $0, column] })
      for row in 0..<count { triangular[start + row, column] = image[row] }
    }
    for row in 0..<triangular.rows {
      let image = reflector.applied(to: (0..<count).map { triangular[row, start + $0] })
      for column in 0..<count { triangular[row, start + column] = image[column] }
    }
    for row in 0..<orthogonal.rows {
      let image = reflector.applied(to: (0..<count).map { orthogonal[row, start + $0] })
      for column in 0..<count { orthogonal[row, start + column] = image[column] }
    }
  }
}

/// Householder's reflection that sends a vector to one of its axes.
private struct Reflector {
  private(set) var direction: [Double]
  private let factor: Double

  init(_ vector: [Double], pivot: Int) {
    direction = vector
    let norm = sqrt(vector.reduce(0) { $0 + $1 * $1 })
    direction[pivot] += copysign(norm, vector[pivot])
    let square = direction.reduce(0) { $0 + $1 * $1 }
    factor = square > 0 ? 2 / square : 0
  }

  func applied(to vector: [Double]) -> [Double] {
    let product = factor * zip(direction, vector).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(direction, vector).map { $1 - product * $0 }
  }
}

/// A 2 x 2 block and the rotation that brings it into standard form.
///
/// - Source: LAPACK's `dlanv2`.
private struct StandardBlock {
  var a: Double
  var b: Double
  var c: Double
  var d: Double
  private(set) var cosine = 1.0
  private(set) var sine = 0.0

  init(a: Double, b: Double, c: Double, d: Double) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  mutating func standardize() {
    if c == 0 || a == d && (b < 0) != (c < 0) { return }
    if b == 0 {
      (a, b, c, d) = (d, -c, 0, a)
      (cosine, sine) = (0, 1)
      return
    }
    let half = 0.5 * (a - d)
    let greater = max(abs(b), abs(c))
    let product = min(abs(b), abs(c)) * ((b < 0) == (c < 0) ? 1 : -1)
    let scale = max(abs(half), greater)
    let z = half / scale * half + greater / scale * product
    if z >= 4 * 2.220446049250313e-16 { splitReal(half + copysign(sqrt(scale) * sqrt(z), half), greater * product) } else { equalizeDiagonal(half) }
  }

  private mutating func splitReal(_ z: Double, _ product: Double) {
    let length = sqrt(c * c + z * z)
    (cosine, sine) = (z / length, c / length)
    (a, b, c, d) = (d + z, b - c, 0, d - product / z)
  }

  private mutating func equalizeDiagonal(_ half: Double) {
    let sigma = b + c
    let length = sqrt(sigma * sigma + 4 * half * half)
    cosine = sqrt(0.5 * (1 + abs(sigma) / length))
    sine = -(half / (length * cosine)) * (sigma < 0 ? -1 : 1)
    let (aa, bb, cc, dd) = (a * cosine + b * sine, b * cosine - a * sine, c * cosine + d * sine, d * cosine - c * sine)
    (a, b, c, d) = (aa * cosine + cc * sine, bb * cosine + dd * sine, cc * cosine - aa * sine, dd * cosine - bb * sine)
    let middle = 0.5 * (a + d)
    (a, d) = (middle, middle)
    if c != 0, b == 0 {
      (b, c) = (-c, 0)
      (cosine, sine) = (-sine, cosine)
    } else if c != 0, (b < 0) == (c < 0) {
      splitNearlyEqual(middle)
    }
  }

  /// Real eigenvalues that are nearly equal.
  private mutating func splitNearlyEqual(_ middle: Double) {
    let roots = (sqrt(abs(b)), sqrt(abs(c)))
    let difference = copysign(roots.0 * roots.1, c)
    let factor = 1 / sqrt(abs(b + c))
    (a, b, c, d) = (middle + difference, b - c, 0, middle - difference)
    let turn = (roots.0 * factor, roots.1 * factor)
    (cosine, sine) = (cosine * turn.0 - sine * turn.1, cosine * turn.1 + sine * turn.0)
  }
}
