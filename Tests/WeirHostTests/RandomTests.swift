import Testing
import WeirHost

@Suite struct RandomTests {
  /// The first words of the authors' C code (xoshiro256starstar.c over splitmix64.c) for these seeds.
  @Test(arguments: [
    (UInt64(0), [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0] as [UInt64]),
    (UInt64(42), [0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1] as [UInt64]),
  ])
  func aSeedDecidesTheNumbers(seed: UInt64, words: [UInt64]) {
    var random = SeededRandom(seed: seed)
    #expect(words.map { _ in random.next() } == words)
  }

  @Test func numbersStayInTheirRange() {
    var random = SeededRandom(seed: 7)
    var counts = [0, 0, 0]
    for _ in 0..<30_000 {
      counts[Int(random.next(below: 3))] += 1
      let unit = random.nextUnit()
      #expect(unit >= 0 && unit < 1)
    }
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
  }

  @Test func seededEntropyRepeatsItself() {
    let first = SeededEntropy(seed: 1)
    let second = SeededEntropy(seed: 1)
    #expect((0..<5).map { _ in first.nextSeed() } == (0..<5).map { _ in second.nextSeed() })
    #expect(SystemEntropy().nextSeed() != SystemEntropy().nextSeed())
  }
}
