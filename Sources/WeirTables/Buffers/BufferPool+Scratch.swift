extension BufferPool {
  /// Runs `body` with room for `count` elements, which nobody has written.
  /// - Throws: `.memory`, or what `body` throws.
  static func withScratch<Element: BitwiseCopyable, Result>(
    _ element: Element.Type, _ count: Int, _ body: (UnsafeMutablePointer<Element>) throws -> Result
  ) throws -> Result {
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflow else { throw KernelError.memory("out of memory: \(count) rows to work on") }
    let (base, capacity) = try allocate(bytes)
    defer { release(base, capacity) }
    return try body(base.bindMemory(to: Element.self, capacity: max(count, 1)))
  }
}
