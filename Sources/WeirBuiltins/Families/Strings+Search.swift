import WeirRuntime
import WeirTables

// Finding text in text.
extension StandardCatalog {
  static let stringSearch: [Builtin] = [
    Builtin(
      "like(X, pattern)", summary: "Whether each text is what `pattern` says, in which `%` stands for any text.",
      example: Example("like(`IBM`GOOG, \"%OO%\")", gives: "[false,true]"), rowwiseFrom: 1
    ) { call in
      let pattern = LikePattern(try call.string(1), ignoresCase: false)
      return try mappingTexts(call) { try TextRows.bools($0, pattern.matches) }
    },
    Builtin(
      "ilike(X, pattern)", summary: "As `like`, without regard to capitals.", example: Example("ilike(`IBM`Goog, \"%OO%\")", gives: "[false,true]"), rowwiseFrom: 1
    ) { call in
      let pattern = LikePattern(try call.string(1), ignoresCase: true)
      return try mappingTexts(call) { try TextRows.bools($0, pattern.matches) }
    },
    Builtin(
      "strpos(X, str)", aliases: ["strFind"], summary: "Where `str` first occurs in each text, in bytes from 0; -1 where it does not.",
      example: Example("strpos(\"abcdefg\", \"cd\")", gives: "2"), rowwiseFrom: 1
    ) { call in
      let wanted = Array(try call.string(1).utf8)
      return try mappingTexts(call, toInts: { TextSearch.find(wanted, in: $0) ?? -1 })
    },
    Builtin("startsWith(X, str)", summary: "Whether each text begins with `str`.", example: Example("startsWith(\"US product\", \"US\")", gives: "true"), rowwiseFrom: 1) {
      call in
      let wanted = Array(try call.string(1).utf8)
      return try mappingTexts(call) { try TextRows.bools($0) { TextSearch.holds(wanted, $0, at: 0) } }
    },
    Builtin("endsWith(X, str)", summary: "Whether each text ends with `str`.", example: Example("endsWith(\"ABCDEF!\", \"F!\")", gives: "true"), rowwiseFrom: 1) { call in
      let wanted = Array(try call.string(1).utf8)
      return try mappingTexts(call) { try TextRows.bools($0) { TextSearch.holds(wanted, $0, at: $0.count - wanted.count) } }
    },
  ]

  static let regularExpressions: [Builtin] = [
    Builtin(
      "regexFind(str, pattern, [offset=0])", summary: "Where a regular expression first matches in each text, from `offset` on; -1 where it does not.",
      example: Example("regexFind(\"1231hsdU777_ DW#122ddd\", \"[a-z]+\")", gives: "4"), rowwiseFrom: 1
    ) { call in
      let (program, offset) = try RegexArguments.read(call, 2)
      return try mappingTexts(call) { texts in
        var matcher = RegexMatcher(program)
        return try TextRows.ints(texts) { try matcher.firstMatch(in: $0, from: offset)?[0]?.lowerBound ?? -1 }
      }
    },
    Builtin(
      "regexCount(str, pattern, [offset=0])", summary: "How often a regular expression matches in each text, from `offset` on.",
      example: Example("regexCount(\"1231hsdU777_ DW#122ddd\", \"[0-9]+\")", gives: "3"), rowwiseFrom: 1
    ) { call in
      let (program, offset) = try RegexArguments.read(call, 2)
      return try mappingTexts(call) { texts in
        var matcher = RegexMatcher(program)
        return try TextRows.ints(texts) { try matcher.allMatches(in: $0, from: offset).count { !($0[0]?.isEmpty ?? true) } }
      }
    },
    Builtin(
      "regexReplace(str, pattern, replacement, [offset=0])",
      summary: "Each text with `replacement` for every match from `offset` on; `$1` in it is what the first group matched.",
      example: Example("regexReplace(\"abc234 ff456\", \"[a-z]+\", \"zzz\")", gives: "zzz234 zzz456"), rowwiseFrom: 1
    ) { call in
      let (program, offset) = try RegexArguments.read(call, 3)
      let replacement = Array(try call.string(2).utf8)
      return try mappingTexts(call) { texts in
        var matcher = RegexMatcher(program)
        return try TextRows.strings(texts) { RegexArguments.replaced($0, try matcher.allMatches(in: $0, from: offset), replacement) }
      }
    },
    Builtin(
      "regexFindStr(str, pattern, [onlyFirst=true], [offset=0])", summary: "What a regular expression first matches in each text, or all that it matches.",
      example: Example("regexFindStr(\"234AA(2)BBB\", \"[A-Z]+\", false)", gives: "[\"AA\",\"BBB\"]"), rowwiseFrom: 1
    ) { call in try RegexArguments.findStrings(call) },
  ]
}

private enum RegexArguments {
  static func read(_ call: borrowing Call, _ offset: Int) throws -> (RegexProgram, Int) {
    let program = try naming(call.name) { try RegexProgram(try call.string(1)) }
    return (program, try StringArguments.count(call, offset, default: 0))
  }

  static func findStrings(_ call: borrowing Call) throws -> Cell {
    let (program, offset) = try read(call, 3)
    var matcher = RegexMatcher(program)
    if try call.bool(2, default: true) {
      return try mappingTexts(call) { texts in
        try TextRows.strings(texts) { text in
          try matcher.allMatches(in: text, from: offset).lazy.compactMap { $0[0] }.first { !$0.isEmpty }.map { Array(text[$0]) } ?? []
        }
      }
    }
    let result = AnyVector(capacity: 1)
    try naming(call.name) {
      try TextRows.forEach(try call.vectorOrScalar(0)) { text in
        let found = try matcher.allMatches(in: text, from: offset).compactMap { $0[0] }.filter { !$0.isEmpty }
        result.push(.vector(try StringVector(found.map { String(decoding: text[$0], as: UTF8.self) })))
      }
    }
    return call[0].vector == nil ? result.cell(at: 0) : .vector(result)
  }

  static func replaced(_ text: TextBytes, _ matches: [[Range<Int>?]], _ replacement: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for match in matches {
      guard let whole = match[0] else { continue }
      result += text[position..<whole.lowerBound]
      append(replacement, match, text, to: &result)
      position = whole.upperBound
    }
    return result + text[position...]
  }

  /// `$1` to `$9` are groups, `$&` the match, `$$` a dollar.
  private static func append(_ replacement: [UInt8], _ match: [Range<Int>?], _ text: TextBytes, to result: inout [UInt8]) {
    var index = 0
    while index < replacement.count {
      let byte = replacement[index]
      guard byte == UInt8(ascii: "$"), index + 1 < replacement.count else {
        result.append(byte)
        index += 1
        continue
      }
      let next = replacement[index + 1]
      let group = next == UInt8(ascii: "&") ? 0 : Int(next) - 48
      if next == UInt8(ascii: "$") {
        result.append(next)
      } else if next == UInt8(ascii: "&") || (1...9).contains(group) {
        if group < match.count, let range = match[group] { result += text[range] }
      } else {
        result += [byte, next]
      }
      index += 2
    }
  }
}
