import WeirRuntime
import WeirTables

// Text.
extension StandardCatalog {
  static let strings: [Builtin] = stringParts + stringEdits + stringCases + stringTests + stringSearch + regularExpressions + stringFormats
}

// MARK: Length and parts

extension StandardCatalog {
  private static let stringParts: [Builtin] = [
    Builtin("strlen(X)", summary: "The length of each text in bytes of UTF-8.", example: Example("strlen([\"abc\", \"123456789\"])", gives: "[3,9]"), rowwiseFrom: 1) { call in
      try mappingTexts(call, toInts: { $0.count })
    },
    Builtin("strlenu(X)", summary: "The length of each text in characters of Unicode.", example: Example("strlenu(\"héé\")", gives: "3"), rowwiseFrom: 1) { call in
      try mappingTexts(call, toInts: { $0.count { $0 & 0xC0 != 0x80 } })
    },
    Builtin(
      "substr(X, offset, [length])", summary: "`length` bytes of each text from `offset` on, or all that follow.",
      example: Example("substr(\"This is a test\", 5, 2)", gives: "is"), rowwiseFrom: 1
    ) { call in
      let offset = try StringArguments.count(call, 1)
      let length = try StringArguments.count(call, 2, default: .max)
      return try mappingTexts(call) { try TextRows.strings($0) { TextEdit.slice($0, offset, length) } }
    },
    Builtin(
      "substru(X, offset, [length])", summary: "`length` characters of each text from `offset` on, or all that follow.",
      example: Example("substru(\"héé1\", 1, 2)", gives: "éé"), rowwiseFrom: 1
    ) { call in
      let offset = try StringArguments.count(call, 1)
      let length = try StringArguments.count(call, 2, default: .max)
      return try mappingTexts(call) { try TextRows.strings($0) { TextEdit.characterSlice($0, offset, length) } }
    },
    Builtin("left(X, n)", summary: "The first `n` bytes of each text.", example: Example("left(\"I love this\", 6)", gives: "I love"), rowwiseFrom: 1) { call in
      let count = try StringArguments.count(call, 1)
      return try mappingTexts(call) { try TextRows.strings($0, keepsType: true) { Array($0.prefix(count)) } }
    },
    Builtin("right(X, n)", summary: "The last `n` bytes of each text.", example: Example("right(\"I love this\", 4)", gives: "this"), rowwiseFrom: 1) { call in
      let count = try StringArguments.count(call, 1)
      return try mappingTexts(call) { try TextRows.strings($0, keepsType: true) { Array($0.suffix(count)) } }
    },
    Builtin("charAt(X, Y)", summary: "The byte at position `Y` of each text, as CHAR.", example: Example("charAt(\"abc\", 2)", gives: "'c'"), rowwiseFrom: 1) { call in
      try StringArguments.charAt(call)
    },
    Builtin(
      "split(str, [delimiter])", summary: "The parts of a text between the delimiters; without a delimiter its bytes.",
      example: Example("split(\"a,b,c\", \",\")", gives: "[\"a\",\"b\",\"c\"]")
    ) { call in
      guard let texts = call[0].vector else {
        guard call.has(1), !call[1].isVoid else { return .vector(try StringArguments.chars(try call.string(0))) }
        return .vector(try StringArguments.split(try call.string(0), by: try call.string(1)))
      }
      let delimiter = try call.string(1, default: ",")
      let result = AnyVector(capacity: texts.count)
      try naming(call.name) {
        try TextRows.forEach(texts) { result.push(.vector(try StringArguments.split(String(decoding: $0, as: UTF8.self), by: delimiter))) }
      }
      result.isColumnar = true
      return .vector(result)
    },
    Builtin("toCharArray(X)", summary: "The bytes of a text as CHARs.", example: Example("toCharArray(\"abc\")", gives: "['a','b','c']")) { call in
      guard let texts = call[0].vector else { return .vector(try StringArguments.chars(try call.string(0))) }
      let result = try ArrayVector(.char)
      try naming(call.name) {
        try TextRows.forEach(texts) { try result.append(.vector(try StringArguments.chars(String(decoding: $0, as: UTF8.self)))) }
      }
      return .vector(result)
    },
  ]
}

// MARK: Edits

