extension ArrayVector {
  /// Cuts `values` behind each of the 1-based positions in `ends`.
  /// - Throws: `.value` when `ends` does not ascend, `.range` when it goes beyond the values.
  package static func cut(_ values: Vector, behind ends: [Int]) throws -> ArrayVector {
    var offsets = [0]
    offsets.reserveCapacity(ends.count + 1)
    for end in ends {
      guard end > offsets[offsets.count - 1] else { throw KernelError.value("the index of an array vector must be positive and strictly ascending") }
      guard end <= values.count else { throw KernelError.range("the index \(end) is beyond the \(values.count) values") }
      offsets.append(end)
    }
    return ArrayVector(offsets: offsets, values: values.slice(0, offsets[offsets.count - 1]))
  }

  /// Row by row the elements of all `columns`, which have one length.
  /// - Throws: `.shape`, `.type`.
  package static func zipping(_ columns: [Vector]) throws -> ArrayVector {
    let matrix = try MatrixAssembly.matrix(ofColumns: columns)
    let transposed = try MatrixAssembly.transposed(matrix)
    return ArrayVector(offsets: (0...matrix.rows).map { $0 * matrix.columns }, values: transposed.values)
  }

  /// The rows as columns of one length.
  /// - Throws: `.shape` when the rows differ in length.
  package func asColumns() throws -> [Vector] {
    guard count > 0 else { return [] }
    let width = offsets[1]
    for row in 0..<count where offsets[row + 1] - offsets[row] != width {
      throw KernelError.shape("the rows of the array vector differ in length")
    }
    return try (0..<width).map { column in try values.gather((0..<count).map { offsets[$0] + column }) }
  }
}
