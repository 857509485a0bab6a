/// Aggregates that answer one of the elements as it is.
enum PlacesByGroup {
  /// The last row of each group, or the last that has a value; -1 where there is none.
  static func last(_ vector: Vector, _ grouping: RowGrouping, skippingNulls: Bool) -> [Int] {
    scatter(grouping, reversed: false) { skippingNulls && vector.isNull(at: $0) }
  }

  /// The first row of each group that has a value; -1 where there is none.
  static func firstPresent(_ vector: Vector, _ grouping: RowGrouping) -> [Int] {
    scatter(grouping, reversed: true) { vector.isNull(at: $0) }
  }

  /// The row that is visited last wins.
  @inline(__always)
  private static func scatter(_ grouping: RowGrouping, reversed: Bool, isSkipped: (Int) -> Bool) -> [Int] {
    let ids = grouping.ids.pointer(Int32.self)
    let rows = grouping.rowCount
    var places = [Int](repeating: -1, count: grouping.groupCount)
    places.withUnsafeMutableBufferPointer { places in
      var step = 0
      while step < rows {
        let row = reversed ? rows &- 1 &- step : step
        if !isSkipped(row) { places[Int(ids[row])] = row }
        step &+= 1
      }
    }
    return places
  }
}

extension Aggregate {
  /// The first element, null or not.
  package static let first = Aggregate { columns, _ in
    columns[0].count > 0 ? columns[0].cell(at: 0) : nullElement(columns[0])
  } byGroup: { columns, grouping in
    try columns[0].gather(grouping.firstRows)
  }

  package static let last = Aggregate { columns, _ in
    columns[0].count > 0 ? columns[0].cell(at: columns[0].count - 1) : nullElement(columns[0])
  } byGroup: { columns, grouping in
    try columns[0].gather(PlacesByGroup.last(columns[0], grouping, skippingNulls: false))
  }

  /// The first element that is not null.
  package static let firstPresent = Aggregate { columns, _ in
    let vector = columns[0]
    return (0..<vector.count).first { !vector.isNull(at: $0) }.map { vector.cell(at: $0) } ?? nullElement(vector)
  } byGroup: { columns, grouping in
    try columns[0].gather(PlacesByGroup.firstPresent(columns[0], grouping))
  }

  package static let lastPresent = Aggregate { columns, _ in
    let vector = columns[0]
    return (0..<vector.count).last { !vector.isNull(at: $0) }.map { vector.cell(at: $0) } ?? nullElement(vector)
  } byGroup: { columns, grouping in
    try columns[0].gather(PlacesByGroup.last(columns[0], grouping, skippingNulls: true))
  }

  static func nullElement(_ vector: Vector) -> Cell {
    vector.storage == .array ? .void : .null(vector.type, scale: vector.scale)
  }
}
