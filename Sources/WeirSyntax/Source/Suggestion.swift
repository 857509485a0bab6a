/// "Did you mean": the known name that is nearest to one that is not.
package enum Suggestion {
  /// The nearest of `names`, when it is near enough to be a slip of the finger: at most a third of the letters differ.
  package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    let letters = Array(name.lowercased().utf8)
    let limit = max(1, letters.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in names where candidate != name && abs(candidate.utf8.count - letters.count) <= limit {
      let distance = editDistance(letters, Array(candidate.lowercased().utf8))
      guard distance <= limit else { continue }
      // Ties go to the first in the alphabet, so that the text does not depend on the order of a dictionary.
      if let present = best, (present.distance, present.name) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, leftByte) in left.enumerated() {
      var current = [row + 1]
      for (column, rightByte) in right.enumerated() {
        var distance = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (leftByte == rightByte ? 0 : 1))
        if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte { distance = min(distance, beforePrevious[column - 1] + 1) }
        current.append(distance)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
