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
