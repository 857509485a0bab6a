import WeirHost

/// The places of the elements of a vector in its order.
package struct Ranking {
  package var isAscending = true
  /// Sorted elements fall into so many groups of equal size, and the rank is the number of the group.
  package var groupCount: Int?
  /// Nulls have no rank; otherwise they are the least values.
  package var ignoresNull = true
  package var ties = WindowOrder.Ties.min
  package var isPercent = false
  /// Values that differ by no more than ten to the minus this are equal.
  package var precision: Int?

  package init() {}

  /// INT; DOUBLE for percentages and averages of ties.
  package func ranks(_ values: Vector, threads: any Threads) throws -> Vector {
    guard let tolerance = try tolerance(values) else { return try ranks(values, threads, EqualValues()) }
    return try withExtendedLifetime(tolerance.numbers) {
      // A run is what lies near its first element: it can be found only from the left.
      try ranks(values, SerialThreads(), NearValues(numbers: tolerance.numbers.pointer(), distance: tolerance.distance))
    }
  }

  private func ranks(_ values: Vector, _ threads: any Threads, _ ties: some TieRule) throws -> Vector {
    try withRuns(values, threads) { runs in
      let rule = PlaceRank(ranking: self, count: runs.ranked.count)
      guard isPercent || self.ties == .average else { return try runs.ranks(.int, values.count, threads, ties, WholeRank(rule: rule)) }
      return try runs.ranks(.double, values.count, threads, ties, rule)
    }
  }

  private func withRuns(_ values: Vector, _ threads: any Threads, _ body: (TiedRuns) throws -> Vector) throws -> Vector {
    let codes = try SortKernel.packed([SortKey(values, descending: !isAscending)], threads)
    return try SortKernel.withSortedRows(codes, values.count, threads) { sorted in
      try body(TiedRuns(sorted: sorted, codes: codes, ranked: ignoresNull ? presentPlaces(values, sorted) : 0..<values.count))
    }
  }

  /// The places of the values that are not null, which come first or last.
  private func presentPlaces(_ values: Vector, _ sorted: SortedRows) -> Range<Int> {
    var places = 0..<sorted.count
    if isAscending {
      while let first = places.first, values.isNull(at: sorted[first]) { places.removeFirst() }
    } else {
      while let last = places.last, values.isNull(at: sorted[last]) { places.removeLast() }
    }
    return places
  }

  /// The values as numbers and how far equal ones may lie apart; nil where they are compared as they are.
  private func tolerance(_ values: Vector) throws -> (numbers: FixedVector, distance: Double)? {
    guard let precision else { return nil }
    guard precision >= 1, precision <= 15 else { throw KernelError.value("`precision` must be from 1 to 15, got \(precision)") }
    return (try values.doubles(), DecimalScale.double(1, scale: precision))
  }

  /// The rank of the element at `place` of the order, whose equals stand from `start` to before `end`.
  fileprivate func rank(_ place: Int, _ start: Int, _ end: Int, _ count: Int) -> Double {
    if let groupCount { return Double(group(start, groupCount, count)) }
    let rank: Double
    switch ties {
    case .min: rank = Double(start)
    case .max: rank = Double(end - 1)
    case .average: rank = Double(start + end - 1) / 2
    case .first: rank = Double(place)
    }
    return isPercent ? (rank + 1) / Double(count) : rank
  }

  /// The first groups hold one element more when the number does not divide.
  private func group(_ place: Int, _ groupCount: Int, _ count: Int) -> Int {
    let size = count / groupCount
    let larger = count % groupCount
    let inLarger = larger * (size + 1)
    return place < inLarger ? place / (size + 1) : larger + (place - inLarger) / max(size, 1)
  }

  /// Ranks without gaps: equal elements share one, the next different one has the next.
  package func denseRanks(_ values: Vector, threads: any Threads) throws -> Vector {
    try withRuns(values, threads) { runs in
      // Every run asks for the number of the runs before it.
      var runOfPlace = [Int32](repeating: 0, count: values.count + 1)
      var runCount: Int32 = 0
      var place = runs.ranked.lowerBound
      while place < runs.ranked.upperBound {
        if place > runs.ranked.lowerBound, !runs.areEqual(place - 1, place) { runCount += 1 }
        runOfPlace[place] = runCount
        place += 1
      }
      let rule = DenseRank(runOfPlace: runOfPlace, first: runs.ranked.lowerBound)
      guard isPercent else { return try runs.ranks(.int, values.count, threads, EqualValues(), rule) }
      return try runs.ranks(.double, values.count, threads, EqualValues(), DenseShare(rule: rule, runCount: runCount + 1))
    }
  }
}

