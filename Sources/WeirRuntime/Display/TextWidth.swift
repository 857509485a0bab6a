/// How many columns of a terminal a text takes.
package enum TextWidth {
  package static func of(_ text: String) -> Int {
    var text = text
    let isASCII = text.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } }
    if isASCII { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  /// 2 for the wide and fullwidth blocks of East Asian scripts and for emoji, 0 for combining marks, else 1.
  ///
  /// - Source: Unicode Standard Annex 11, by blocks.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// `text` with blanks behind it up to `width` columns.
  package static func padded(_ text: String, to width: Int) -> String { text + String(repeating: " ", count: max(0, width - of(text))) }

  /// `text`, cut and ended by `...` when it takes more than `most` columns.
  package static func cut(_ text: String, to most: Int) -> String {
    guard of(text) > most else { return text }
    var kept = String.UnicodeScalarView()
    var width = 0
    for scalar in text.unicodeScalars {
      width += of(scalar)
      if width > most - 3 { break }
      kept.append(scalar)
    }
    return String(kept) + "..."
  }
}
