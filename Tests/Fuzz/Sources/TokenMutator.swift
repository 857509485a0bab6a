import WeirBuiltins
import WeirHost

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ sizeMax: Int) -> Int

/// libFuzzer asks this for the next input: half of the time it changes bytes, else words of the language.
@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(_ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ sizeMax: Int, _ seed: UInt32) -> Int {
  var random = SeededRandom(seed: UInt64(seed))
  guard size > 0, random.next(below: 4) != 0 else { return mutateBytes(bytes, size, sizeMax) }
  var mutator = TokenMutator(UnsafeBufferPointer(start: bytes, count: size), random)
  let result = mutator.mutated().prefix(sizeMax)
  for (index, byte) in result.enumerated() { bytes[index] = byte }
  return result.count
}

/// Changes a text word by word, so that it still parses now and then.
struct TokenMutator {
  private var tokens: [[UInt8]]
  private var random: SeededRandom

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ random: SeededRandom) {
    tokens = Self.tokens(of: bytes)
    self.random = random
  }

  private static let functions = StandardCatalog.functions.names.sorted().map { Array($0.utf8) }

  /// Values at the edges, and signs.
  private static let odd: [[UInt8]] = [
    "NULL", "-1", "0", "1e12", "1000000000000l", "9223372036854775807l", "-9223372036854775808", "2147483647", "00i", "00d", "[]", "()", "\"\"", "`é",
    "1..3", "(1,2)", "(1,(2,`a))", "matrix(INT,0,0)", "matrix(1..4,5..8)", "table(1:0,`a`b,[INT,STRING])", "table(1 2 3 as a,`x`y`x as b)", "dict(INT,INT)",
    "{a:1}", "set(1 2)", "1:2", "0:0", "2012.01.01", "2012.01M", "12:00:00", "3d", "10H", "1.5P", "decimal32(1,2)", "1.5", "1 NULL 3", "`a`b`c", "`A`A$SYMBOL",
    "true", "'c'", "<a+b>", "<select a from t>", "array(INT[],0).append!([1..3,4..5])", "sum", "{x->x}", "{x,y->x+y}", "def(x){return x}", ",", "(", ")", "[",
    "]", "{", "}", ";", "\n", "=", "<", ">", "->", ".", ":", "+", "-", "*", "/", "\\", "**", "$", "&&", "!", "select", "exec", "from", "where", "group by",
    "context by", "order by", "pivot by", "having", "limit", "top", "as", "update", "set", "delete", "insert into", "def", "return", "if", "else", "for", "in",
    "do", "while", "try", "catch", "throw", "case", "over", "partition by", "mutable", ":E", ":P", ":C", ":G", ":X", ":A", ":H",
  ].map { Array($0.utf8) }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte &- 48 <= 9 || (byte | 32) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "!") || byte >= 128
  }

  /// Words, runs of blanks, and signs one by one.
  private static func tokens(of bytes: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    for byte in bytes {
      if let last = tokens.last?.last, isWord(last) && isWord(byte) || last == 32 && byte == 32 {
        tokens[tokens.count - 1].append(byte)
      } else {
        tokens.append([byte])
      }
    }
    return tokens
  }

  private mutating func index() -> Int { Int(random.next(below: UInt64(tokens.count))) }
  private mutating func pick(_ words: [[UInt8]]) -> [UInt8] { words[Int(random.next(below: UInt64(words.count)))] }

  /// Between one and eight changes.
  mutating func mutated() -> [UInt8] {
    for _ in 0..<(1 << Int(random.next(below: 4))) where !tokens.isEmpty { change() }
    return Array(tokens.joined())
  }

  private mutating func change() {
    switch random.next(below: 8) {
    case 0, 1: tokens[index()] = pick(Self.odd)
    case 2: replaceWord(by: pick(Self.functions))
    case 3: tokens[index()] = tokens[index()]
    case 4: tokens.remove(at: index())
    case 5: tokens.insert(pick(Self.odd), at: index())
    case 6: tokens.swapAt(index(), index())
    default: tokens.insert(Array((tokens[index()] + [40] + pick(Self.odd) + [44] + pick(Self.odd) + [41])), at: index())
    }
  }

  /// A function's name goes where a word is.
  private mutating func replaceWord(by name: [UInt8]) {
    let start = index()
    let words = tokens.indices.filter { $0 >= start && (tokens[$0][0] | 32) &- 97 < 26 }
    if let first = words.first { tokens[first] = name }
  }
}