/// The rank of a place whose equals stand from `start` to before `end`. Types and not closures, here and below: the loop over the places is made for them, on whatever
/// thread it runs.
private protocol RankRule {
  associatedtype Rank: VectorElement
  func rank(_ place: Int, _ start: Int, _ end: Int) -> Rank
}

private struct PlaceRank: RankRule {
  let ranking: Ranking
  let count: Int

  @inline(__always) func rank(_ place: Int, _ start: Int, _ end: Int) -> Double { ranking.rank(place, start, end, count) }
}

private struct WholeRank: RankRule {
  let rule: PlaceRank

  @inline(__always) func rank(_ place: Int, _ start: Int, _ end: Int) -> Int32 { Int32(truncatingIfNeeded: Int(rule.rank(place, start, end))) }
}

private struct DenseRank: RankRule {
  /// How many runs come before that of each place.
  let runOfPlace: [Int32]
  let first: Int

  @inline(__always) func rank(_ place: Int, _ start: Int, _ end: Int) -> Int32 { runOfPlace[start + first] }
}

private struct DenseShare: RankRule {
  let rule: DenseRank
  let runCount: Int32

  @inline(__always) func rank(_ place: Int, _ start: Int, _ end: Int) -> Double { Double(rule.rank(place, start, end) + 1) / Double(runCount) }
}

/// Which neighbours in the order share a rank.
private protocol TieRule {
  /// Nil when the values of the two rows say it.
  func areTied(_ left: Int, _ right: Int) -> Bool?
}

private struct EqualValues: TieRule {
  @inline(__always) func areTied(_ left: Int, _ right: Int) -> Bool? { nil }
}

private struct NearValues: TieRule {
  let numbers: UnsafePointer<Double>
  let distance: Double

  @inline(__always) func areTied(_ left: Int, _ right: Int) -> Bool? { abs(numbers[left] - numbers[right]) <= distance }
}

/// The places of rows in sorted order, and which of them are equal.
private struct TiedRuns {
  let sorted: SortedRows
  let codes: [OrderedCodes]
  /// The places that have a rank; it counts from the first of them.
  let ranked: Range<Int>

  /// Whether the rows at two places have the same value.
  @inline(__always)
  func areEqual(_ left: Int, _ right: Int) -> Bool {
    if sorted.differ(left, right) { return false }
    let (leftRow, rightRow) = (sorted[left], sorted[right])
    for key in codes where key.codes[leftRow] != key.codes[rightRow] { return false }
    return true
  }

  /// One rank per row; null for rows that have none. Runs are found on several threads, each by the one whose piece of the places it begins in.
  @inline(__always)
  func ranks<Rule: RankRule>(_ type: ElementType, _ rows: Int, _ threads: any Threads, _ ties: some TieRule, _ rule: Rule) throws -> Vector {
    let result = try FixedVector(type, count: rows)
    let output = result.pointer(Rule.Rank.self)
    let first = ranked.lowerBound
    for place in 0..<first { output[sorted[place]] = .null }
    for place in ranked.upperBound..<rows { output[sorted[place]] = .null }
    func belongTogether(_ left: Int, _ right: Int) -> Bool { ties.areTied(sorted[left], sorted[right]) ?? areEqual(left, right) }
    RowPieces.forEach(rows: ranked.count, threads) { _, piece in
      var start = piece.lowerBound + first
      let end = piece.upperBound + first
      while start > first, start < end, belongTogether(start - 1, start) { start += 1 }
      while start < end {
        var next = start + 1
        while next < ranked.upperBound, belongTogether(start, next) { next += 1 }
        for place in start..<next { output[sorted[place]] = rule.rank(place - first, start - first, next - first) }
        start = next
      }
    }
    return withExtendedLifetime(result) { result }
  }
}