extension StandardCatalog {
  private static let stringEdits: [Builtin] = [
    Builtin(
      "concat([X], [Y])", summary: "Two texts as one; the texts of a vector as one, with `Y` in between.",
      example: Example("concat(`IBM`GOOG, \",\")", gives: "IBM,GOOG")
    ) { call in
      let tail = call.has(1) ? call[1].text : ""
      guard call.has(0) else { return .string(tail) }
      guard let texts = call[0].vector else { return .string(call[0].text + tail) }
      return .string(try TextSearch.joined(texts, by: tail))
    },
    trimming("trim", left: true, right: true, "Each text without the blanks around it.", Example("trim([\"  t1\", \" t2 \"])", gives: "[\"t1\",\"t2\"]")),
    trimming("ltrim", left: true, right: false, "Each text without the blanks before it.", Example("ltrim(\"  a\")", gives: "a")),
    trimming("rtrim", left: false, right: true, "Each text without the blanks behind it.", Example("rtrim(\"a  \")", gives: "a")),
    Builtin(
      "strip(X)", summary: "Each text without blanks, tabs and line breaks around it.", example: Example("strip(\"\\nhello\\t\\n\")", gives: "hello"), rowwiseFrom: 1
    ) { call in
      try mappingTexts(call) { try TextRows.strings($0, keepsType: true) { TextEdit.trimmed($0, left: true, right: true, TextTest.isBlank) } }
    },
    Builtin(
      "strReplace(str, pattern, replacement)", summary: "Each text with `replacement` wherever it held `pattern`.",
      example: Example("strReplace(\"The ball is red.\", \"red\", \"green\")", gives: "The ball is green."), rowwiseFrom: 1
    ) { call in
      let pattern = Array(try call.string(1).utf8)
      let replacement = Array(try call.string(2).utf8)
      return try mappingTexts(call) { try TextRows.strings($0) { try TextEdit.replaced($0, pattern, replacement) } }
    },
    Builtin("repeat(X, n)", summary: "Each text `n` times.", example: Example("repeat(`AB`CD, 2)", gives: "[\"ABAB\",\"CDCD\"]"), rowwiseFrom: 1) { call in
      let count = try StringArguments.count(call, 1)
      return try mappingTexts(call) { texts in
        try TextRows.strings(texts) { text in
          guard text.count.multipliedReportingOverflow(by: count).partialValue <= StringReference.lengthMax, count <= StringReference.lengthMax else {
            throw KernelError.memory("a text of \(text.count) bytes cannot be repeated \(count) times")
          }
          var repeated: [UInt8] = []
          repeated.reserveCapacity(text.count * count)
          for turn in 0..<count {
            try Interruption.check(atRow: turn)
            repeated.append(contentsOf: text)
          }
          return repeated
        }
      }
    },
    padding("lpad", onLeft: true, "Each text filled up on the left to `length` bytes, or cut to them.", Example("lpad(`Hello, 8, `0)", gives: "000Hello")),
    padding("rpad", onLeft: false, "Each text filled up on the right to `length` bytes, or cut to them.", Example("rpad(`Hello, 8, `0)", gives: "Hello000")),
  ]

  private static func trimming(_ name: String, left: Bool, right: Bool, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example, rowwiseFrom: 1) { call in
      try mappingTexts(call) { try TextRows.strings($0, keepsType: true) { TextEdit.trimmed($0, left: left, right: right) { $0 == 32 } } }
    }
  }

  private static func padding(_ name: String, onLeft: Bool, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)(str, length, [pattern])", summary: summary, example: example, rowwiseFrom: 2) { call in
      let length = min(try StringArguments.count(call, 1), StringArguments.paddingMax)
      let filling = Array(try call.string(2, default: " ").utf8)
      return try mappingTexts(call) { try TextRows.strings($0) { TextEdit.padded($0, length, filling, onLeft: onLeft) } }
    }
  }
}

// MARK: Cases and questions

