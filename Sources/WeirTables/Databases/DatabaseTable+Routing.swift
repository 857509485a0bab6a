/// Rows of a write, told apart by the partition they belong to.
struct RoutedRows {
  /// In the order of the partitions.
  var pieces: [(labels: [String], rows: [Int])]
  /// Rows that belong to none are not among them.
  var rowCount: Int
}

extension DatabaseTable {
  /// Finds the partition of each row; values that a VALUE level does not know yet become partitions, where the configuration says so.
  /// - Throws: `.value` when it says that such values are an error.
  func route(_ rows: [Vector]) throws -> RoutedRows {
    let definition = definition
    let count = rows.first?.count ?? 0
    guard !definition.partitionColumns.isEmpty else { return RoutedRows(pieces: count > 0 ? [([], Array(0..<count))] : [], rowCount: count) }
    let columns = definition.partitionColumns.map { name in rows[definition.columns.firstIndex { $0.name == name } ?? 0] }
    var levels = database.levels
    var places = try zip(levels, columns).map { try $0.scheme.places(of: $1) }
    if database.newValues != .skip, zip(levels, places).contains(where: { $0.scheme.kind == .value && $1.contains(-1) }) {
      levels = try database.levels(for: columns)
      places = try zip(levels, columns).map { try $0.scheme.places(of: $1) }
    }
    var groups: [Int: Int] = [:]
    var pieces: [(code: Int, rows: [Int])] = []
    var kept = 0
    for row in 0..<count {
      try Interruption.check(atRow: row)
      guard let code = DatabaseTable.code(row, places, levels) else { continue }
      kept += 1
      if let group = groups[code] {
        pieces[group].rows.append(row)
      } else {
        groups[code] = pieces.count
        pieces.append((code, [row]))
      }
    }
    pieces.sort { $0.code < $1.code }
    return RoutedRows(pieces: pieces.map { (DatabaseTable.labels($0.code, levels), $0.rows) }, rowCount: kept)
  }

  /// The places at all levels as one number; nil when one of them is none. A scheme has at most 2^20 places, and a database three levels.
  private static func code(_ row: Int, _ places: [[Int]], _ levels: [DatabaseLevel]) -> Int? {
    var code = 0
    for level in places.indices {
      let place = places[level][row]
      guard place >= 0 else { return nil }
      code = code * levels[level].scheme.count + place
    }
    return code
  }

  private static func labels(_ code: Int, _ levels: [DatabaseLevel]) -> [String] {
    var rest = code
    let labels = levels.reversed().map { level in
      defer { rest /= level.scheme.count }
      return level.labels[rest % level.scheme.count]
    }
    return labels.reversed()
  }
}

extension PartitionScheme {
  /// As `partitions(of:)`; of symbols each different one is looked up once.
  fileprivate func places(of values: Vector) throws -> [Int] {
    guard let symbols = values as? SymbolVector, symbols.dictionary.count < symbols.count else { return try partitions(of: values) }
    let places = try partitions(of: try StringVector(symbols.dictionary.strings))
    return withExtendedLifetime(symbols) {
      let codes = symbols.pointer(Int32.self)
      return (0..<symbols.count).map { places[Int(codes[$0])] }
    }
  }
}
