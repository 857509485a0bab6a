import Glibc

/// Norms of vectors and matrices.
package enum VectorNorm {
  package enum Order: Sendable, Equatable {
    case standard
    case number(Double)
    case infinity
    case minusInfinity
    case nuclear
    case frobenius
  }

  /// The norm of numbers in a row.
  /// - Throws: `.value` for an order that only matrices have.
  package static func ofVector(_ values: [Double], _ order: Order) throws -> Double {
    switch order {
    case .standard, .number(2): return sqrt(values.reduce(0) { $0 + $1 * $1 })
    case .number(0): return Double(values.count { $0 != 0 })
    case .number(1): return values.reduce(0) { $0 + abs($1) }
    case .number(let power): return pow(values.reduce(0) { $0 + pow(abs($1), power) }, 1 / power)
    case .infinity: return values.reduce(0) { max($0, abs($1)) }
    case .minusInfinity: return values.reduce(.infinity) { min($0, abs($1)) }
    case .nuclear, .frobenius: throw KernelError.value("vectorNorm: `ord` must be a number, \"inf\" or \"-inf\" for a vector")
    }
  }

  /// The norm of a matrix whose first axis are its rows.
  /// - Throws: `.value` for an order that only vectors have.
  package static func ofMatrix(_ matrix: DenseMatrix, _ order: Order) throws -> Double {
    switch order {
    case .standard, .frobenius: return sqrt(matrix.values.reduce(0) { $0 + $1 * $1 })
    case .number(1): return columnSums(matrix).max() ?? 0
    case .number(-1): return columnSums(matrix).min() ?? 0
    case .number(2): return SingularValues(matrix, reduced: true).values.first ?? 0
    case .number(-2): return SingularValues(matrix, reduced: true).values.last ?? 0
    case .infinity: return columnSums(matrix.transposed).max() ?? 0
    case .minusInfinity: return columnSums(matrix.transposed).min() ?? 0
    case .nuclear: return SingularValues(matrix, reduced: true).values.reduce(0, +)
    case .number: throw KernelError.value("vectorNorm: `ord` must be 1, -1, 2, -2 or the name of a norm for a matrix")
    }
  }

  private static func columnSums(_ matrix: DenseMatrix) -> [Double] {
    (0..<matrix.columns).map { matrix.column($0).reduce(0) { $0 + abs($1) } }
  }
}
