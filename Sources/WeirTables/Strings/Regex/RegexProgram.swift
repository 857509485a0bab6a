/// A regular expression as instructions of a machine that goes back where a choice was wrong.
///
/// The syntax is that of ECMAScript over bytes of UTF-8: alternatives, groups, lazy and greedy repetition, classes, `\d \w \s \b`, anchors, lookahead and
/// references to groups.
package struct RegexProgram: Sendable {
  enum Instruction: Sendable {
    case byte(UInt8)
    /// One character other than a line break.
    case any
    case characters(Int)
    /// Goes on at the first target; when that fails, at the second.
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case lineStart, lineEnd
    case wordBorder(Bool)
    case reference(Int)
    /// What follows up to the target has to match here, or must not; nothing is consumed.
    case look(end: Int, isNegative: Bool)
    /// Remembers where a round of a loop began; `progress` ends loops that consume nothing.
    case mark(Int)
    case progress(Int)
    case match
  }

  let instructions: [Instruction]
  let classes: [CharacterClass]
  /// Groups, the whole match included.
  package let groupCount: Int
  let markCount: Int

  /// - Throws: `.value` with what is wrong in the pattern.
  package init(_ pattern: String) throws {
    var compiler = RegexCompiler(pattern)
    try compiler.compile()
    instructions = compiler.instructions
    classes = compiler.classes
    groupCount = compiler.groupCount
    markCount = compiler.markCount
  }
}

/// A set of characters.
struct CharacterClass: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false

  func contains(_ character: UInt32) -> Bool { ranges.contains { $0.contains(character) } != isNegated }

  /// What `\d`, `\w`, `\s` and their opposites stand for.
  static func named(_ letter: UInt8) -> CharacterClass? {
    let ranges: [ClosedRange<UInt32>]
    switch letter | 32 {
    case UInt8(ascii: "d"): ranges = [48...57]
    case UInt8(ascii: "w"): ranges = [48...57, 65...90, 95...95, 97...122]
    case UInt8(ascii: "s"): ranges = [9...13, 32...32]
    default: return nil
    }
    return CharacterClass(ranges: ranges, isNegated: letter & 32 == 0)
  }

  /// The ranges without a negation, for use inside of another class.
  var plainRanges: [ClosedRange<UInt32>] {
    guard isNegated else { return ranges }
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    return result + [next...0x10FFFF]
  }
}
