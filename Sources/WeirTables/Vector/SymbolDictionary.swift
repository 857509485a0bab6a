import Synchronization

/// The distinct strings of SYMBOL columns and the code of each; code 0 is the null symbol.
///
/// Grows only: a code keeps its meaning for as long as any vector refers to the dictionary. The strings lie in chunks that never move, each twice as large as the one
/// before: who has a code reads its string without a lock, whoever adds meanwhile.
package final class SymbolDictionary: @unchecked Sendable {
  // Unchecked: strings are written once, under the lock, before anybody gets their code.
  private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<String>?>
  private let codes: Mutex<[String: Int32]> = Mutex(["": 0])
  private let filled = Atomic(1)

  /// Chunk `c` holds the codes from `smallest << c - smallest` on, `smallest << c` of them.
  private static let smallest = 16
  private static let smallestBits = 4
  private static let chunkCount = 31 - smallestBits

  package init() {
    chunks = .allocate(capacity: SymbolDictionary.chunkCount)
    chunks.initialize(repeating: nil, count: SymbolDictionary.chunkCount)
    place(0).initialize(to: "")
  }

  deinit {
    for code in 0..<count { place(code).deinitialize(count: 1) }
    for chunk in 0..<SymbolDictionary.chunkCount { chunks[chunk]?.deallocate() }
    chunks.deallocate()
  }

  package var count: Int { filled.load(ordering: .acquiring) }

  /// The string of a code.
  /// - Precondition: `code` is one of this dictionary.
  @inline(__always)
  package func text(of code: Int32) -> String {
    let (chunk, offset) = SymbolDictionary.location(Int(code))
    return chunks[chunk].unsafelyUnwrapped[offset]
  }

  /// All strings, by their code.
  package var strings: [String] { (0..<count).map { text(of: Int32($0)) } }

  @inline(__always)
  private static func location(_ code: Int) -> (chunk: Int, offset: Int) {
    let shifted = code &+ smallest
    let chunk = Int.bitWidth - 1 - shifted.leadingZeroBitCount - smallestBits
    return (chunk, shifted &- smallest << chunk)
  }

  /// Where the string of a code lies; its chunk is made when it is the first in it.
  private func place(_ code: Int) -> UnsafeMutablePointer<String> {
    let (chunk, offset) = SymbolDictionary.location(code)
    let strings = chunks[chunk] ?? .allocate(capacity: SymbolDictionary.smallest << chunk)
    chunks[chunk] = strings
    return strings + offset
  }

  /// The code of `text`, which is added when it is new.
  package func code(adding text: String) -> Int32 {
    codes.withLock { codes in
      if let code = codes[text] { return code }
      let code = count
      place(code).initialize(to: text)
      codes[text] = Int32(code)
      filled.store(code + 1, ordering: .releasing)
      return Int32(code)
    }
  }

  /// The code of `text`, or nil when no element has it.
  package func code(of text: String) -> Int32? { codes.withLock { $0[text] } }

  /// For every code the rank of its string in ascending order, so that codes can be compared as strings are.
  package func ranks() -> [Int32] {
    let strings = strings
    let order = strings.indices.sorted { strings[$0] < strings[$1] }
    var ranks = [Int32](repeating: 0, count: strings.count)
    for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
    return ranks
  }
}
