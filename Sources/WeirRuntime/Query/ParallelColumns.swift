import WeirTables

/// Columns that several threads make, each in a place of its own.
final class ParallelColumns: @unchecked Sendable {
  // Unchecked: no two threads write one place, and nobody reads before all are done.
  private let places: UnsafeMutablePointer<Vector?>
  private let count: Int

  init(count: Int) {
    self.count = count
    places = .allocate(capacity: count)
    places.initialize(repeating: nil, count: count)
  }

  deinit {
    places.deinitialize(count: count)
    places.deallocate()
  }

  func set(_ place: Int, _ vector: Vector) { places[place] = vector }
  subscript(place: Int) -> Vector? { places[place] }
}
