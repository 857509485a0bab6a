/// What has to be known of an encoded column to read it: its type, how many elements it has, and the runs of bytes that they are in.
///
/// | elements | sections |
/// |---|---|
/// | of a fixed width | the elements |
/// | SYMBOL | codes; the strings, unless they are kept elsewhere |
/// | STRING, BLOB | references; the bytes that they refer to |
/// | lists | offsets; the sections of the values |
package struct ColumnLayout: Sendable, Equatable {
  package var type: ElementType
  package var scale: Int
  /// Of lists: how many values they have together.
  package var valueCount: Int?
  /// The codes of symbols are those of a dictionary that is kept elsewhere.
  package var hasOuterSymbols: Bool
  package var count: Int
  /// Bytes of each section.
  package var lengths: [Int]

  package var isList: Bool { valueCount != nil }

  private static let listFlag: UInt8 = 1
  private static let outerSymbolsFlag: UInt8 = 2

  func encode(into encoder: inout ByteEncoder) {
    encoder.add(type.rawValue)
    encoder.add((isList ? ColumnLayout.listFlag : 0) | (hasOuterSymbols ? ColumnLayout.outerSymbolsFlag : 0))
    encoder.add(Int16(scale))
    encoder.add(UInt32(lengths.count))
    encoder.add(UInt64(count))
    encoder.add(UInt64(valueCount ?? 0))
    for length in lengths { encoder.add(UInt64(length)) }
  }

  /// - Throws: `.io` for bytes that no column has.
  init(_ decoder: inout ByteDecoder) throws {
    let start = decoder.next
    let number = try decoder.number(UInt8.self)
    guard let type = ElementType(rawValue: number), type.storage != .any else { throw start.damaged("there is no type \(number)") }
    let flags = try decoder.number(UInt8.self)
    self.type = type
    scale = Int(try decoder.number(Int16.self))
    let sections = Int(try decoder.number(UInt32.self))
    count = try decoder.count()
    let values = try decoder.count()
    valueCount = flags & ColumnLayout.listFlag == 0 ? nil : values
    hasOuterSymbols = flags & ColumnLayout.outerSymbolsFlag != 0
    lengths = []
    guard sections <= ColumnLayout.sectionsMax else { throw start.damaged("\(sections) sections are more than a column has") }
    for _ in 0..<sections { lengths.append(try decoder.count()) }
    try checkLengths(start)
  }

  private static let sectionsMax = 3

  init(type: ElementType, scale: Int, valueCount: Int?, hasOuterSymbols: Bool, count: Int, lengths: [Int]) {
    self.type = type
    self.scale = scale
    self.valueCount = valueCount
    self.hasOuterSymbols = hasOuterSymbols
    self.count = count
    self.lengths = lengths
  }

  /// The lengths that follow from the count; the others are nil.
  private var expectedLengths: [Int?] {
    let elements = valueCount ?? count
    let own: [Int?] = switch type.storage {
    case .symbol: hasOuterSymbols ? [elements * 4] : [elements * 4, nil]
    case .string: [elements * 8, nil]
    default: [elements * type.storage.width]
    }
    return isList ? [(count + 1) * 8] + own : own
  }

  private func checkLengths(_ place: FilePlace) throws {
    guard count <= ColumnLayout.countMax, valueCount ?? 0 <= ColumnLayout.countMax else { throw place.damaged("\(count) elements are more than a column has") }
    let expected = expectedLengths
    guard lengths.count == expected.count, zip(lengths, expected).allSatisfy({ $1 == nil || $0 == $1 }) else {
      throw place.damaged("the sections are not those of \(count) elements of \(type.name)")
    }
  }

  /// Beyond what memory holds, and far from where sizes in bytes overflow.
  private static let countMax = 1 << 40
}
