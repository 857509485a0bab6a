/// The layout that a format such as `<3si` describes: fields, their sizes, byte order and alignment.
///
/// - Source: DolphinDB documentation, `pack` and `unpack`; the letters are those of Python's `struct`.
package struct BinaryLayout: Sendable {
  package enum Kind: Sendable { case padding, char, signed, unsigned, float, double, text }

  package struct Field: Sendable {
    package let kind: Kind
    /// In bytes.
    package let size: Int
    /// Bytes left free before it.
    package let gap: Int
  }

  package private(set) var fields: [Field] = []
  package private(set) var isBigEndian = false
  package private(set) var byteCount = 0

  /// - Throws: `.value` for an unknown letter or a layout that is too large.
  package init(_ format: String) throws {
    var bytes = Array(format.utf8)[...]
    var isAligned = true
    if let first = bytes.first, let order = Unicode.Scalar(first).properties.isAlphabetic ? nil : Optional(first), ">=<@!".utf8.contains(order) {
      isBigEndian = order == UInt8(ascii: ">") || order == UInt8(ascii: "!")
      isAligned = order == UInt8(ascii: "@")
      bytes = bytes.dropFirst()
    }
    while let byte = bytes.first {
      if byte == 32 {
        bytes = bytes.dropFirst()
        continue
      }
      let digits = bytes.prefix { $0 &- 48 <= 9 }
      let count = digits.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self)) ?? .max
      bytes = bytes.dropFirst(digits.count)
      guard let letter = bytes.popFirst() else { throw KernelError.value("the format '\(format)' ends with a count") }
      guard count <= 1 << 20 else { throw KernelError.value("the format '\(format)' has a count beyond \(1 << 20)") }
      try add(letter, count, isAligned, format)
    }
  }

  private mutating func add(_ letter: UInt8, _ count: Int, _ isAligned: Bool, _ format: String) throws {
    guard let (kind, native, standard) = BinaryLayout.letters[letter] else {
      throw KernelError.value("the format '\(format)' has an unknown letter '\(String(decoding: [letter], as: UTF8.self))'")
    }
    if kind == .text { return append(Field(kind: kind, size: count, gap: 0)) }
    let size = isAligned ? native : standard
    for _ in 0..<count {
      let gap = isAligned && kind != .padding ? (size - byteCount % size) % size : 0
      append(Field(kind: kind, size: size, gap: gap))
    }
  }

  private mutating func append(_ field: Field) {
    fields.append(field)
    byteCount += field.gap + field.size
  }

  /// The kind of a letter, its size on this machine and its standard size.
  private static let letters: [UInt8: (Kind, Int, Int)] = {
    let table: [(Character, Kind, Int, Int)] = [
      ("x", .padding, 1, 1), ("c", .char, 1, 1), ("b", .signed, 1, 1), ("B", .unsigned, 1, 1), ("?", .unsigned, 1, 1), ("h", .signed, 2, 2),
      ("H", .unsigned, 2, 2), ("i", .signed, 4, 4), ("I", .unsigned, 4, 4), ("l", .signed, 8, 4), ("L", .unsigned, 8, 4), ("q", .signed, 8, 8),
      ("Q", .unsigned, 8, 8), ("n", .signed, 8, 8), ("N", .unsigned, 8, 8), ("P", .unsigned, 8, 8), ("f", .float, 4, 4), ("d", .double, 8, 8),
      ("s", .text, 1, 1), ("p", .text, 1, 1),
    ]
    var letters: [UInt8: (Kind, Int, Int)] = [:]
    for (letter, kind, native, standard) in table { letters[letter.asciiValue ?? 0] = (kind, native, standard) }
    return letters
  }()
}

extension BinaryLayout {
  /// The bytes of the lowest `size` bytes of a number.
  package func bytes(_ bits: UInt64, size: Int) -> [UInt8] {
    let little = (0..<size).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
    return isBigEndian ? little.reversed() : little
  }

  /// The number that bytes are.
  package func bits(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
