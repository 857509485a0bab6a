/// What `weir --help` prints.
package let helpText = """
  usage: weir [--home DIR] [--module-dir DIR]... [--json] [FILE | -c SCRIPT | -] [ARGUMENT...]
         weir --check FILE...

  Runs scripts of tables and streams. Without a script it opens a prompt; where standard input is no terminal,
  it runs standard input.

  \(helpLines(
    [("FILE", "run a file"), ("-", "run standard input, as one unit like a file")] + CommandOption.all.map { ($0.usage, $0.summary) }))

  Exit status: \(ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")).

  """

private func helpLines(_ items: [(name: String, summary: String)]) -> String {
  let width = items.map(\.name.count).max() ?? 0
  return items.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count + 4))\($0.summary)" }.joined(separator: "\n")
}
