import CKernels

/// Rows of which a chain computes the values at once, no more than a block of them where it has steps.
enum ChainRows {
  /// Those that lie behind each other.
  case range(start: Int, count: Int)
  /// Some of those from `start` on: `start` itself is 0.
  case some(start: Int, UnsafeBufferPointer<Int32>)

  /// - Precondition: the vector is of a fixed width and has the rows.
  func of(_ vector: Vector) throws -> Vector {
    switch self {
    case .range(let start, let count): return vector.slice(start, count)
    case .some(let start, let rows):
      let result = try FixedVector(vector.type, count: rows.count, scale: vector.scale)
      guard let base = rows.baseAddress else { return result }
      withExtendedLifetime(vector) {
        switch vector.storage.width {
        case 1: weir_pick_1(vector.pointer() + start, base, rows.count, result.pointer())
        case 2: weir_pick_2(vector.pointer() + start, base, rows.count, result.pointer())
        case 4: weir_pick_4(vector.pointer() + start, base, rows.count, result.pointer())
        default: weir_pick_8(vector.pointer() + start, base, rows.count, result.pointer())
        }
      }
      return result
    }
  }
}
