/// Places of values in vectors.
package enum VectorSearch {
  /// For each of `wanted` the first place in `values` where it stands; -1 where it does not.
  package static func firstPlaces(of wanted: Vector, in values: Vector) throws -> Vector {
    let result = try FixedVector(.int, count: wanted.count)
    let output = result.pointer(Int32.self)
    let comparable = try comparable(values, wanted)
    let index = try KeyIndex(over: comparable.values)
    for row in 0..<wanted.count {
      try Interruption.check(atRow: row)
      output[row] = Int32(truncatingIfNeeded: index.find(comparable.wanted.cell(at: row), in: comparable.values) ?? -1)
    }
    return result
  }

  /// Both vectors in one type, so that equal values have equal bits.
  static func comparable(_ values: Vector, _ wanted: Vector) throws -> (values: Vector, wanted: Vector) {
    if values.type.isLiteral || wanted.type.isLiteral {
      return (try values.cast(to: .string), try wanted.cast(to: .string))
    }
    if values.type == wanted.type, values.scale == wanted.scale { return (values, wanted) }
    if wanted.type == .void { return (values, try wanted.cast(to: values.type, scale: values.scale)) }
    if values.type.isTemporal, wanted.type.isTemporal {
      let finer = values.type.nanosecondsPerUnit <= wanted.type.nanosecondsPerUnit && values.type.nanosecondsPerUnit > 0 ? values.type : wanted.type
      return (try values.cast(to: finer), try wanted.cast(to: finer))
    }
    if values.type.isIntegerLike, wanted.type.isIntegerLike { return (try values.cast(to: .long), try wanted.cast(to: .long)) }
    return (try values.doubles(), try wanted.doubles())
  }

  /// For each of `wanted` a place in the ascending `values` where it stands; -1 where it does not.
  package static func sortedPlaces(of wanted: Vector, in values: Vector) throws -> Vector {
    try places(of: wanted, in: values) { order, row in
      let place = order.upperBound(row) - 1
      return place >= 0 && order.isEqual(place, row) ? place : -1
    }
  }

  /// For each of `wanted` the last place in the ascending `values` that is not above it; -1 where all are.
  package static func lastPlaces(notAbove wanted: Vector, in values: Vector) throws -> Vector {
    try places(of: wanted, in: values) { order, row in order.upperBound(row) - 1 }
  }

  /// For each of `wanted` the first place in the ascending `values` that is not below it; their number where all are.
  package static func firstPlaces(notBelow wanted: Vector, in values: Vector) throws -> Vector {
    try places(of: wanted, in: values) { order, row in order.lowerBound(row) }
  }

  private static func places(of wanted: Vector, in values: Vector, _ find: (SearchOrder, Int) -> Int) throws -> Vector {
    let both = try comparable(values, wanted)
    let order = try SearchOrder(both.values, both.wanted)
    let result = try FixedVector(.int, count: wanted.count)
    let output = result.pointer(Int32.self)
    for row in 0..<wanted.count {
      try Interruption.check(atRow: row)
      output[row] = Int32(truncatingIfNeeded: find(order, row))
    }
    return result
  }
}

/// Binary search of the elements of one vector in another, as doubles, integers or texts.
struct SearchOrder {
  private enum Keys {
    case doubles(FixedVector, FixedVector)
    case integers(FixedVector, FixedVector)
    case texts(Vector, Vector)
  }

  private let keys: Keys
  private let count: Int

  init(_ values: Vector, _ wanted: Vector) throws {
    count = values.count
    if values.type.isLiteral {
      keys = .texts(values, wanted)
    } else if values.type.isFloating || values.type.isDecimal {
      keys = .doubles(try values.doubles(), try wanted.doubles())
    } else {
      keys = .integers(try values.longs(), try wanted.longs())
    }
  }

  /// How many elements are not above element `row` of the wanted ones.
  func upperBound(_ row: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAbove(middle, row) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// How many elements are below element `row` of the wanted ones.
  func lowerBound(_ row: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAbove(middle, row) || isEqual(middle, row) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func isAbove(_ place: Int, _ row: Int) -> Bool {
    switch keys {
    case .doubles(let values, let wanted): values.pointer(Double.self)[place] > wanted.pointer(Double.self)[row]
    case .integers(let values, let wanted): values.pointer(Int64.self)[place] > wanted.pointer(Int64.self)[row]
    case .texts(let values, let wanted): values.text(at: place) > wanted.text(at: row)
    }
  }

  func isEqual(_ place: Int, _ row: Int) -> Bool {
    switch keys {
    case .doubles(let values, let wanted): values.pointer(Double.self)[place] == wanted.pointer(Double.self)[row]
    case .integers(let values, let wanted): values.pointer(Int64.self)[place] == wanted.pointer(Int64.self)[row]
    case .texts(let values, let wanted): values.text(at: place) == wanted.text(at: row)
    }
  }
}
