/// Short sequences of the bases A, T, C and G as one number: two bits for each base, and their count in the byte above.
package enum GenomeSequence {
  package static let basesMax = 28
  private static let letters = Array("ATCG".utf8)

  /// Nil for a sequence that is too long or holds anything else.
  package static func encoded(_ bases: some Collection<UInt8>) -> Int64? {
    guard bases.count <= basesMax else { return nil }
    var bits: Int64 = 0
    for base in bases {
      guard let code = letters.firstIndex(of: base) else { return nil }
      bits = bits << 2 | Int64(code)
    }
    return Int64(bases.count) << Int64(shift(bases.count)) | bits
  }

  /// The empty text for a number that stands for no sequence.
  package static func decoded(_ code: Int64) -> [UInt8] {
    guard code > 0, let count = (1...basesMax).first(where: { code >> Int64(shift($0)) == Int64($0) }) else { return [] }
    return (0..<count).map { index in
      let bits = code >> Int64((count - 1 - index) * 2)
      return letters[Int(bits & 3)]
    }
  }

  /// Where the count stands: above the bits of the bases, filled up to whole bytes.
  private static func shift(_ count: Int) -> Int { (count * 2 + 7) / 8 * 8 }
}
