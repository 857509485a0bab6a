import WeirRuntime
import WeirTables

// Digests, checksums and other codes.
extension StandardCatalog {
  static let encoding: [Builtin] = digests + base64 + hexadecimal + characterSets + genomes + layouts + points

  private static let digests: [Builtin] = [
    Builtin("md5(X)", summary: "The MD5 digest of each text, as INT128.", example: Example("md5(`e)", gives: "e1671797c52e15f763380b45e841ec32"), rowwiseFrom: 1) { call in
      try mappingTexts(call) { texts in
        let result = try Vector.empty(.int128, capacity: texts.count)
        try TextRows.forEach(texts) { text in
          var digest = MD5()
          digest.update(text)
          try result.append(.wide(digest.finish(), .int128))
        }
        return result
      }
    },
    Builtin(
      "gmd5(X)", summary: "The MD5 digest of all elements of `X` together, as INT128.",
      example: Example("gmd5([1, 2, 3])", gives: "2a1dd1e1e59d0a384c26951e316cd7e6")
    ) { call in
      var digest = MD5()
      try naming(call.name) { try ElementBytes.add(call[0], to: &digest) }
      return .wide(digest.finish(), .int128)
    },
    Builtin(
      "rowGmd5(args...)", summary: "What `gmd5` gives of each row; several arguments are the parts of a row.",
      example: Example("rowGmd5(array(INT[], 0).append!([1 2 3]))[0]", gives: "2a1dd1e1e59d0a384c26951e316cd7e6")
    ) { call in
      let parts = try (0..<call.count).map { try call.vector($0) }
      guard let rows = parts.first?.count, parts.allSatisfy({ $0.count == rows }) else { throw KernelError.shape("rowGmd5: the arguments must have equally many rows") }
      let result = try Vector.empty(.int128, capacity: rows)
      for row in 0..<rows {
        try Interruption.check(atRow: row)
        var digest = MD5()
        for part in parts { try naming(call.name) { try ElementBytes.add(part.cell(at: row), to: &digest) } }
        try result.append(.wide(digest.finish(), .int128))
      }
      return .vector(result)
    },
    Builtin(
      "hmac(key, message, [digest='sha256'])",
      summary: "The code that authenticates a message with a key, as hexadecimal digits; `digest` is \"sha1\", \"sha224\", \"sha256\", \"sha384\", \"sha512\" or \"md5\".",
      example: Example("hmac(\"myKey\", \"myMessage\", \"sha1\")", gives: "5033197fa89dedf5088eed6100dfa5a0f67ef1ce")
    ) { call in
      let (key, message) = (Array(try call.string(0).utf8), Array(try call.string(1).utf8))
      let name = try call.string(2, default: "sha256").lowercased()
      let hash = SecureHash(rawValue: name)
      guard hash != nil || name == "md5" else { throw call.invalid(2, "must be \"sha1\", \"sha224\", \"sha256\", \"sha384\", \"sha512\" or \"md5\"") }
      let code = MessageCode.compute(key, message, blockSize: hash?.blockSize ?? 64) { hash?.digest($0) ?? MessageCode.md5($0) }
      return .string(code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    },
    Builtin(
      "crc32(str, [cksum=0])", summary: "The CRC-32 checksum of each text, behind a checksum `cksum`.",
      example: Example("crc32(`aa`cc, 1)", gives: "[512829590,-1029100744]"), rowwiseFrom: 1
    ) { call in
      let start = UInt32(truncatingIfNeeded: try call.int(1, default: 0))
      return try mappingTexts(call) { try TextRows.ints($0) { Int(Int32(bitPattern: CRC32.checksum($0, start: start))) } }
    },
    Builtin(
      "objectChecksum(vector, [prev=0])", summary: "One checksum of all elements, CRC-32 of their bytes; `prev` is that of the elements before them.",
      example: Example("objectChecksum(6..10, objectChecksum(1..5)) == objectChecksum(1..10)", gives: "true")
    ) { call in
      let start = UInt32(truncatingIfNeeded: try call.int(1, default: 0))
      return .int(Int(Int32(bitPattern: try checksum(try call.vector(0), start: start))))
    },
  ]

  /// Of the bytes as they lie in memory, those of texts behind each other.
  private static func checksum(_ vector: Vector, start: UInt32) throws -> UInt32 {
    guard !vector.storage.isNested else { throw KernelError.type("objectChecksum: a vector of one type is expected, got \(vector.type.name)") }
    guard vector.storage.isFixedWidth, vector.storage != .symbol else {
      var sum = start
      try TextRows.forEach(vector) { sum = CRC32.checksum($0, start: sum) }
      return sum
    }
    let bytes = vector.raw.assumingMemoryBound(to: UInt8.self)
    return withExtendedLifetime(vector) { CRC32.checksum(TextBytes(start: bytes, count: vector.count * vector.storage.width), start: start) }
  }

  private static let base64: [Builtin] = [
    Builtin("base64Encode(X)", summary: "Each text in Base64.", example: Example("base64Encode(`hello)", gives: "aGVsbG8="), rowwiseFrom: 1) { call in
      try mappingTexts(call) { try TextRows.strings($0, Base64.encoded) }
    },
    Builtin("base64Decode(X)", summary: "What each text in Base64 says, as BLOB.", example: Example("base64Decode(\"aGVsbG8=\")", gives: "hello"), rowwiseFrom: 1) { call in
      try mappingTexts(call) { try TextRows.strings($0, Base64.decoded).cast(to: .blob) }
    },
  ]

  private static let hexadecimal: [Builtin] = [
    Builtin(
      "hex(X, [reverse=false])", summary: "The bytes of each number as hexadecimal digits, with `reverse` the lowest byte first.",
      example: Example("hex(16 25)", gives: "[\"00000010\",\"00000019\"]"), axis: .elementwise
    ) { call in
      let isReversed = try call.bool(1, default: false)
      return try mapping(call) { numbers in
        guard numbers.storage.isFixedWidth else { throw call.expected(0, "numbers") }
        let width = numbers.storage.width
        let bytes = numbers.raw.assumingMemoryBound(to: UInt8.self)
        let result = try StringVector(count: 0)
        for row in 0..<numbers.count {
          try Interruption.check(atRow: row)
          let own = (0..<width).map { bytes[row * width + $0] }
          try result.appendText((isReversed ? own : own.reversed()).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
        return result
      }
    }
  ]

  private static let characterSets: [Builtin] = [
    Builtin(
      "convertEncode(str, srcEncode, destEncode)", summary: "The same texts: strings are UTF-8 in memory, whatever they came from and wherever they go.",
      example: Example("convertEncode(\"weir\", \"utf-8\", \"gbk\")", gives: "weir"), rowwiseFrom: 1
    ) { call in
      try CharacterSets.check(call, 1)
      try CharacterSets.check(call, 2)
      return try mappingTexts(call) { $0 }
    },
    Builtin("toUTF8(str, encode)", summary: "The same texts: strings are UTF-8 in memory.", example: Example("toUTF8(\"weir\", \"gbk\")", gives: "weir"), rowwiseFrom: 1) { call in
      try CharacterSets.check(call, 1)
      return try mappingTexts(call) { $0 }
    },
    Builtin("fromUTF8(str, encode)", summary: "The same texts: strings are UTF-8 in memory.", example: Example("fromUTF8(\"weir\", \"gbk\")", gives: "weir"), rowwiseFrom: 1) {
      call in
      try CharacterSets.check(call, 1)
      return try mappingTexts(call) { $0 }
    },
  ]

  private static let genomes: [Builtin] = [
    Builtin(
      "encodeShortGenomeSeq(X)", aliases: ["encodeSGS"], summary: "Up to 28 bases A, T, C and G as one LONG; null for everything else.",
      example: Example("encodeShortGenomeSeq(\"TCGATCG\")", gives: "465691")
    ) { call in
      if let bases = call[0].vector, bases.type == .char {
        return GenomeSequence.encoded(try (0..<bases.count).mapRows { UInt8(bitPattern: bases.pointer(Int8.self)[$0]) }).map { .long($0) } ?? .null(.long)
      }
      return try mappingTexts(call) { texts in
        let result = try Vector.empty(.long, capacity: texts.count)
        try TextRows.forEach(texts) { try result.append(GenomeSequence.encoded($0).map { .long($0) } ?? .null(.long)) }
        return result
      }
    },
    Builtin(
      "decodeShortGenomeSeq(X)", aliases: ["decodeSGS"], summary: "The bases that a number from `encodeShortGenomeSeq` stands for.",
      example: Example("decodeShortGenomeSeq(465691)", gives: "TCGATCG"), axis: .elementwise
    ) { call in
      try mapping(call) { codes in
        let result = try StringVector(count: 0)
        for row in 0..<codes.count {
          try Interruption.check(atRow: row)
          let bases = codes.isNull(at: row) ? [] : GenomeSequence.decoded(try codes.cell(at: row).asInt64())
          try bases.withUnsafeBufferPointer { try result.appendBytes($0) }
        }
        return result
      }
    },
    Builtin(
      "genShortGenomeSeq(X, window)", aliases: ["genSGS"], summary: "The codes of the `window` bases that begin at each base; null where they do not fit.",
      example: Example("genShortGenomeSeq(\"TCGNTC\", 2)", gives: "[518,523,,,518,]")
    ) { call in
      let window = try call.int(1)
      guard (2...GenomeSequence.basesMax).contains(window) else { throw call.invalid(1, "must be 2 to \(GenomeSequence.basesMax), got \(window)") }
      var bases: [UInt8] = []
      if let chars = call[0].vector { try TextRows.forEach(chars) { bases += $0 } } else { bases = Array(try call.string(0).utf8) }
      let type: ElementType = window <= 4 ? .short : window <= 12 ? .int : .long
      let result = try Vector.empty(type, capacity: bases.count)
      for start in bases.indices {
        let code = start + window <= bases.count ? GenomeSequence.encoded(bases[start..<(start + window)]) : nil
        try result.append(code.map { .integer($0, type) } ?? .null(type))
      }
      return .vector(result)
    },
  ]

  private static let layouts: [Builtin] = [
    Builtin(
      "pack(format, args...)", summary: "Values as bytes laid out as `format` says; each byte is one character of the text.",
      example: Example("unpack(\"3si\", pack(\"3si\", `123, 3))", gives: "(\"123\",3)")
    ) { call in .string(try naming(call.name) { try BytePacking.packed(call) }) },
    Builtin(
      "unpack(format, buf)", summary: "The values in bytes that `pack` laid out, as a tuple.", example: Example("unpack(\"N\", pack(\"N\", 1))", gives: "(1)")
    ) { call in .vector(try naming(call.name) { try BytePacking.unpacked(try BinaryLayout(try call.string(0)), try call.string(1)) }) },
  ]

  private static let points: [Builtin] = [
    Builtin(
      "rdp(pointList, epsilon)", summary: "The points of a line without those that lie within `epsilon` of the rest.",
      example: Example("size(rdp(point(1 2 3 4, 1 2 3 4), 0.1))", gives: "2")
    ) { call in
      let epsilon = try call.double(1)
      guard epsilon >= 0 else { throw call.invalid(1, "must not be negative") }
      return .vector(try naming(call.name) { try LineSimplification.simplified(try call.vector(0), epsilon: epsilon) })
    }
  ]
}

private enum CharacterSets {
  private static let names: Set<String> = [
    "utf-8", "utf8", "gbk", "gb2312", "gb18030", "euc-cn", "big5", "ascii", "us-ascii", "iso-8859-1", "latin1", "utf-16", "utf-16le", "utf-16be", "utf-32",
    "shift_jis", "euc-jp", "euc-kr", "windows-1252",
  ]

  static func check(_ call: borrowing Call, _ index: Int) throws {
    let name = try call.string(index)
    guard names.contains(name.lowercased()) else { throw call.invalid(index, "names no character set that is known: '\(name)'") }
  }
}

/// The bytes of values, one behind the other.
private enum ElementBytes {
  static func add(_ value: borrowing Cell, to digest: inout MD5) throws {
    switch value.heapKind {
    case .vector:
      let vector = value.unsafeObject(as: Vector.self)
      if let tuple = vector as? AnyVector {
        for index in 0..<tuple.count { try add(tuple.cell(at: index), to: &digest) }
      } else {
        try add((vector as? ArrayVector)?.values ?? vector, to: &digest)
      }
    case .matrix: try add(value.unsafeObject(as: MatrixObject.self).values, to: &digest)
    case .pair: try add(value.unsafeObject(as: PairObject.self).elements, to: &digest)
    default:
      guard value.isScalar else { throw KernelError.type("a scalar, vector, pair or matrix is expected, got \(ValueDescription.short(value))") }
      try add(try Vector.repeating(value, count: 1), to: &digest)
    }
  }

  private static func add(_ vector: Vector, to digest: inout MD5) throws {
    guard vector.storage.isFixedWidth else { return try TextRows.forEach(vector) { digest.update($0) } }
    digest.update(UnsafeRawBufferPointer(start: vector.raw, count: vector.count * vector.storage.width))
  }
}

/// Values in bytes. A text cannot hold any byte, so byte 200 is the character 200.
private enum BytePacking {
  static func packed(_ call: borrowing Call) throws -> String {
    let layout = try BinaryLayout(try call.string(0))
    var bytes: [UInt8] = []
    var next = 1
    for field in layout.fields {
      bytes += [UInt8](repeating: 0, count: field.gap)
      guard call.has(next) else { throw KernelError.arguments("\(layout.fields.count) values are expected, got \(next - 1)") }
      bytes += try self.bytes(call[next], field, layout)
      next += 1
    }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func bytes(_ value: borrowing Cell, _ field: BinaryLayout.Field, _ layout: BinaryLayout) throws -> [UInt8] {
    switch field.kind {
    case .padding: return [UInt8](repeating: 0, count: field.size)
    case .text:
      let text = Array(value.text.utf8.prefix(field.size))
      return text + [UInt8](repeating: 0, count: field.size - text.count)
    case .float: return layout.bytes(UInt64(Float(try value.asDouble()).bitPattern), size: field.size)
    case .double: return layout.bytes(try value.asDouble().bitPattern, size: field.size)
    case .char where value.stringValue != nil: return [value.text.utf8.first ?? 0]
    default: return layout.bytes(UInt64(bitPattern: try value.asInt64()), size: field.size)
    }
  }

  static func unpacked(_ layout: BinaryLayout, _ text: String) throws -> Vector {
    let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    guard bytes.count == layout.byteCount else { throw KernelError.value("the format has \(layout.byteCount) bytes, the buffer \(bytes.count)") }
    let result = AnyVector(capacity: layout.fields.count)
    var position = 0
    for field in layout.fields {
      let own = bytes[(position + field.gap)..<(position + field.gap + field.size)]
      position += field.gap + field.size
      result.push(value(own, field, layout))
    }
    return result
  }

  private static func value(_ bytes: ArraySlice<UInt8>, _ field: BinaryLayout.Field, _ layout: BinaryLayout) -> Cell {
    let bits = field.kind == .text ? 0 : layout.bits(bytes)
    switch field.kind {
    case .padding: return .void
    case .char: return .char(Int8(truncatingIfNeeded: bits))
    case .signed:
      let unused = UInt64(64 - field.size * 8)
      return .long(Int64(bitPattern: bits << unused) >> Int64(unused))
    case .unsigned: return .long(Int64(bitPattern: bits))
    case .float: return .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case .double: return .double(Double(bitPattern: bits))
    case .text: return .string(String(decoding: bytes, as: UTF8.self))
    }
  }
}

/// The code of a message and a key (RFC 2104).
private enum MessageCode {
  static func compute(_ key: [UInt8], _ message: [UInt8], blockSize: Int, _ digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
    let short = key.count > blockSize ? digest(key) : key
    let full = short + Array(repeating: 0, count: blockSize - short.count)
    return digest(full.map { $0 ^ 0x5C } + digest(full.map { $0 ^ 0x36 } + message))
  }

  static func md5(_ message: [UInt8]) -> [UInt8] {
    var digest = MD5()
    digest.update(message)
    let result = digest.finish()
    return [result.high, result.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) } }
  }
}
