/// Turns the text of a regular expression into instructions, by recursive descent.
struct RegexCompiler {
  private let pattern: [UInt8]
  private var position = 0
  private(set) var instructions: [RegexProgram.Instruction] = []
  private(set) var classes: [CharacterClass] = []
  private(set) var groupCount = 1
  private(set) var markCount = 0
  private var depth = 0

  /// A counted repetition is written out; beyond this somebody wants too much.
  private static let instructionsMax = 20_000
  private static let depthMax = 200

  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  mutating func compile() throws {
    try alternatives()
    guard position == pattern.count else { throw problem("an unmatched `)`") }
    instructions.append(.match)
  }

  private func problem(_ what: String) -> KernelError {
    .value("the regular expression '\(String(decoding: pattern, as: UTF8.self))' has \(what) at \(position)")
  }

  private var current: UInt8? { position < pattern.count ? pattern[position] : nil }

  private mutating func accept(_ byte: Character) -> Bool {
    guard current == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func alternatives() throws {
    depth += 1
    guard depth < RegexCompiler.depthMax else { throw problem("too many groups in groups") }
    defer { depth -= 1 }
    let start = instructions.count
    try sequence()
    guard accept("|") else { return }
    insert(.split(start + 1, instructions.count + 2), at: start)
    let jump = instructions.count
    instructions.append(.jump(0))
    try alternatives()
    instructions[jump] = .jump(instructions.count)
  }

  private mutating func sequence() throws {
    while let byte = current, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let start = instructions.count
      try atom()
      try repetition(of: start)
      guard instructions.count < RegexCompiler.instructionsMax else { throw problem("too many repetitions") }
    }
  }

  /// Puts an instruction before others, whose targets move on.
  private mutating func insert(_ instruction: RegexProgram.Instruction, at place: Int) {
    instructions.insert(instruction, at: place)
    for index in (place + 1)..<instructions.count { instructions[index] = instructions[index].moved(by: 1, from: place) }
  }
}

// MARK: Atoms

extension RegexCompiler {
  private mutating func atom() throws {
    guard let byte = current else { return }
    position += 1
    switch byte {
    case UInt8(ascii: "("): try group()
    case UInt8(ascii: "["): try characterClass()
    case UInt8(ascii: "."): instructions.append(.any)
    case UInt8(ascii: "^"): instructions.append(.lineStart)
    case UInt8(ascii: "$"): instructions.append(.lineEnd)
    case UInt8(ascii: "\\"): try escape()
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      position -= 1
      throw problem("nothing to repeat")
    default: literal(firstByte: byte)
    }
  }

  /// All bytes of one character, so that a repetition repeats them together.
  private mutating func literal(firstByte byte: UInt8) {
    instructions.append(.byte(byte))
    guard byte >= 0xC0 else { return }
    while let next = current, next & 0xC0 == 0x80 {
      instructions.append(.byte(next))
      position += 1
    }
  }

  private mutating func group() throws {
    if accept("?") {
      if accept(":") {
        try alternatives()
      } else {
        guard let kind = current, kind == UInt8(ascii: "=") || kind == UInt8(ascii: "!") else { throw problem("an unknown kind of group") }
        position += 1
        let start = instructions.count
        instructions.append(.match)
        try alternatives()
        instructions.append(.match)
        instructions[start] = .look(end: instructions.count, isNegative: kind == UInt8(ascii: "!"))
      }
    } else {
      let number = groupCount
      groupCount += 1
      instructions.append(.save(number * 2))
      try alternatives()
      instructions.append(.save(number * 2 + 1))
    }
    guard accept(")") else { throw problem("a group without end") }
  }

  private mutating func escape() throws {
    guard let letter = current else { throw problem("a `\\` at its end") }
    position += 1
    switch letter {
    case UInt8(ascii: "b"): instructions.append(.wordBorder(true))
    case UInt8(ascii: "B"): instructions.append(.wordBorder(false))
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      let number = Int(letter - 48)
      guard number < groupCount else { throw problem("a reference to a group that it does not have") }
      instructions.append(.reference(number))
    default:
      if let named = CharacterClass.named(letter) {
        add(named)
      } else if let character = try escaped(letter) {
        add(CharacterClass(ranges: [character...character]))
      } else {
        literal(firstByte: letter)
      }
    }
  }

