extension Vector {
  /// Leaves the rows named by `kept` and forgets the others.
  /// - Precondition: `kept` are rows.
  package final func keep(_ kept: [Int]) throws {
    let rest = try gather(kept)
    try removeAll()
    try append(contentsOf: rest)
  }
}
