import WeirHost
import WeirRuntime
import WeirTables

/// A file that a script has opened, and where it reads and writes next.
final class FileHandle: HeapObject, TextRepresentable {
  private let path: String
  /// Nil once it is closed.
  private var file: (any OpenFile)?
  private var position: Int
  private let canRead: Bool
  private let canWrite: Bool
  private let appends: Bool
  /// Bytes that were read ahead of `position`.
  private var buffer: [UInt8] = []
  private var bufferStart = 0

  /// Bytes read at a time while lines are looked for.
  private static let readBytes = 64 << 10

  /// - Parameter mode: `r`, `r+`, `w`, `w+`, `a` or `a+`.
  /// - Throws: `.value` for another mode, `HostError` when the file cannot be opened.
  init(_ path: String, mode: String, on disk: any Disk) throws {
    guard ["r", "r+", "w", "w+", "a", "a+"].contains(mode) else { throw KernelError.value("the mode must be r, r+, w, w+, a or a+, got '\(mode)'") }
    if mode == "r+", try !disk.exists(path) { _ = try disk.open(path, .read) }
    let opened = try disk.open(path, mode == "r" ? .read : mode.hasPrefix("w") ? .truncate : .readWrite)
    self.path = path
    canRead = mode != "w" && mode != "a"
    canWrite = mode != "r"
    appends = mode.hasPrefix("a")
    position = appends ? try opened.size() : 0
    file = opened
  }

  var displayText: String { file == nil ? "a closed file" : "the file '\(path)'" }

  func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }

  func close() { file = nil }

  private func openFile() throws -> any OpenFile {
    guard let file else { throw KernelError(.io, "the file '\(path)' is closed") }
    return file
  }

  /// The next line without its line break; nil at the end of the file.
  func readLine() throws -> String? {
    guard canRead else { throw KernelError(.io, "the file '\(path)' is open for writing only") }
    let file = try openFile()
    var line: [UInt8] = []
    var isEnd = true
    while true {
      let start = position - bufferStart
      if start < 0 || start >= buffer.count { try fill(file) }
      guard position - bufferStart < buffer.count else { break }
      isEnd = false
      let rest = buffer[(position - bufferStart)...]
      if let lineBreak = rest.firstIndex(of: 10) {
        line += rest[..<lineBreak]
        position = bufferStart + lineBreak + 1
        break
      }
      line += rest
      position += rest.count
    }
    if line.last == 13 { line.removeLast() }
    return isEnd ? nil : String(decoding: line, as: UTF8.self)
  }

  private func fill(_ file: any OpenFile) throws {
    bufferStart = position
    buffer = [UInt8](repeating: 0, count: FileHandle.readBytes)
    let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: position) }
    buffer.removeLast(buffer.count - count)
  }

  func write(_ text: String) throws {
    guard canWrite else { throw KernelError(.io, "the file '\(path)' is open for reading only") }
    let file = try openFile()
    if appends { position = try file.size() }
    let bytes = Array(text.utf8)
    try file.write(bytes, at: position)
    position += bytes.count
    buffer = []
    bufferStart = position
  }
}

extension Call {
  /// - Throws: `.type` when the argument is no open file.
  func file(_ index: Int) throws -> FileHandle {
    guard has(index), arguments[index].heapKind == .resource, let handle = arguments[index].object as? FileHandle else {
      throw expected(index, "a file")
    }
    return handle
  }
}
