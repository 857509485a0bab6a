import WeirHost
import WeirTables

/// An account of what a query does, step by step, while it runs: a tree in the order in which steps were begun. A step that runs again adds to the one of its name.
package final class QueryProfile {
  private final class Step {
    let name: String
    var runs = 0
    var rows: Int?
    var nanoseconds: Int64 = 0
    var bytes = 0
    var note = ""
    var children: [Step] = []

    init(_ name: String) { self.name = name }
  }

  private let root = Step("")
  private var path: [Step]
  private let clock: any Clock

  package init(_ clock: any Clock) {
    self.clock = clock
    path = [root]
  }

  func run<Result: ~Copyable>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let parent = path[path.count - 1]
    let step = parent.children.first { $0.name == name } ?? Step(name)
    if step.runs == 0 { parent.children.append(step) }
    step.runs += 1
    path.append(step)
    let start = clock.monotonicNanoseconds()
    let memory = BufferPool.beginMeasuring()
    defer {
      step.nanoseconds += clock.monotonicNanoseconds() - start
      step.bytes = max(step.bytes, BufferPool.endMeasuring(memory))
      path.removeLast()
    }
    return try body()
  }

  /// Adds to the rows that the present step gives on.
  func add(rows: Int) {
    let step = path[path.count - 1]
    step.rows = (step.rows ?? 0) + rows
  }

  /// Says how the present step does its work.
  func note(_ text: String) { path[path.count - 1].note = text }

  // MARK: Text

  /// A line for each step: what it gave, its time with that of the steps below it, the memory that it took beyond what was in use before, and how it was done.
  package func text() -> String {
    var lines = [["step", "rows", "time", "memory", ""]]
    for step in root.children { QueryProfile.add(step, first: "", rest: "", to: &lines) }
    let widths = (0..<4).map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = QueryProfile.padded(line[0], widths[0], toLeft: true)
      for column in 1..<4 { text += "  " + QueryProfile.padded(line[column], widths[column], toLeft: false) }
      text += line[4].isEmpty ? "" : "  " + line[4]
      return text
    }.joined(separator: "\n")
  }

  private static func add(_ step: Step, first: String, rest: String, to lines: inout [[String]]) {
    let times = step.runs > 1 ? " (\(step.runs) times)" : ""
    lines.append([first + step.name + times, step.rows.map { String($0) } ?? "", time(step.nanoseconds), memory(step.bytes), step.note])
    for (index, child) in step.children.enumerated() {
      let isLast = index == step.children.count - 1
      add(child, first: rest + (isLast ? "└─ " : "├─ "), rest: rest + (isLast ? "   " : "│  "), to: &lines)
    }
  }

  private static func padded(_ text: String, _ width: Int, toLeft: Bool) -> String {
    let blanks = String(repeating: " ", count: width - text.count)
    return toLeft ? text + blanks : blanks + text
  }

  private static func time(_ nanoseconds: Int64) -> String { "\(thousandths(nanoseconds / 1_000)) ms" }

  private static func memory(_ bytes: Int) -> String { "\(thousandths(Int64(bytes) / 1_000)) MB" }

  private static func thousandths(_ value: Int64) -> String {
    let digits = String(value % 1_000)
    return "\(value / 1_000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
  }
}

extension SessionContext {
  /// Runs a step of a query, and keeps an account of it while somebody wants one.
  func step<Result: ~Copyable>(_ name: @autoclosure () -> String, _ body: () throws -> Result) rethrows -> Result {
    guard let profile else { return try body() }
    return try profile.run(name(), body)
  }

  /// The account of what `body` does, as text.
  package func profiled(_ body: () throws -> Void) rethrows -> String {
    let around = profile
    let own = QueryProfile(host.clock)
    profile = own
    defer { profile = around }
    try body()
    return own.text()
  }
}
