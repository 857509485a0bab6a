import CKernels

/// The checksum CRC-32C of everything that Weir writes to disk for itself.
package enum Checksum {
  /// - Parameter start: the checksum of what came before.
  package static func of(_ bytes: UnsafeRawBufferPointer, start: UInt32 = 0) -> UInt32 {
    weir_crc32c(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, start)
  }

  package static func of(_ bytes: [UInt8], start: UInt32 = 0) -> UInt32 { bytes.withUnsafeBytes { of($0, start: start) } }

  /// Bytes that one checksum of a long run stands for: few enough to tell where the damage is, so many that their number does not matter.
  package static let blockBytes = 1 << 20

  /// One checksum for each started MiB.
  package static func ofBlocks(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return [] }
    let whole = bytes.count / blockBytes
    var checksums = [UInt32](repeating: 0, count: whole)
    weir_crc32c_blocks(start.assumingMemoryBound(to: UInt8.self), blockBytes, whole, &checksums)
    let rest = UnsafeRawBufferPointer(rebasing: bytes[(whole * blockBytes)...])
    if rest.count > 0 { checksums.append(of(rest)) }
    return checksums
  }
}