extension StandardCatalog {
  private static let stringCases: [Builtin] = [
    Builtin("upper(X)", summary: "Each text in capitals.", example: Example("upper(`Ibm`C)", gives: "[\"IBM\",\"C\"]"), rowwiseFrom: 1) { call in
      try mappingTexts(call) { try TextRows.strings($0, keepsType: true, TextEdit.raised) }
    },
    Builtin("lower(X)", summary: "Each text in small letters.", example: Example("lower(`Ibm`C)", gives: "[\"ibm\",\"c\"]"), rowwiseFrom: 1) { call in
      try mappingTexts(call) { try TextRows.strings($0, keepsType: true, TextEdit.lowered) }
    },
    Builtin(
      "initcap(X)", summary: "Each text with a capital at the beginning of its words and small letters in them.",
      example: Example("initcap(\"hello wORLD\")", gives: "Hello World"), rowwiseFrom: 1
    ) { call in
      try mappingTexts(call) { try TextRows.strings($0, keepsType: true, TextEdit.capitalized) }
    },
  ]

  private static let stringTests: [Builtin] = [
    question("isAlpha", "Whether a text holds nothing but letters.", Example("isAlpha(\"hello world\")", gives: "false")) {
      TextTest.all($0, TextTest.isLetter)
    },
    question("isAlNum", "Whether a text holds nothing but letters and digits.", Example("isAlNum(\"1And1\")", gives: "true")) {
      TextTest.all($0) { TextTest.isLetter($0) || TextTest.isDigit($0) }
    },
    question("isDigit", "Whether a text holds nothing but digits.", Example("isDigit(\"10.05\")", gives: "false"), aliases: ["isNumeric"]) {
      TextTest.all($0, TextTest.isDigit)
    },
    question("isSpace", "Whether a text holds nothing but blanks, tabs and line breaks.", Example("isSpace(\" \\t \")", gives: "true")) {
      TextTest.all($0, TextTest.isBlank)
    },
    question("isUpper", "Whether a text holds letters and no small ones.", Example("isUpper(\"123456ABC\")", gives: "true")) {
      TextTest.hasOnlyCase($0, upper: true)
    },
    question("isLower", "Whether a text holds letters and no capitals.", Example("isLower(\"123456abc\")", gives: "true")) {
      TextTest.hasOnlyCase($0, upper: false)
    },
    question("isTitle", "Whether the letters that begin words are capitals and no others.", Example("isTitle(\"Hello world\")", gives: "false"), TextTest.isTitle),
  ]

  private static func question(
    _ name: String, _ summary: String, _ example: Example, aliases: [String] = [], _ holds: @escaping @Sendable (TextBytes) -> Bool
  ) -> Builtin {
    Builtin("\(name)(X)", aliases: aliases, summary: summary, example: example) { call in
      try mappingTexts(call) { try TextRows.bools($0, holds) }
    }
  }
}

/// The arguments of the functions of text.
enum StringArguments {
  /// Longer padding is cut to this, as documented.
  static let paddingMax = 65_536

  /// A count that is not negative.
  static func count(_ call: borrowing Call, _ index: Int, default fallback: Int? = nil) throws -> Int {
    let value = try fallback.map { try call.int(index, default: $0) } ?? call.int(index)
    guard value >= 0 else { throw call.invalid(index, "must not be negative, got \(value)") }
    return value
  }

  static func chars(_ text: String) throws -> Vector {
    let result = try FixedVector(.char, count: text.utf8.count)
    for (index, byte) in text.utf8.enumerated() { result.pointer(Int8.self)[index] = Int8(bitPattern: byte) }
    return result
  }

  static func split(_ text: String, by delimiter: String) throws -> StringVector {
    var text = text
    let delimiter = Array(delimiter.utf8)
    return try text.withUTF8 { try TextSearch.split($0, delimiter) }
  }

  static func charAt(_ call: borrowing Call) throws -> Cell {
    guard let places = call[1].vector else {
      let place = try call.int(1)
      return try mappingTexts(call) { texts in
        let result = try Vector.empty(.char, capacity: texts.count)
        try TextRows.forEach(texts) { try result.append(char($0, place)) }
        return result
      }
    }
    let texts = try call.vectorOrScalar(0)
    guard texts.count == places.count else { throw call.invalid(1, "must be as long as `X`") }
    let result = try Vector.empty(.char, capacity: texts.count)
    var row = 0
    try naming(call.name) {
      try TextRows.forEach(texts) {
        try result.append(char($0, Int(try places.cell(at: row).asInt64())))
        row += 1
      }
    }
    return .vector(result)
  }

  private static func char(_ text: TextBytes, _ place: Int) -> Cell {
    place >= 0 && place < text.count ? .char(Int8(bitPattern: text[place])) : .null(.char)
  }
}
