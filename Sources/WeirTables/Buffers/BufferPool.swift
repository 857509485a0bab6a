import CKernels
import Glibc
import Synchronization

/// Where buffers come from. First touch of fresh memory costs several times the arithmetic done on it, so large blocks are kept and handed
/// out again instead of going back to the system.
package enum BufferPool {
  /// Below this, `malloc` keeps its own lists and is at least as good.
  private static let pooledBytesMin = 1 << 16
  /// Blocks that nobody uses are kept up to this many bytes; a session that once held a large table gives the rest back.
  private static let idleBytesMax = 1 << 30
  /// From here on blocks are aligned to 2 MiB and asked to be huge pages: fewer page faults and TLB misses in long scans.
  private static let hugeBytesMin = 4 << 20
  /// An allocation beyond this is a mistake of the script (1e12 elements), not a wish of the user.
  package static let allocationBytesMax = 1 << 38

  /// The two words per block are the address and nothing else: the size is the key.
  private struct Idle {
    var blocks: [Int: [UInt]] = [:]
    var bytes = 0
    /// Of blocks that are in use, and the most since somebody began to measure.
    var usedBytes = 0
    var usedBytesMax = 0
  }

  private static let idle = Mutex(Idle())

  /// A block of at least `bytes` bytes and its true capacity.
  package static func allocate(_ bytes: Int) throws -> (UnsafeMutableRawPointer, Int) {
    guard bytes >= pooledBytesMin else {
      let capacity = max(bytes, 16)
      guard let base = malloc(capacity) else { throw outOfMemory(bytes) }
      return (base, capacity)
    }
    // A large block is the beginning of a long loop: between the steps of a function is a good place to stop.
    try Interruption.check()
    guard bytes <= allocationBytesMax else { throw outOfMemory(bytes) }
    let capacity = sizeClass(bytes)
    if let address = takeIdle(capacity), let base = UnsafeMutableRawPointer(bitPattern: address) { return (base, capacity) }
    do { return (try fresh(capacity), capacity) } catch {
      idle.withLock { $0.usedBytes -= capacity }
      throw error
    }
  }

  package static func release(_ base: UnsafeMutableRawPointer, _ capacity: Int) {
    guard capacity >= pooledBytesMin else {
      free(base)
      return
    }
    let kept = idle.withLock { state -> Bool in
      state.usedBytes -= capacity
      guard state.bytes + capacity <= idleBytesMax else { return false }
      state.bytes += capacity
      state.blocks[capacity, default: []].append(UInt(bitPattern: base))
      return true
    }
    if !kept { free(base) }
  }

  /// Keeps what `malloc` hands out, too, when it is freed. For a process of its own, not for a program that has this one inside.
  package static func keepFreedMemory() { weir_keep_freed_memory(idleBytesMax) }

  /// Gives the blocks that nobody uses back to the system: after work that needed far more than its result.
  package static func giveBackIdle() {
    let blocks = idle.withLock { state -> [Int: [UInt]] in
      defer { (state.blocks, state.bytes) = ([:], 0) }
      return state.blocks
    }
    for addresses in blocks.values { for address in addresses { free(UnsafeMutableRawPointer(bitPattern: address)) } }
    weir_give_back_freed_memory()
  }

  /// What was in use when somebody began to measure, and the most before that.
  package struct Measure: Sendable {
    fileprivate let usedBytes: Int
    fileprivate let usedBytesMax: Int
  }

  /// Begins to measure how much more memory a piece of work takes at most. Pieces may be inside of each other; what other threads do meanwhile counts too.
  package static func beginMeasuring() -> Measure {
    idle.withLock { state in
      defer { state.usedBytesMax = state.usedBytes }
      return Measure(usedBytes: state.usedBytes, usedBytesMax: state.usedBytesMax)
    }
  }

  /// - Returns: in bytes; blocks too small for the pool do not count.
  package static func endMeasuring(_ begin: Measure) -> Int {
    idle.withLock { state in
      defer { state.usedBytesMax = max(state.usedBytesMax, begin.usedBytesMax) }
      return max(0, state.usedBytesMax - begin.usedBytes)
    }
  }

  private static func takeIdle(_ capacity: Int) -> UInt? {
    idle.withLock { state in
      state.usedBytes += capacity
      state.usedBytesMax = max(state.usedBytesMax, state.usedBytes)
      guard let address = state.blocks[capacity]?.popLast() else { return nil }
      state.bytes -= capacity
      return address
    }
  }

  /// Four classes per power of two: at most a quarter is wasted.
  private static func sizeClass(_ bytes: Int) -> Int {
    let step = 1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount - 2)
    return (bytes + step - 1) / step * step
  }

  private static func fresh(_ capacity: Int) throws -> UnsafeMutableRawPointer {
    var base: UnsafeMutableRawPointer?
    let alignment = capacity >= hugeBytesMin ? 2 << 20 : 64
    guard fitsInMemory(capacity), posix_memalign(&base, alignment, capacity) == 0, let base else { throw outOfMemory(capacity) }
    if capacity >= hugeBytesMin { madvise(base, capacity, MADV_HUGEPAGE) }
    return base
  }

  /// Linux promises more memory than it has and kills the process that believes it: ask first, for what is large and now and then for the rest.
  private static func fitsInMemory(_ bytes: Int) -> Bool {
    let isLarge = bytes >= askedBytesMin
    guard isLarge || unaskedBytes.add(bytes, ordering: .relaxed).newValue >= askedBytesMin else { return true }
    unaskedBytes.store(0, ordering: .relaxed)
    if isLarge, bytes > physicalBytes || !hasAddresses(bytes) { return false }
    if SystemMemory.holds(bytes + spareBytes) { return true }
    // What is kept for the next one may be what is missing.
    giveBackIdle()
    return SystemMemory.holds(bytes + spareBytes)
  }

  /// From so many bytes on, of one block or of several small ones together, the system is asked whether it has them.
  private static let askedBytesMin = min(256 << 20, physicalBytes / 32)
  /// What is left to everybody else, and to what was given out since the system was asked.
  private static let spareBytes = 2 * askedBytesMin
  private static let unaskedBytes = Atomic<Int>(0)

  /// Whether so much can be mapped, which a limit of the process may forbid.
  private static func hasAddresses(_ bytes: Int) -> Bool {
    guard let place = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), place != MAP_FAILED else { return false }
    munmap(place, bytes)
    return true
  }

  /// Whether a block of so many cells can be had, for those who do not get it here.
  /// - Throws: `.memory` when it is more than this machine has.
  package static func checkRoom(elements: Int) throws { try checkRoom(elements, bytesEach: 16) }

  /// The same for row numbers.
  package static func checkRoom(rowNumbers: Int) throws { try checkRoom(rowNumbers, bytesEach: MemoryLayout<Int>.stride) }

  private static func checkRoom(_ count: Int, bytesEach: Int) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: bytesEach)
    guard !overflow, bytes <= allocationBytesMax, fitsInMemory(bytes) else { throw outOfMemory(overflow ? .max : bytes) }
  }

  private static let physicalBytes = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

  private static func outOfMemory(_ bytes: Int) -> KernelError {
    .memory("out of memory: \(bytes) bytes are more than this machine can give")
  }
}
