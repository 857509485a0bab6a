/// Runs a program over texts.
package struct RegexMatcher {
  private let program: RegexProgram
  /// Start and end of every group, -1 where it has not matched.
  private var slots: [Int]
  private var marks: [Int]
  private var choices: [Choice] = []

  /// What to return to when the way that was taken fails.
  private enum Choice {
    case resume(instruction: Int, position: Int)
    case restoreSlot(Int, Int)
    case restoreMark(Int, Int)
  }

  /// Some patterns take time exponential in the length of the text; they get this many steps, and some more for every byte of the text.
  private static let stepsMin = 1_000_000
  private static let stepsPerByte = 1000
  private var stepsLeft = 0
  /// Over all matches: a long text with many of them is as slow as one that is hard to match.
  private var stepsTaken = 0

  /// A choice is 24 bytes: what a greedy repetition of a long text remembers must not take the machine's memory.
  private static let choicesMax = 20_000_000

  package init(_ program: RegexProgram) {
    self.program = program
    slots = []
    marks = []
  }

  /// The first match at or behind `start`: where it and its groups lie.
  /// - Throws: `.value` when it takes too many steps.
  package mutating func firstMatch(in text: TextBytes, from start: Int) throws -> [Range<Int>?]? {
    stepsLeft = RegexMatcher.stepsMin + text.count * RegexMatcher.stepsPerByte
    var position = start
    while position <= text.count {
      slots = Array(repeating: -1, count: program.groupCount * 2)
      marks = Array(repeating: -1, count: program.markCount)
      choices.removeAll(keepingCapacity: true)
      if let end = try run(from: 0, at: position, text) {
        slots[0] = position
        slots[1] = end
        return (0..<program.groupCount).map { group in
          let (low, high) = (slots[group * 2], slots[group * 2 + 1])
          return low >= 0 && high >= low ? low..<high : nil
        }
      }
      position += position < text.count ? RegexMatcher.length(text[position]) : 1
    }
    return nil
  }

  /// The matches one behind the other, at or behind `start`.
  package mutating func allMatches(in text: TextBytes, from start: Int) throws -> [[Range<Int>?]] {
    var matches: [[Range<Int>?]] = []
    var position = start
    while position <= text.count, let match = try firstMatch(in: text, from: position), let whole = match[0] {
      matches.append(match)
      position = whole.isEmpty ? whole.upperBound + (whole.upperBound < text.count ? RegexMatcher.length(text[whole.upperBound]) : 1) : whole.upperBound
    }
    return matches
  }

  /// - Returns: where the match ends, or nil.
  private mutating func run(from first: Int, at start: Int, _ text: TextBytes) throws -> Int? {
    var instruction = first
    var position = start
    let bottom = choices.count
    while true {
      stepsLeft -= 1
      stepsTaken &+= 1
      if stepsTaken & 0xFFFF == 0 { try Interruption.check() }
      guard stepsLeft > 0 else { throw KernelError.value("the regular expression takes too long on this text") }
      if case .match = program.instructions[instruction] {
        if bottom > 0 { forgetChoices(above: bottom) }
        return position
      }
      if let (next, place) = try step(instruction, position, text) {
        (instruction, position) = (next, place)
      } else if let (next, place) = backtrack(above: bottom) {
        (instruction, position) = (next, place)
      } else {
        return nil
      }
    }
  }

  /// A lookahead that has matched tries no other ways; what it changed stays restorable.
  private mutating func forgetChoices(above bottom: Int) {
    let kept = choices[bottom...].filter { choice in
      if case .resume = choice { return false }
      return true
    }
    choices.replaceSubrange(bottom..., with: kept)
  }

  private mutating func backtrack(above bottom: Int) -> (Int, Int)? {
    while choices.count > bottom, let choice = choices.popLast() {
      switch choice {
      case .resume(let instruction, let position): return (instruction, position)
      case .restoreSlot(let slot, let value): slots[slot] = value
      case .restoreMark(let mark, let value): marks[mark] = value
      }
    }
    return nil
  }

  /// - Returns: the next instruction and position, or nil when this way has failed.
  private mutating func step(_ index: Int, _ position: Int, _ text: TextBytes) throws -> (Int, Int)? {
    switch program.instructions[index] {
    case .byte(let byte): return position < text.count && text[position] == byte ? (index + 1, position + 1) : nil
    case .any:
      guard position < text.count, text[position] != 10, text[position] != 13 else { return nil }
      return (index + 1, min(text.count, position + RegexMatcher.length(text[position])))
    case .characters(let number):
      guard position < text.count else { return nil }
      let (character, length) = RegexMatcher.character(text, at: position)
      return program.classes[number].contains(character) ? (index + 1, position + length) : nil
    case .split(let preferred, let other):
      guard choices.count < RegexMatcher.choicesMax else { throw KernelError.value("the regular expression has too many ways to match this text") }
      choices.append(.resume(instruction: other, position: position))
      return (preferred, position)
    case .jump(let target): return (target, position)
    case .save(let slot):
      choices.append(.restoreSlot(slot, slots[slot]))
      slots[slot] = position
      return (index + 1, position)
    case .lineStart: return position == 0 ? (index + 1, position) : nil
    case .lineEnd: return position == text.count ? (index + 1, position) : nil
    case .wordBorder(let wanted):
      let before = position > 0 && RegexMatcher.isWord(text[position - 1])
      let after = position < text.count && RegexMatcher.isWord(text[position])
      return (before != after) == wanted ? (index + 1, position) : nil
    case .reference(let group): return reference(group, position, text).map { (index + 1, $0) }
    case .look(let end, let isNegative):
      let found = try run(from: index + 1, at: position, text) != nil
      return found != isNegative ? (end, position) : nil
    case .mark(let mark):
      choices.append(.restoreMark(mark, marks[mark]))
      marks[mark] = position
      return (index + 1, position)
    case .progress(let mark): return position > marks[mark] ? (index + 1, position) : nil
    case .match: return nil
    }
  }

  private func reference(_ group: Int, _ position: Int, _ text: TextBytes) -> Int? {
    let (low, high) = (slots[group * 2], slots[group * 2 + 1])
    guard low >= 0, high >= low else { return position }
    let length = high - low
    guard position + length <= text.count else { return nil }
    for offset in 0..<length where text[low + offset] != text[position + offset] { return nil }
    return position + length
  }

  private static func isWord(_ byte: UInt8) -> Bool { TextTest.isLetter(byte) || TextTest.isDigit(byte) || byte == UInt8(ascii: "_") }

  /// Bytes of the character that begins with `first`.
  private static func length(_ first: UInt8) -> Int {
    switch first {
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0...: 4
    default: 1
    }
  }

  /// The character at `position` and its length in bytes; a broken one is its first byte.
  static func character<Bytes: RandomAccessCollection>(_ bytes: Bytes, at position: Int) -> (UInt32, Int) where Bytes.Element == UInt8, Bytes.Index == Int {
    let first = bytes[position]
    let length = length(first)
    guard length > 1, position + length <= bytes.endIndex else { return (UInt32(first), 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      guard bytes[position + offset] & 0xC0 == 0x80 else { return (UInt32(first), 1) }
      value = value << 6 | UInt32(bytes[position + offset] & 0x3F)
    }
    return (value, length)
  }
}
