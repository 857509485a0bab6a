import Glibc

/// How far the clocks of a place are ahead of UTC, moment by moment.
package struct TimeZone: Sendable, Equatable {
  /// As in the database of zones, such as `Asia/Shanghai`.
  package let name: String
  /// Offset before the first transition.
  let earliestOffset: Int32
  /// Seconds since 1970 UTC, ascending; `offsets[i]` holds from `transitions[i]` on.
  let transitions: [Int64]
  let offsets: [Int32]
  /// What holds after the last transition; without it the last offset stays.
  let rule: DaylightRule?

  package static let utc = TimeZone(name: "UTC", earliestOffset: 0, transitions: [], offsets: [], rule: nil)

  /// Seconds to add to a UTC moment to get what the wall clock there shows.
  package func offsetSeconds(atUTC seconds: Int64) -> Int {
    guard let first = transitions.first, seconds >= first else {
      return transitions.isEmpty ? rule.map { $0.offsetSeconds(atUTC: seconds) } ?? Int(earliestOffset) : Int(earliestOffset)
    }
    if let rule, seconds >= transitions[transitions.count - 1] { return rule.offsetSeconds(atUTC: seconds) }
    return Int(offsets[lastTransition(notAfter: seconds)])
  }

  /// The UTC moment at which the wall clock shows `seconds` since 1970-01-01T00:00:00.
  ///
  /// A time that is skipped in spring is read with the offset before the change; of one that occurs twice in autumn the
  /// first occurrence is meant.
  package func utcSeconds(ofLocal seconds: Int64) -> Int64 {
    // Zones differ by at most a day from UTC, so the offsets of the day before and the day after frame the answer.
    let before = offsetSeconds(atUTC: seconds - 86_400)
    let candidate = seconds - Int64(before)
    if offsetSeconds(atUTC: candidate) == before { return candidate }
    let after = offsetSeconds(atUTC: seconds + 86_400)
    let later = seconds - Int64(after)
    return offsetSeconds(atUTC: later) == after ? later : candidate
  }

  /// - Precondition: `transitions[0] <= seconds`.
  private func lastTransition(notAfter seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}

extension TimeZone {
  /// The directory of the zone database on Linux.
  private static let databasePath = "/usr/share/zoneinfo/"

  /// The zone of that name, or nil when the database has none.
  package static func named(_ name: String, on disk: any Disk) -> TimeZone? {
    if name == "UTC" || name == "GMT" { return TimeZone(name: name, earliestOffset: 0, transitions: [], offsets: [], rule: nil) }
    // A name is not a path: it must not lead out of the database.
    guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return nil }
    return read(databasePath + name, name: name, on: disk)
  }

  /// The zone that the user has set: `TZ`, else the machine's, else UTC.
  static func local(on disk: any Disk) -> TimeZone {
    if let value = getenv("TZ") {
      var text = String(cString: value)
      if text.hasPrefix(":") { text.removeFirst() }
      if text.hasPrefix("/") { return read(text, name: text, on: disk) ?? .utc }
      if let zone = named(text, on: disk) { return zone }
      // `TZ` may hold a rule in place of a name: EST5EDT,M3.2.0,M11.1.0
      guard let rule = DaylightRule(posix: text) else { return .utc }
      return TimeZone(name: text, earliestOffset: Int32(rule.standardOffset), transitions: [], offsets: [], rule: rule)
    }
    return read("/etc/localtime", name: machineZoneName(), on: disk) ?? .utc
  }

  /// `/etc/localtime` is a link into the database as a rule; what follows the directory is the name.
  private static func machineZoneName() -> String {
    guard let resolved = realpath("/etc/localtime", nil) else { return "localtime" }
    defer { free(resolved) }
    let path = String(cString: resolved)
    return path.hasPrefix(databasePath) ? String(path.dropFirst(databasePath.count)) : "localtime"
  }

  private static func read(_ path: String, name: String, on disk: any Disk) -> TimeZone? {
    guard let bytes = try? disk.contents(of: path) else { return nil }
    return TimeZone(name: name, zoneFile: bytes)
  }
}
