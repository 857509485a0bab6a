import Glibc
import Testing
import WeirHost

/// What both disks promise, on each of them.
@Suite struct DiskTests {
  /// A disk and a directory on it that is empty.
  struct Place: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let disk: any Disk

    func withDirectory(_ body: (any Disk, String) throws -> Void) throws {
      let directory = "/tmp/weir-disk-\(getpid())-\(SystemEntropy().nextSeed())"
      try disk.makeDirectories(directory)
      defer { try? disk.removeTree(directory) }
      try body(disk, directory)
    }
  }

  static let places = [
    Place(testDescription: "local", disk: LocalDisk()), Place(testDescription: "memory", disk: MemoryDisk()),
  ]

  @Test(arguments: places) func filesKeepWhatIsWritten(place: Place) throws {
    try place.withDirectory { disk, directory in
      let path = directory + "/a"
      let file = try disk.open(path, .createNew)
      try file.write(Array("hello".utf8), at: 0)
      try file.write(Array("J".utf8), at: 0)
      try file.write(Array("!".utf8), at: 7)
      #expect(try disk.contents(of: path) == Array("Jello\0\0!".utf8))
      try file.truncate(to: 3)
      #expect(try file.size() == 3)
      #expect(try disk.status(of: path)?.size == 3)

      var buffer = [UInt8](repeating: 9, count: 5)
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 1) }
      #expect(count == 2)
      #expect(buffer == Array("el".utf8) + [9, 9, 9])
      try file.sync()
      try disk.syncDirectory(directory)
    }
  }

  @Test(arguments: places) func directoriesListTheirNames(place: Place) throws {
    try place.withDirectory { disk, directory in
      try disk.makeDirectories(directory + "/x/y/")
      for name in ["b", "a", "é", "B"] { try disk.write([1], to: directory + "/" + name) }
      #expect(try disk.list(directory) == ["B", "a", "b", "x", "é"])
      try disk.rename(directory + "/b", to: directory + "/a")
      try disk.remove(directory + "/B")
      #expect(try disk.list(directory) == ["a", "x", "é"])
      #expect(try disk.status(of: directory + "/x")?.kind == .directory)
      try disk.removeTree(directory + "/x")
      #expect(try disk.exists(directory + "/x") == false)
    }
  }

  @Test(arguments: places) func refusalsSayWhy(place: Place) throws {
    try place.withDirectory { disk, directory in
      let missing = HostError("open", path: directory + "/none", code: ENOENT)
      #expect(throws: missing) { try disk.open(directory + "/none", .read) }
      #expect(throws: missing) { try disk.contents(of: directory + "/none") }
      #expect(missing.description == "cannot open '\(directory)/none': No such file or directory")
      #expect(throws: HostError("open", path: directory, code: EISDIR)) { try disk.open(directory, .readWrite) }
      #expect(throws: HostError("read", path: directory, code: EISDIR)) { try disk.map(directory) }
      try disk.write([], to: directory + "/a")
      #expect(throws: HostError("open", path: directory + "/a", code: EEXIST)) { try disk.open(directory + "/a", .createNew) }
      #expect(throws: HostError("remove directory", path: directory, code: ENOTEMPTY)) { try disk.removeDirectory(directory) }
      #expect(try disk.map(directory + "/a").bytes.isEmpty)
      #expect(try disk.status(of: directory + "/a/b") == nil)
    }
  }

  @Test func aFileWithoutASizeIsReadToItsEnd() throws {
    #expect(try !LocalDisk().contents(of: "/proc/self/status").isEmpty)
  }

  @Test func powerLossLeavesWhatWasSynced() throws {
    let disk = MemoryDisk()
    let kept = try disk.open("/kept", .readWrite)
    try kept.write(Array("safe".utf8), at: 0)
    try kept.sync()
    try disk.syncDirectory("/")
    try kept.write(Array("lost".utf8), at: 4)
    try disk.replace("/replaced", with: Array("new".utf8))
    try disk.open("/unnamed", .readWrite).sync()
    try disk.remove("/kept")
    disk.losePower()
    #expect(try disk.list("/") == ["kept", "replaced"])
    #expect(try disk.contents(of: "/kept") == Array("safe".utf8))
    #expect(try disk.contents(of: "/replaced") == Array("new".utf8))
  }
}

