/// Numbers and texts as bytes, the lowest byte of a number first.
package struct ByteEncoder {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func add<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Its length before it.
  package mutating func add(_ text: String) {
    add(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func add(_ run: UnsafeRawBufferPointer) { bytes.append(contentsOf: run) }
  package mutating func add(_ run: [UInt8]) { bytes.append(contentsOf: run) }
}

/// Reads what `ByteEncoder` wrote. Bytes from a disk may be anything: every length is looked at before it is believed.
package struct ByteDecoder {
  private let bytes: UnsafeRawBufferPointer
  private let place: FilePlace
  private var offset = 0

  /// - Parameter place: where the bytes begin, for errors.
  package init(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) {
    self.bytes = bytes
    self.place = place
  }

  package var isAtEnd: Bool { offset == bytes.count }
  /// Where the next byte is.
  package var next: FilePlace { place + offset }

  /// - Throws: `.io` when there are not so many bytes left.
  package mutating func run(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, count <= bytes.count - offset else { throw next.damaged("\(count) bytes are expected, \(bytes.count - offset) are left") }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// What is left.
  package mutating func rest() throws -> UnsafeRawBufferPointer { try run(bytes.count - offset) }

  package mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
    Number(littleEndian: try run(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// A number that counts something.
  /// - Throws: `.io` when it is negative.
  package mutating func count() throws -> Int {
    let start = next
    let count = Int(truncatingIfNeeded: try number(UInt64.self))
    guard count >= 0 else { throw start.damaged("a count is negative") }
    return count
  }

  package mutating func text() throws -> String { String(decoding: try run(Int(try number(UInt32.self))), as: UTF8.self) }
}

/// A byte of a file.
package struct FilePlace: Sendable {
  package let path: String
  package let offset: Int

  package init(_ path: String, _ offset: Int = 0) {
    self.path = path
    self.offset = offset
  }

  package static func + (place: FilePlace, count: Int) -> FilePlace { FilePlace(place.path, place.offset + count) }

  /// The error of a file that is not what was written.
  package func damaged(_ reason: String) -> KernelError { KernelError(.io, "the file '\(path)' is damaged at byte \(offset): \(reason)") }
}
