/// Files and directories.
///
/// A written byte is on the disk for good only after `sync()` of its file, and a new, renamed or removed name only after
/// `syncDirectory` of the directory it is in.
package protocol Disk: AnyObject, Sendable {
  func open(_ path: String, _ mode: OpenMode) throws(HostError) -> any OpenFile

  /// The bytes of a file as memory. A file that cannot be mapped, such as a pipe, is read to its end instead.
  func map(_ path: String) throws(HostError) -> MappedFile

  /// Nil when there is nothing under that path.
  func status(of path: String) throws(HostError) -> FileStatus?

  /// The names in a directory, without `.` and `..`, in ascending order of their bytes.
  func list(_ directory: String) throws(HostError) -> [String]

  /// Replaces `target` when there is one; whoever looks sees the old file or the new one, nothing between.
  func rename(_ path: String, to target: String) throws(HostError)

  /// Removes a file.
  func remove(_ path: String) throws(HostError)

  /// Removes a directory that is empty.
  func removeDirectory(_ path: String) throws(HostError)

  /// Makes one directory; its parent has to exist.
  func makeDirectory(_ path: String) throws(HostError)

  func syncDirectory(_ path: String) throws(HostError)

  /// Syncs files, and the names in directories. Together they cost little more than one of them alone where the disk takes several at once.
  func sync(_ paths: [String]) throws(HostError)

  /// Takes a file, which is made when missing, for this process alone; does not wait.
  func lock(_ path: String) throws(HostError) -> LockAttempt

  /// The one absolute path of a file or directory that is there, whatever names lead to it.
  func canonical(_ path: String) throws(HostError) -> String
}

/// A file that one process has for itself, for as long as somebody holds this object.
package protocol FileLock: AnyObject, Sendable {}

package enum LockAttempt: Sendable {
  case taken(any FileLock)
  /// Somebody else has it: the process with this number, where it is known.
  case refused(holder: Int?)
}

package enum OpenMode: Sendable {
  /// Read only; the file has to exist.
  case read
  /// Read and write; the file has to exist.
  case existing
  /// Read and write; made when missing.
  case readWrite
  /// Read and write; an existing file is emptied.
  case truncate
  /// Read and write; an existing file is an error (`EEXIST`).
  case createNew
}

package struct FileStatus: Sendable, Equatable {
  package enum Kind: Sendable { case file, directory, other }

  package var kind: Kind
  /// In bytes.
  package var size: Int
  /// Nanoseconds since 1970 UTC.
  package var modified: Int64

  package init(kind: Kind, size: Int, modified: Int64) {
    self.kind = kind
    self.size = size
    self.modified = modified
  }
}

/// An open file. Reads and writes say where they go, so threads can share one; it is closed when the last reference goes.
package protocol OpenFile: AnyObject, Sendable {
  var path: String { get }

  /// Fills `buffer` from `offset` on.
  ///
  /// - Returns: how many bytes were read; fewer than asked only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(HostError) -> Int

  /// Writes all of `bytes` at `offset`; a gap behind the old end reads as zeros.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HostError)

  func size() throws(HostError) -> Int
  func truncate(to size: Int) throws(HostError)

  /// Returns when the bytes have reached the disk.
  func sync() throws(HostError)
}
