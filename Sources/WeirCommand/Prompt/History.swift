import WeirHost

/// The statements of earlier sessions, in a file with one entry per line.
///
/// An entry is written as soon as it is submitted and behind all others: a session that crashes loses nothing, and two at
/// once do not overwrite each other's file.
package struct History {
  /// Entries that are kept; the file may grow to twice as many before it is cut.
  private static let entriesMax = 5_000

  private let disk: any Disk
  /// Nil where there is no home directory.
  private let path: String?

  package init(disk: any Disk, path: String?) {
    self.disk = disk
    self.path = path
  }

  /// The entries of the file, oldest first. A file that cannot be read is a history that is empty.
  package func load() -> [String] {
    guard let path, let bytes = try? disk.contents(of: path) else { return [] }
    let lines = bytes.split(separator: 0x0A)
    let kept = lines.suffix(Self.entriesMax)
    if lines.count > 2 * Self.entriesMax { try? disk.replace(path, with: Array(kept.joined(separator: [0x0A])) + [0x0A]) }
    return kept.map { Self.entry(fromLine: $0) }
  }

  /// Adds an entry at the end. What a disk refuses is forgotten: nobody wants to hear of it at every statement.
  package func append(_ entry: String) {
    guard let path, let file = try? disk.open(path, .readWrite), let end = try? file.size() else { return }
    try? file.write(Array(Self.line(fromEntry: entry).utf8) + [0x0A], at: end)
  }

  /// A newline becomes `\n` and a backslash `\\`, so that every entry is one line.
  private static func line(fromEntry entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += #"\\"#
      case "\n": line += #"\n"#
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func entry(fromLine line: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        bytes.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
