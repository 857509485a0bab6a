import WeirHost

/// A small file that says what a table or a database consists of. It is replaced as a whole: who reads it finds the old contents or the new ones.
package enum ManifestFile {
  /// Replaces the file; the new contents have reached the disk when this returns.
  ///
  /// - Parameter kind: eight letters that say what it is.
  /// - Throws: `.io`. What is in the file then is the old contents or the new ones.
  package static func replace(_ path: String, kind: StaticString, with contents: [UInt8], on disk: any Disk) throws {
    var encoder = ByteEncoder()
    encoder.add(Array(kind.description.utf8))
    encoder.add(UInt32(contents.count))
    encoder.add(Checksum.of(contents))
    encoder.add(contents)
    try onDisk { try disk.replace(path, with: encoder.bytes) }
  }

  /// The contents that `replace` wrote, as a decoder that knows where it is.
  /// - Throws: `.io` for a file that is missing, damaged or of another kind.
  package static func read<Value>(_ path: String, kind: StaticString, on disk: any Disk, _ body: (inout ByteDecoder) throws -> Value) throws -> Value {
    let bytes = try onDisk { try disk.contents(of: path) }
    return try bytes.withUnsafeBytes { bytes in
      var header = ByteDecoder(bytes, at: FilePlace(path))
      guard try header.run(kind.utf8CodeUnitCount).elementsEqual(kind.description.utf8) else { throw FilePlace(path).damaged("it is no file of this kind") }
      let length = Int(try header.number(UInt32.self))
      let sum = try header.number(UInt32.self)
      let start = header.next
      let contents = try header.run(length)
      guard header.isAtEnd else { throw header.next.damaged("something stands behind its end") }
      guard Checksum.of(contents) == sum else { throw start.damaged("its checksum differs") }
      var decoder = ByteDecoder(contents, at: start)
      let value = try body(&decoder)
      guard decoder.isAtEnd else { throw decoder.next.damaged("something stands behind its end") }
      return value
    }
  }
}
