import Synchronization
import WeirHost

/// Where a string of a column lies: 36 bits of offset (64 GiB) and 28 of length (256 MiB). Zero is the null, and empty, string.
package struct StringReference: Sendable {
  package let bits: UInt64

  package static let lengthMax = (1 << 28) - 1
  static let offsetMax = (1 << 36) - 1

  @inline(__always) init(bits: UInt64) { self.bits = bits }
  @inline(__always) init(offset: Int, length: Int) { bits = UInt64(offset) << 28 | UInt64(length) }
  @inline(__always) package var offset: Int { Int(bits >> 28) }
  @inline(__always) package var length: Int { Int(bits & 0xFFF_FFFF) }
}

/// Bytes of strings, one behind the other. Strings are added and never changed, so that any number of vectors may refer to them.
///
/// The bytes lie in chunks that never move, each twice as large as the one before: who reads a string takes no lock, whoever adds meanwhile. The chunk of an offset is
/// told by its leading bit. A string lies in one chunk; what is left of the chunk before stays empty.
package final class StringArena: @unchecked Sendable {
  // Unchecked: a reference is read by who was handed it after the string was added; adding takes `adding`, or is done by the only holder.
  /// For each chunk the address that the offset 0 would have if the chunk reached there.
  private let origins: UnsafeMutablePointer<UInt>
  private let adding = Mutex(())
  @exclusivity(unchecked) package private(set) var used: Int
  /// The offset behind the chunk that is being filled.
  @exclusivity(unchecked) private var end: Int

  /// Bytes of the smallest chunk: chunk `c` holds the offsets from `smallest << c - smallest` on, `smallest << c` of them.
  private static let smallest = 64
  private static let smallestBits = 6
  private static let chunkCount = 36 - smallestBits

  /// The file whose bytes the first chunks are; nil when all chunks are the arena's own.
  private let file: MappedFile?
  /// The first chunk that is the arena's own.
  private let ownChunks: Int

  /// - Parameter capacity: of the first bytes, which lie behind each other.
  package init(capacity: Int = 64) {
    origins = .allocate(capacity: StringArena.chunkCount)
    origins.initialize(repeating: 0, count: StringArena.chunkCount)
    file = nil
    ownChunks = 0
    let first = StringArena.chunk(at: max(capacity, 1) - 1)
    used = StringArena.start(of: first)
    end = used
    // The empty string lies at offset 0: some address, whatever chunk is the first.
    origins[0] = UInt(bitPattern: origins)
    if capacity > StringArena.size(of: first) { open(first + 1) } else { open(first) }
  }

  /// Over bytes of a file, which are the strings from offset 0 on.
  /// - Precondition: `bytes` is a part of `file`, and not empty.
  init(_ file: MappedFile, _ bytes: UnsafeRawBufferPointer) {
    origins = .allocate(capacity: StringArena.chunkCount)
    origins.initialize(repeating: 0, count: StringArena.chunkCount)
    self.file = file
    ownChunks = StringArena.chunk(at: bytes.count - 1) + 1
    for chunk in 0..<ownChunks { origins[chunk] = UInt(bitPattern: bytes.baseAddress) }
    end = StringArena.start(of: ownChunks)
    used = end
  }

  deinit {
    for chunk in ownChunks..<StringArena.chunkCount where origins[chunk] != 0 && origins[chunk] != UInt(bitPattern: origins) {
      UnsafeMutablePointer<UInt8>(bitPattern: origins[chunk] &+ UInt(bitPattern: StringArena.start(of: chunk)))?.deallocate()
    }
    origins.deallocate()
  }

  @inline(__always) private static func chunk(at offset: Int) -> Int { Int.bitWidth - 1 - (offset &+ smallest).leadingZeroBitCount - smallestBits }
  @inline(__always) private static func size(of chunk: Int) -> Int { smallest << chunk }
  @inline(__always) private static func start(of chunk: Int) -> Int { smallest << chunk - smallest }

  @inline(__always)
  package func bytes(_ reference: StringReference) -> UnsafeBufferPointer<UInt8> {
    let offset = reference.offset
    return UnsafeBufferPointer(start: UnsafePointer(bitPattern: origins[StringArena.chunk(at: offset)] &+ UInt(bitPattern: offset)), count: reference.length)
  }

  /// Adds a string while others may add, too.
  /// - Throws: `.memory` for a string over 256 MiB or an arena over 64 GiB.
  package func add(_ bytes: UnsafeBufferPointer<UInt8>) throws -> StringReference { try adding.withLock { _ in try addAlone(bytes) } }

  /// Adds a string for the only holder of the arena.
  /// - Throws: as `add`.
  func addAlone(_ bytes: UnsafeBufferPointer<UInt8>) throws -> StringReference {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return StringReference(bits: 0) }
    guard bytes.count <= StringReference.lengthMax else { throw StringArena.full(bytes.count) }
    if used + bytes.count > end { try openChunk(toHold: bytes.count) }
    let start = used
    let place = UnsafeMutablePointer<UInt8>(bitPattern: origins[StringArena.chunk(at: start)] &+ UInt(bitPattern: start)).unsafelyUnwrapped
    place.update(from: source, count: bytes.count)
    used += bytes.count
    return StringReference(offset: start, length: bytes.count)
  }

  private func openChunk(toHold count: Int) throws {
    var chunk = StringArena.chunk(at: end)
    while chunk < StringArena.chunkCount, StringArena.size(of: chunk) < count { chunk += 1 }
    guard chunk < StringArena.chunkCount else { throw StringArena.full(count) }
    open(chunk)
  }

  private func open(_ chunk: Int) {
    used = StringArena.start(of: chunk)
    end = used + StringArena.size(of: chunk)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: StringArena.size(of: chunk))
    origins[chunk] = UInt(bitPattern: memory) &- UInt(bitPattern: used)
  }

  private static func full(_ count: Int) -> KernelError { .memory("a string of \(count) bytes is longer than a column can hold") }
}
