import WeirTables

/// Words that stand for a value wherever no variable has their name.
enum ReservedConstants {
  static func value(_ name: String) -> Cell? {
    if let number = numbers[name] { return .int(number) }
    if let type = ElementType(named: name) { return .int(TypeDesignator.constant(type)) }
    switch name {
    case "pi": return .double(.pi)
    case "e": return .double(2.718281828459045)
    case "inf": return .double(.infinity)
    default: return nil
    }
  }

  /// The two that no variable may be called.
  static func isBuiltIn(_ name: String) -> Bool { name == "pi" || name == "e" }

  /// Partition types, forms, positions and the kinds of `undef`.
  private static let numbers: [String: Int] = [
    "SEQ": 0, "VALUE": 1, "RANGE": 2, "LIST": 3, "COMPO": 4, "HASH": 5,
    "SCALAR": 0, "VECTOR": 1, "PAIR": 2, "MATRIX": 3, "SET": 4, "DICT": 5, "TABLE": 6,
    "VAR": 0, "SHARED": 1, "DEF": 2,
    "HEAD": 0, "CURRENT": 1, "TAIL": 2,
    "HINT_LOCAL": 1, "HINT_HASH": 32, "HINT_SNAPSHOT": 64, "HINT_KEEPORDER": 128, "HINT_SEQ": 512, "HINT_EXPLAIN": 32768,
    "FIRST": 0, "LAST": 1, "NONE": 2, "ALL": 3,
    "AREA": 0, "BAR": 1, "COLUMN": 2, "HISTOGRAM": 3, "LINE": 4, "PIE": 5, "SCATTER": 6, "TREND": 7, "KLINE": 8,
  ]
}
