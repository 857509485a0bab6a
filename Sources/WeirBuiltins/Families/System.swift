import WeirHost
import WeirRuntime
import WeirTables

// The session and the machine.
extension StandardCatalog {
  static let system: [Builtin] = [
    Builtin(
      "print(args...)", summary: "Shows each argument on a line of its own, as the console shows values.",
      example: Example("print(1 + 2)", gives: "3")
    ) { call in
      for index in 0..<call.count where call.has(index) {
        try InstanceObject.show(call[index], by: "str", in: call.session) {
          call.session.output.print(ConsoleDisplay.text(call[index]), value: call[index], in: call.session)
        }
      }
      return .missing
    },
    Builtin(
      "args()", summary: "The words behind the script on the command line, as a vector of strings.",
      example: Example("size(args())", gives: "0")
    ) { call in .vector(try StringVector(call.session.scriptArguments)) },
    Builtin(
      "sleep(milliseconds)", summary: "Waits; another thread or Ctrl-C can cut the wait short.",
      example: Example("sleep(1)\n1", gives: "1")
    ) { call in
      let milliseconds = try call.int(0)
      guard milliseconds >= 0 else { throw call.invalid(0, "must not be negative") }
      try wait(milliseconds: milliseconds, in: call.session)
      return .missing
    },
    Builtin(
      "matchedRowCount()", summary: "How many rows the last `insert into`, `update` or `delete` added, matched or removed.",
      example: Example("t = table(1 2 3 as a)\ndelete from t where a > 1\nmatchedRowCount()", gives: "2")
    ) { call in .int(call.session.matchedRowCount) },
    Builtin(
      "version()", summary: "The version of this interpreter.", example: Example("typestr(version())", gives: "STRING")
    ) { _ in .string(WeirVersion.text) },
    Builtin(
      "undef(obj, [objType])",
      summary: "Forgets variables by name: of the session (`VAR`, the default), shared ones (`SHARED`) or functions (`DEF`); `all` forgets all of a kind.",
      example: Example("x = 1\nundef(\"x\")\ndefined(\"x\")", gives: "false")
    ) { call in
      try undefine(try call.strings(0), kind: call.int(1, default: 0), in: call.session)
      return .missing
    },
    Builtin(
      "defined(names, [type])", summary: "Whether each name is that of a variable (`VAR`, the default), a shared object (`SHARED`) or a function (`DEF`).",
      example: Example("x = 1\ndefined(`x`y)", gives: "[true,false]")
    ) { call in
      let names = try call.strings(0)
      let kind = try call.int(1, default: 0)
      let session = call.session
      let known = names.map { isDefined($0, kind: kind, in: session) }
      guard call[0].vector != nil else { return .bool(known[0]) }
      let result = try FixedVector(.bool, count: known.count)
      for (index, flag) in known.enumerated() { result.pointer(Int8.self)[index] = flag ? 1 : 0 }
      return .vector(result)
    },
    Builtin(
      "help(name)", summary: "How a function is called, what it does, and an example.",
      example: Example("strlen(help(\"help\")) > 0", gives: "true")
    ) { call in
      let name = call[0].function?.name ?? call[0].stringValue ?? ""
      guard let function = call.session.catalog.function(name) else { throw KernelError(.name, "there is no built-in function `\(name)`") }
      return .string(helpText(function.declaration))
    },
  ]

  /// Between two looks at the cancellation: short against the 100 ms in which Ctrl-C has to be answered.
  private static let sleepStepMilliseconds = 20

  private static func wait(milliseconds: Int, in session: SessionContext) throws {
    let clock = session.host.clock
    let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    let end = clock.monotonicNanoseconds().addingReportingOverflow(overflow ? .max : Int64(nanoseconds))
    let deadline = end.overflow ? Int64.max : end.partialValue
    while true {
      try session.checkCancellation()
      let left = deadline - clock.monotonicNanoseconds()
      guard left > 0 else { return }
      clock.sleep(nanoseconds: min(left, Int64(sleepStepMilliseconds) * 1_000_000))
    }
  }

  private static func isDefined(_ name: String, kind: Int, in session: SessionContext) -> Bool {
    switch kind {
    case 1: session.shared.value(name) != nil
    case 2: session.function(named: name) != nil
    default: session.globals.isDefined(name)
    }
  }

  private static func undefine(_ names: [String], kind: Int, in session: SessionContext) throws {
    for name in names {
      switch (kind, name) {
      case (0, "all"): session.globals.definedNames.forEach { session.globals.remove($0) }
      case (1, "all"): session.shared.names.forEach { session.removeShared($0) }
      case (2, "all"): session.functions.removeAll()
      case (1, _):
        guard session.removeShared(name) else { throw KernelError(.name, "there is no shared object `\(name)`") }
      case (2, _):
        guard session.functions.removeValue(forKey: name) != nil else { throw KernelError(.name, "there is no function `\(name)` of a script") }
      default:
        guard session.globals.isDefined(name) else { throw KernelError(.name, "there is no variable `\(name)`") }
        if session.globals.constants.contains(name) { throw KernelError.constant(name) }
        session.globals.remove(name)
      }
    }
  }

  private static func helpText(_ declaration: Builtin) -> String {
    var lines = [declaration.signature, "", declaration.summary]
    if !declaration.aliases.isEmpty { lines += ["", "Also called " + declaration.aliases.joined(separator: ", ") + "."] }
    if let example = declaration.example { lines += ["", example.script, "//> " + example.result] }
    return lines.joined(separator: "\n")
  }
}

/// The version of the project, in one place.
package enum WeirVersion {
  package static let text = "0.1.0"
}