/// What a disk in memory does that is told to fail.
@Suite struct DiskFaultTests {
  private static func bytes(_ count: Int, _ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: count) }

  /// Sectors and names that were not synced survive each by itself; what was synced always.
  @Test func powerLossTakesSectorsAndNamesEachByItself() throws {
    var sizes: Set<Int> = []
    var mixtures: Set<[UInt8]> = []
    var names: Set<[String]> = []
    for seed in 0..<200 as Range<UInt64> {
      let disk = MemoryDisk()
      let file = try disk.open("/a", .createNew)
      try file.write(Self.bytes(1024, 1), at: 0)
      try file.sync()
      try disk.syncDirectory("/")
      try file.write(Self.bytes(1536, 2), at: 0)
      try disk.open("/b", .createNew).sync()
      try disk.rename("/b", to: "/c")
      disk.losePower(seed: seed)
      names.insert(try disk.list("/"))
      let left = try disk.contents(of: "/a")
      sizes.insert(left.count)
      mixtures.insert([left[0], left[512]])
      for start in stride(from: 0, to: left.count, by: 512) {
        #expect(Set(left[start..<min(start + 512, left.count)]).count == 1, "a sector is written whole")
      }
    }
    #expect(mixtures == [[1, 1], [1, 2], [2, 1], [2, 2]])
    #expect(names == [["a"], ["a", "b"], ["a", "c"]])
    #expect(sizes.contains(1024) && sizes.contains(1536) && sizes.count > 10)
  }

  @Test func aFullDiskWritesWhatFits() throws {
    let disk = MemoryDisk()
    disk.inject(DiskFaults(capacityBytes: 1000))
    let file = try disk.open("/a", .createNew)
    try file.write(Self.bytes(900, 1), at: 0)
    #expect(throws: HostError("write", path: "/a", code: ENOSPC)) { try file.write(Self.bytes(300, 2), at: 800) }
    #expect(try file.size() == 1000)
    try file.write(Self.bytes(1000, 3), at: 0)
    try disk.remove("/a")
    try disk.open("/b", .createNew).write(Self.bytes(1000, 1), at: 0)
  }

  @Test func aSyncThatFailsHasLostWhatItWasToSync() throws {
    let disk = MemoryDisk()
    let file = try disk.open("/a", .createNew)
    try disk.syncDirectory("/")
    try file.write(Self.bytes(10, 1), at: 0)
    try file.sync()
    disk.inject(DiskFaults(failingChange: 2))
    try file.write(Self.bytes(10, 2), at: 0)
    #expect(throws: HostError("sync", path: "/a", code: EIO)) { try file.sync() }
    try file.sync()
    #expect(try disk.contents(of: "/a") == Self.bytes(10, 2))
    disk.losePower(seed: 1)
    #expect(try disk.contents(of: "/a") == Self.bytes(10, 1))
  }

  @Test func aMachineThatStoppedDoesNothingUntilItIsStartedAgain() throws {
    for last in 1...5 {
      let disk = MemoryDisk()
      disk.inject(DiskFaults(lastChange: last))
      #expect(throws: HostError.self) { try disk.replace("/a", with: [1]) }
      #expect(disk.changeCount == last)
      #expect(throws: HostError.self) { try disk.contents(of: "/a") }
      #expect(throws: HostError.self) { try disk.open("/b", .createNew) }
      disk.losePower()
      #expect(try disk.list("/") == [])
    }
  }

  @Test func aDirectoryWithoutANameTakesItsFilesAlong() throws {
    let disk = MemoryDisk()
    try disk.makeDirectories("/x/y")
    try disk.replace("/x/y/a", with: [1])
    disk.losePower()
    #expect(try disk.list("/") == [])
    try disk.makeDurableDirectories("/x/y")
    try disk.replace("/x/y/a", with: [1])
    disk.losePower()
    #expect(try disk.contents(of: "/x/y/a") == [1])
  }
}