  /// The character that a letter behind `\` stands for; nil when it stands for itself.
  private mutating func escaped(_ letter: UInt8) throws -> UInt32? {
    switch letter {
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "v"): return 11
    case UInt8(ascii: "0"): return 0
    case UInt8(ascii: "x"): return try hexadecimal(2)
    case UInt8(ascii: "u"): return try hexadecimal(4)
    default: return nil
    }
  }

  private mutating func hexadecimal(_ digits: Int) throws -> UInt32 {
    guard position + digits <= pattern.count,
      let value = UInt32(String(decoding: pattern[position..<(position + digits)], as: UTF8.self), radix: 16)
    else { throw problem("an escape without its digits") }
    position += digits
    return value
  }

  private mutating func add(_ characters: CharacterClass) {
    instructions.append(.characters(classes.count))
    classes.append(characters)
  }

  private mutating func characterClass() throws {
    var result = CharacterClass()
    result.isNegated = accept("^")
    while let byte = current, byte != UInt8(ascii: "]") { result.ranges += try classItem() }
    guard accept("]") else { throw problem("a class without end") }
    add(result)
  }

  private mutating func classItem() throws -> [ClosedRange<UInt32>] {
    if current == UInt8(ascii: "["), position + 1 < pattern.count, pattern[position + 1] == UInt8(ascii: ":") { return try posixClass() }
    if current == UInt8(ascii: "\\"), position + 1 < pattern.count, let named = CharacterClass.named(pattern[position + 1]) {
      position += 2
      return named.plainRanges
    }
    let low = try classCharacter()
    guard current == UInt8(ascii: "-"), position + 1 < pattern.count, pattern[position + 1] != UInt8(ascii: "]") else { return [low...low] }
    position += 1
    let high = try classCharacter()
    guard low <= high else { throw problem("a range that goes down") }
    return [low...high]
  }

  private mutating func posixClass() throws -> [ClosedRange<UInt32>] {
    let names: [(String, [ClosedRange<UInt32>])] = [
      ("[:alpha:]", [65...90, 97...122]), ("[:digit:]", [48...57]), ("[:alnum:]", [48...57, 65...90, 97...122]), ("[:upper:]", [65...90]),
      ("[:lower:]", [97...122]), ("[:space:]", [9...13, 32...32]), ("[:punct:]", [33...47, 58...64, 91...96, 123...126]),
      ("[:xdigit:]", [48...57, 65...70, 97...102]),
    ]
    for (name, ranges) in names where pattern[position...].starts(with: name.utf8) {
      position += name.utf8.count
      return ranges
    }
    throw problem("an unknown class")
  }

  private mutating func classCharacter() throws -> UInt32 {
    guard let byte = current else { throw problem("a class without end") }
    position += 1
    if byte == UInt8(ascii: "\\") {
      guard let letter = current else { throw problem("a `\\` at its end") }
      position += 1
      return try letter == UInt8(ascii: "b") ? 8 : escaped(letter) ?? UInt32(letter)
    }
    guard byte >= 0xC0 else { return UInt32(byte) }
    position -= 1
    let (character, length) = RegexMatcher.character(pattern, at: position)
    position += length
    return character
  }
}

// MARK: Repetition

extension RegexCompiler {
  private mutating func repetition(of start: Int) throws {
    while let (least, most) = try counts() {
      let isLazy = accept("?")
      let body = Array(instructions[start...])
      instructions.removeSubrange(start...)
      for _ in 0..<least { append(body, from: start) }
      guard let most else {
        loop(body, from: start, isLazy: isLazy)
        continue
      }
      try optional(body, from: start, times: most - least, isLazy: isLazy)
    }
  }

  /// What `*`, `+`, `?` and `{m,n}` ask for; nil when there is none of them.
  private mutating func counts() throws -> (least: Int, most: Int?)? {
    if accept("*") { return (0, nil) }
    if accept("+") { return (1, nil) }
    if accept("?") { return (0, 1) }
    guard current == UInt8(ascii: "{") else { return nil }
    let start = position
    position += 1
    guard let least = number() else {
      position = start
      return nil
    }
    var most: Int? = least
    if accept(",") { most = number() }
    guard accept("}") else {
      position = start
      return nil
    }
    guard least <= 1000, most.map({ $0 >= least && $0 <= 1000 }) ?? true else { throw problem("a repetition out of range") }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let start = position
    while let byte = current, byte &- 48 <= 9, position - start < 6 { position += 1 }
    return Int(String(decoding: pattern[start..<position], as: UTF8.self))
  }

  /// Adds a copy of instructions that stood at `origin`.
  private mutating func append(_ body: [RegexProgram.Instruction], from origin: Int) {
    let offset = instructions.count - origin
    instructions += body.map { $0.moved(by: offset, from: origin) }
  }

  private mutating func loop(_ body: [RegexProgram.Instruction], from origin: Int, isLazy: Bool) {
    let mark = markCount
    markCount += 1
    let start = instructions.count
    instructions.append(.match)
    instructions.append(.mark(mark))
    append(body, from: origin)
    instructions.append(.progress(mark))
    instructions.append(.jump(start))
    instructions[start] = isLazy ? .split(instructions.count, start + 1) : .split(start + 1, instructions.count)
  }

  private mutating func optional(_ body: [RegexProgram.Instruction], from origin: Int, times: Int, isLazy: Bool) throws {
    guard times * (body.count + 1) + instructions.count < RegexCompiler.instructionsMax else { throw problem("too many repetitions") }
    var splits: [Int] = []
    for _ in 0..<times {
      splits.append(instructions.count)
      instructions.append(.match)
      append(body, from: origin)
    }
    for split in splits { instructions[split] = isLazy ? .split(instructions.count, split + 1) : .split(split + 1, instructions.count) }
  }
}

extension RegexProgram.Instruction {
  /// The instruction with its targets at or behind `origin` moved on.
  fileprivate func moved(by offset: Int, from origin: Int) -> RegexProgram.Instruction {
    let move = { (target: Int) in target >= origin ? target + offset : target }
    switch self {
    case .split(let first, let second): return .split(move(first), move(second))
    case .jump(let target): return .jump(move(target))
    case .look(let end, let isNegative): return .look(end: move(end), isNegative: isNegative)
    default: return self
    }
  }
}
