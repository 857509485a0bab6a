import Glibc
import WeirHost

/// How long each thread of a process has had a processor, as Linux counts it.
struct ProcessorTime {
  private let nanoseconds: [String: Int64]

  /// Of the threads that there are now; of a process that is gone none.
  init(of process: pid_t) throws {
    let tasks = "/proc/\(process)/task"
    guard try LocalDisk().status(of: tasks) != nil else {
      nanoseconds = [:]
      return
    }
    var found: [String: Int64] = [:]
    for thread in try LocalDisk().list(tasks) { found[thread] = ProcessorTime.firstNumber(in: "\(tasks)/\(thread)/schedstat") }
    nanoseconds = found
  }

  /// What the thread that worked most has worked since `earlier`.
  func busiest(since earlier: ProcessorTime) -> Int64 {
    nanoseconds.map { $0.value - (earlier.nanoseconds[$0.key] ?? 0) }.max() ?? 0
  }

  /// Files there have no length, so that they are read and not mapped.
  private static func firstNumber(in path: String) -> Int64? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return Int64(strtoll(line, nil, 10))
  }
}
