extension Vector {
  /// Leaves the rows named by `kept` and forgets the others.
  /// - Precondition: `kept` are rows.
  package final func keep(_ kept: [Int]) throws {
    become(try gather(kept))
  }

  /// Gets the elements of `source`, converted to the type of this vector: all of them or none.
  /// - Throws: `.type` when one cannot be converted.
  package final func takeOver(_ source: Vector) throws {
    let elements = try emptyLike(capacity: source.count)
    try elements.append(contentsOf: source)
    become(elements)
  }
}
