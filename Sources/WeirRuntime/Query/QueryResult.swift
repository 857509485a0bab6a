import WeirHost
import WeirTables

/// What a query computed.
struct QueryResult {
  var names: [String] = []
  var columns: [Vector] = []
  /// Nothing but scalars were computed, from all rows.
  var isScalar = false
  /// What `exec … pivot by` gives in place of a table.
  var matrix: MatrixObject?

  init() {}

  /// Columns of one length out of vectors and scalars. A scalar is repeated; scalars alone make one row.
  init(_ values: [ItemValue]) throws {
    let lengths = values.compactMap { value -> Int? in
      if case .vector(let vector) = value.content { return vector.count }
      return nil
    }
    let length = lengths.max() ?? 1
    isScalar = lengths.isEmpty
    for value in values {
      switch value.content {
      case .vector(let vector) where vector.count == length: append(value.name, vector)
      case .vector(let vector) where vector.count != 1:
        throw KernelError.shape("the column `\(value.name)` has \(vector.count) rows where another has \(length)")
      case .vector(let single), .scalar(let single): append(value.name, length == 1 ? single : try single.repeatedRuns([0, length]))
      }
    }
  }

  var rowCount: Int { columns.first?.count ?? 0 }

  /// A column shares its elements with whoever else holds them; a change through either takes a copy.
  mutating func append(_ name: String, _ column: Vector) {
    names.append(name)
    columns.append(column.sharingHeader())
  }

  mutating func gather(_ rows: [Int], _ threads: any Threads = SerialThreads()) throws { columns = try columns.map { try $0.gather(rows, threads) } }

  func table() throws -> Table { try Table(names: uniqueNames(), columns: columns) }

  /// The names, a number behind those that occur again.
  func uniqueNames() -> [String] {
    var seen: Set<String> = []
    return names.map { name in
      var unique = name
      var suffix = 1
      while !seen.insert(unique).inserted {
        unique = "\(name)\(suffix)"
        suffix += 1
      }
      return unique
    }
  }
}
