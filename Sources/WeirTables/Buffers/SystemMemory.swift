import Glibc

/// How much memory the system could still give, as Linux and its control groups tell.
///
/// Linux promises memory that it does not have and kills a process when it is used, so this has to be asked before.
package enum SystemMemory {
  /// Whether `bytes` could be used now. What nobody tells is no obstacle.
  package static func holds(_ bytes: Int) -> Bool {
    if let free = text(at: "/proc/meminfo").flatMap(freeBytes(meminfo:)), bytes > free { return false }
    for group in groups {
      if let free = freeBytes(of: group), bytes > free { return false }
    }
    return true
  }

  /// What is free or can be freed at once, and what could be written to swap.
  /// - Parameter meminfo: lines such as `MemAvailable:    1024 kB`.
  /// - Returns: nil when the line about available memory is missing.
  package static func freeBytes(meminfo: String) -> Int? {
    guard let available = number(of: "MemAvailable:", in: meminfo) else { return nil }
    return (available + (number(of: "SwapFree:", in: meminfo) ?? 0)) << 10
  }

  /// What is left of a group's limit; nil when it has none. Pages of files count as free: the system takes them back first.
  /// - Parameter stat: lines such as `inactive_file 4096`, in bytes.
  package static func freeBytes(limit: String, used: String, stat: String) -> Int? {
    guard let limit = number(limit), let used = number(used) else { return nil }
    return max(0, limit - used + (number(of: "inactive_file", in: stat) ?? 0) + (number(of: "active_file", in: stat) ?? 0))
  }

  // MARK: Files of the system

  /// Where a control group says what it may use and uses.
  private struct Group {
    let directory: String
    let limit: String
    let used: String
  }

  /// The groups of this process that exist: the second version's by its path, as seen from the machine and from inside of a container, and the first version's.
  private static let groups: [Group] = {
    let own = text(at: "/proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::") }.map { String($0.dropFirst(3)) } ?? "/"
    let second = Set([own, "/"]).map { Group(directory: "/sys/fs/cgroup" + $0, limit: "memory.max", used: "memory.current") }
    let first = Group(directory: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes")
    return (second + [first]).filter { freeBytes(of: $0) != nil }
  }()

  private static func freeBytes(of group: Group) -> Int? {
    guard let limit = text(at: "\(group.directory)/\(group.limit)"), let used = text(at: "\(group.directory)/\(group.used)") else { return nil }
    return freeBytes(limit: limit, used: used, stat: text(at: "\(group.directory)/memory.stat") ?? "")
  }

  private static func number(of name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  /// `max` and nothing are no number.
  private static func number(_ text: String) -> Int? { text.split(separator: "\n").first.flatMap { Int($0) } }

  /// The first bytes of a file; nil when there is none. These files are the kernel's answers, no files of the host's disk.
  private static func text(at path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8192) { bytes in
      let count = read(file, bytes.baseAddress, bytes.count)
      return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
  }
}
