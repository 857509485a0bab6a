/// The words that mean something in some position. Few are reserved (`Keyword.reserved`); all others stay free as names.
///
/// This is the one list: lexer, completion, highlighting and the grammar test read it.
package enum Keyword: String, Sendable, CaseIterable {
  /// Not a keyword.
  case none = ""

  // Script
  case `def`, `defg`, `mapr`, `class`, `module`, `use`, `const`, mutable
  case `if`, `else`, `for`, `in`, `do`, `while`, `break`, `continue`, `return`
  case `try`, `catch`, `throw`, assert, timer, transaction, rollback, go, share, undef, all
  case `true`, `false`, null, dflt

  // Operators that are words
  case and, or, not, between, like, `is`, exists, any

  // Queries
  case select, exec, distinct, top, from, `where`, group, context, cgroup, pivot, by, csort, having, order, asc, desc, nulls
  case first, last, limit, map, union, with, `as`, on
  case join, inner, left, right, full, cross, outer, semi
  case over, partition, rows, range, unbounded, preceding, following, current, row
  case `case`, when, then, end, cast

  // Tables
  case insert, into, values, update, set, delete
  case create, alter, drop, table, database, catalog, schema, add, column, rename, modify, to, partitioned, local, temporary
  case commit, preserve, comment, primary, composite, key

  // Time series
  case stable, stables, stream, streams, tables, databases, tags, tag, using
  case interval, sliding, session, stateWindow = "state_window", eventWindow = "event_window", countWindow = "count_window"
  case fill, every, slimit, soffset, offset, start
  case trigger, atOnce = "at_once", windowClose = "window_close", maxDelay = "max_delay"
  case forceWindowClose = "force_window_close", continuousWindowClose = "continuous_window_close"
  case watermark, ignore, expired, fillHistory = "fill_history", deleteMark = "delete_mark", untreated
  case subtable, pause, resume, show, describe, unsigned, topic, view, index, topics, views, vgroups, users, dnodes
  case functions, variables, clusters, topLevelSystem = "system", child, normal

  /// Never names, in small letters; the query words among them also in capitals.
  package static let reserved: Set<Keyword> = [
    .def, .defg, .if, .else, .for, .do, .break, .continue, .return, .try, .throw, .const, .select, .exec, .true, .false,
  ]
}

/// Finds the keyword a word may be, in any case.
struct KeywordTable: Sendable {
  static let shared = KeywordTable()

  /// Open addressing over a power of two; the mask keeps chains short at a load under one half.
  private let slots: [Keyword]
  private let spellings: [[UInt8]]
  private let mask: Int
  private let longest: Int

  private init() {
    let size = 512
    var slots = [Keyword](repeating: .none, count: size)
    var spellings = [[UInt8]](repeating: [], count: size)
    var longest = 0
    for keyword in Keyword.allCases where keyword != .none {
      let bytes = Array(keyword.rawValue.utf8)
      longest = max(longest, bytes.count)
      var slot = Int(bytes.reduce(Self.seed) { Self.mix($0, $1) }) & (size - 1)
      while slots[slot] != .none { slot = (slot + 1) & (size - 1) }
      slots[slot] = keyword
      spellings[slot] = bytes
    }
    self.slots = slots
    self.spellings = spellings
    self.mask = size - 1
    self.longest = longest
  }

  private static let seed: UInt32 = 2_166_136_261

  @inline(__always)
  private static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  /// The keyword spelled by `word`, and whether it is in small letters throughout.
  func find(_ word: UnsafeBufferPointer<UInt8>) -> (keyword: Keyword, isLowerCase: Bool) {
    guard word.count <= longest else { return (.none, false) }
    var hash = Self.seed
    var isLowerCase = true
    for byte in word {
      if isUpper(byte) { isLowerCase = false }
      hash = Self.mix(hash, lowered(byte))
    }
    var slot = Int(hash) & mask
    while slots[slot] != .none {
      if matches(spellings[slot], word) { return (slots[slot], isLowerCase) }
      slot = (slot + 1) & mask
    }
    return (.none, false)
  }

  private func matches(_ spelling: [UInt8], _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard spelling.count == word.count else { return false }
    for index in 0..<spelling.count where spelling[index] != lowered(word[index]) { return false }
    return true
  }
}
