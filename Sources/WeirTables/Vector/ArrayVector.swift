import WeirHost

/// A column whose elements are lists of values of one type: `offsets[i]..<offsets[i + 1]` are the values of row `i`.
package final class ArrayVector: Vector, @unchecked Sendable {
  /// `count + 1` ascending offsets, the first 0.
  package private(set) var offsets: [Int]
  package private(set) var values: Vector

  package init(offsets: [Int], values: Vector) {
    self.offsets = offsets
    self.values = values
    super.init(type: values.type, storage: .array, scale: values.scale, count: offsets.count - 1, raw: values.raw)
  }

  package convenience init(_ type: ElementType, scale: Int = 0) throws {
    self.init(offsets: [0], values: try Vector.empty(type, scale: scale))
  }

  /// The values of one row.
  package func row(_ index: Int) -> Vector { values.slice(offsets[index], offsets[index + 1] - offsets[index]) }

  package override func sharingHeader() -> Vector { ArrayVector(offsets: offsets, values: values.sharingHeader()) }
  package override func cell(at index: Int) -> Cell { .vector(row(index)) }

  package override func isNull(at index: Int) -> Bool {
    let length = offsets[index + 1] - offsets[index]
    return length == 0 || length == 1 && values.isNull(at: offsets[index])
  }

  package override func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> Vector {
    let gathered = try values.emptyLike(capacity: 0)
    var ends = [0]
    ends.reserveCapacity(indices.count + 1)
    for (place, index) in indices.enumerated() {
      try Interruption.check(atRow: place)
      if index >= 0, index < count { try gathered.append(contentsOf: row(index)) }
      ends.append(gathered.count)
    }
    return ArrayVector(offsets: ends, values: gathered)
  }

  package override func slice(_ start: Int, _ count: Int) -> Vector {
    let first = offsets[start]
    let ends = offsets[start...(start + count)].map { $0 - first }
    return ArrayVector(offsets: ends, values: values.slice(first, offsets[start + count] - first))
  }

  package override func emptyLike(capacity: Int) throws -> ArrayVector {
    ArrayVector(offsets: [0], values: try values.emptyLike(capacity: capacity))
  }

  package override func reserve(_ extra: Int) throws { offsets.reserveCapacity(offsets.count + extra) }

  package override func removeAll() throws {
    offsets = [0]
    values = try values.emptyLike(capacity: 0)
    count = 0
    raw = values.raw
  }

  override func become(_ other: Vector) {
    guard let other = other as? ArrayVector else { preconditionFailure("elements of another kind") }
    offsets = other.offsets
    values = other.values
    count = other.count
    raw = other.raw
  }

  /// Adds one row: the elements of a vector, or a scalar as a row of one.
  package override func append(_ value: borrowing Cell) throws {
    if let row = value.vector {
      try values.append(contentsOf: row)
    } else {
      try values.append(value)
    }
    finishRow()
  }

  private func finishRow() {
    offsets.append(values.count)
    count += 1
    raw = values.raw
  }

  /// Adds every element of `other` as a row.
  package override func append(contentsOf other: Vector) throws {
    // Together first: a row that does not fit leaves the vector as it was.
    let rows = try emptyLike(capacity: other.count)
    for index in 0..<other.count {
      try Interruption.check(atRow: index)
      try rows.append(other.cell(at: index))
    }
    let before = values.count
    try values.append(contentsOf: rows.values)
    offsets += rows.offsets.dropFirst().map { $0 + before }
    count += rows.count
    raw = values.raw
  }

  package override func set(_ index: Int, _ value: borrowing Cell) throws {
    try checkIndex(index)
    let rebuilt = try emptyLike(capacity: count)
    for row in 0..<count { try rebuilt.append(row == index ? value.copy() : cell(at: row)) }
    become(rebuilt)
  }
}
