import WeirTables

/// A value as a higher-order function takes it apart: a vector or tuple by elements, an array vector by rows, a matrix by columns, a table by rows (each a
/// dictionary), a dictionary by values. A scalar or function stays the same at every place.
final class Elements: @unchecked Sendable {
  // Unchecked: it is never written again, and reference counts are atomic.
  private enum Kind {
    case constant
    case vector(Vector)
    case matrix(MatrixObject)
    case table(TableSnapshot, names: Vector)
  }

  private let kind: Kind
  private let value: Cell
  /// The words of `value` when it is a vector, for numbers in it that are read without a detour.
  private let vector: RawCell?
  /// nil for what is not taken apart.
  let count: Int?

  init(_ value: borrowing Cell) throws {
    self.value = value.copy()
    vector = value.heapKind == .vector ? value.raw : nil
    switch value.heapKind {
    case .vector: kind = .vector(value.unsafeObject(as: Vector.self))
    case .pair: kind = .vector(value.unsafeObject(as: PairObject.self).elements)
    case .set: kind = .vector(value.unsafeObject(as: SetObject.self).elements)
    case .dictionary: kind = .vector(try value.unsafeObject(as: DictionaryObject.self).values)
    case .matrix: kind = .matrix(value.unsafeObject(as: MatrixObject.self))
    case .table:
      let snapshot = value.unsafeObject(as: Table.self).snapshot
      kind = .table(snapshot, names: try StringVector(snapshot.names))
    default: kind = .constant
    }
    switch kind {
    case .constant: count = nil
    case .vector(let vector): count = vector.count
    case .matrix(let matrix): count = matrix.columns
    case .table(let snapshot, _): count = snapshot.rowCount
    }
  }

  /// - Precondition: `index` is below `count`.
  @inline(__always)
  func cell(at index: Int) throws -> Cell {
    if let vector, let scalar = Vector.scalar(in: vector, at: Int64(index)) { return Cell(owning: scalar) }
    return try member(at: index)
  }

  private func member(at index: Int) throws -> Cell {
    switch kind {
    case .vector(let vector): return vector.cell(at: index)
    case .constant: return value.copy()
    case .matrix(let matrix): return .vector(matrix.column(index))
    case .table(let snapshot, let names):
      let values = AnyVector(capacity: snapshot.columns.count)
      for column in snapshot.columns { values.push(column.cell(at: index)) }
      return .dictionary(try DictionaryObject(keys: names, values: values, isOrdered: true))
    }
  }

  /// How many scalars there are in all elements: what a function of them works on.
  var scalarCount: Int {
    switch kind {
    case .constant: 0
    case .matrix(let matrix): matrix.values.count
    case .table(let snapshot, _): snapshot.rowCount * snapshot.columns.count
    case .vector(let vector):
      if let tuple = vector as? AnyVector {
        (0..<tuple.count).reduce(0) { sum, index in sum + tuple.withCell(index) { $0.vector?.count ?? 1 } }
      } else {
        (vector as? ArrayVector)?.values.count ?? vector.count
      }
    }
  }

  /// What names the elements when results become the columns of a matrix.
  var labels: Vector? {
    get throws {
      switch kind {
      case .matrix(let matrix): return matrix.columnLabels
      case .vector(let vector):
        if let tuple = vector as? AnyVector { return try Elements.functionNames(tuple) }
        return vector.storage == .array ? nil : vector.sharingHeader()
      default: return nil
      }
    }
  }

  var isMatrix: Bool {
    if case .matrix = kind { return true }
    return false
  }

  /// What names the rows of results that are as long as a column.
  var rowLabels: Vector? {
    if case .matrix(let matrix) = kind { return matrix.rowLabels }
    return nil
  }

  /// The dictionary's keys, when it is one.
  var dictionary: DictionaryObject? { value.dictionary }

  private static func functionNames(_ tuple: AnyVector) throws -> Vector? {
    var names: [String] = []
    for index in 0..<tuple.count {
      guard let name = tuple.withCell(index, { $0.function?.name }) else { return nil }
      names.append(name)
    }
    guard !names.isEmpty else { return nil }
    return try StringVector(names)
  }

  /// How many places all have in common.
  /// - Throws: `.shape` when two of them differ.
  static func commonCount(_ all: [Elements], _ name: String) throws -> Int? {
    var common: Int?
    for elements in all {
      guard let count = elements.count else { continue }
      if let common, common != count { throw KernelError.shape("\(name): the arguments have \(common) and \(count) elements") }
      common = count
    }
    return common
  }
}

extension Unmanaged<Elements> {
  /// Replaces what is in `cell` by the element at `place`.
  @inline(__always)
  func put(_ place: Int, into cell: UnsafeMutablePointer<Cell>) throws {
    try _withUnsafeGuaranteedRef { replace(cell, try $0.cell(at: place)) }
  }
}
