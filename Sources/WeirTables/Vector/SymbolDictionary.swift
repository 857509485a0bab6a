/// The distinct strings of SYMBOL columns and the code of each; code 0 is the null symbol.
///
/// Grows only: a code keeps its meaning for as long as any vector refers to the dictionary.
package final class SymbolDictionary: @unchecked Sendable {
  // Unchecked: grown by the one session that builds the vector; a table's writer holds the table's lock.
  package private(set) var strings: [String] = [""]
  private var codes: [String: Int32] = ["": 0]

  package init() {}

  package var count: Int { strings.count }

  /// The code of `text`, which is added when it is new.
  package func code(adding text: String) -> Int32 {
    if let code = codes[text] { return code }
    let code = Int32(strings.count)
    strings.append(text)
    codes[text] = code
    return code
  }

  /// The code of `text`, or nil when no element has it.
  package func code(of text: String) -> Int32? { codes[text] }

  /// For every code the rank of its string in ascending order, so that codes can be compared as strings are.
  package func ranks() -> [Int32] {
    let order = strings.indices.sorted { strings[$0] < strings[$1] }
    var ranks = [Int32](repeating: 0, count: strings.count)
    for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
    return ranks
  }
}
