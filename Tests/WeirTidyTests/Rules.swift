/// What a rule has to say about a line.
struct Finding: CustomStringConvertible {
  let line: Int
  let text: String

  var description: String { "\(line): \(text)" }
}

extension RepositoryFile {
  /// More lines than this are more than one idea.
  private static let linesMax = 900

  func findings() -> [Finding] {
    var findings: [Finding] = []
    if !text.isEmpty, !text.hasSuffix("\n") { findings.append(Finding(line: 0, text: "no newline at the end")) }
    guard isCode else { return findings }

    let lines = CodeLine.lines(of: text)
    // The text behind the last newline is no line.
    if lines.count - 1 > Self.linesMax {
      findings.append(Finding(line: 0, text: "\(lines.count - 1) lines: more than one idea"))
    }
    for line in lines {
      for text in [leftoverMark(line), commentedCode(line), issueNumber(line), forced(line), testableImport(line), publicName(line), forbiddenImport(line), looseVector(line)] {
        if let text { findings.append(Finding(line: line.number, text: text)) }
      }
    }
    return findings
  }

  private func leftoverMark(_ line: CodeLine) -> String? {
    // In two parts, so that this file does not find itself.
    let marks = ["FIX" + "ME", "TO" + "DO", "XX" + "X", "HA" + "CK"]
    let words = (line.code + " " + (line.comment ?? "")).split { !$0.isLetter }
    return words.contains { marks.contains(String($0)) } ? "a leftover mark" : nil
  }

  /// Guesses: a comment that ends like code, or begins like a declaration and is no sentence.
  private func commentedCode(_ line: CodeLine) -> String? {
    // Documentation comments may hold examples.
    guard isSwift, let comment = line.comment, !comment.hasPrefix("/") else { return nil }
    let text = comment.drop { $0 == " " }
    let endsLikeCode = text.hasSuffix("{") || text.hasSuffix("}") || text.hasSuffix(";")
    let beginsLikeCode = ["let ", "var ", "func ", "import ", "return "].contains { text.hasPrefix($0) }
    let isSentence = text.hasSuffix(".") || text.hasSuffix(":") || text.hasSuffix(",")
    let hasCodeSigns = text.contains("=") || text.contains("(")
    return endsLikeCode || (beginsLikeCode && hasCodeSigns && !isSentence) ? "code in a comment" : nil
  }

  /// A number means nothing to whoever does not have the tracker; a sentence does.
  private func issueNumber(_ line: CodeLine) -> String? {
    guard isSwift else { return nil }
    // What stands in backquotes is shown to users, such as the heading `#0` of a matrix.
    let prose = (line.comment ?? "").split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element).joined()
    let characters = Array(line.code + " " + prose)
    let hasNumber = zip(characters, characters.dropFirst()).contains { $0 == "#" && $1.isASCII && $1.isNumber }
    return hasNumber ? "an issue's number" : nil
  }

  private func forced(_ line: CodeLine) -> String? {
    guard isSwift, module != nil else { return nil }
    return ["try!", "as!"].first { sign in
      line.code.split { $0 == " " || $0 == "(" || $0 == "," }.contains { $0 == sign }
    }.map { "`\($0)`" }
  }

  /// Tests are compiled with optimisation, where no module can be opened for them.
  private func testableImport(_ line: CodeLine) -> String? {
    isSwift && line.code.split(separator: " ").contains("@testable") ? "`@testable`" : nil
  }

  /// A pointer into a vector that no variable holds: the vector may be gone before the pointer is used.
  private func looseVector(_ line: CodeLine) -> String? {
    guard isSwift, module != nil else { return nil }
    let isLoose = [")", "]"].contains { end in line.code.split(separator: end + ".pointer(", omittingEmptySubsequences: false).count > 1 }
    return isLoose ? "a pointer into a vector that no variable holds" : nil
  }

  private func publicName(_ line: CodeLine) -> String? {
    guard isSwift, let module, module != "Weir", line.words.contains("public") else { return nil }
    let isInlined = module == "WeirTables" && line.words.contains { Self.inlinedTypes.contains(String($0)) }
    return isInlined ? nil : "`public` outside of the front door"
  }

  /// Types that the evaluator's hot paths inline: the compiler does that for public types only.
  private static let inlinedTypes: Set<String> = ["Cell", "RawCell", "HeapKind", "ElementType", "Storage"]

  private func forbiddenImport(_ line: CodeLine) -> String? {
    guard isSwift, let module, let imported = line.importedModule, !ModuleBorders.allows(module, toImport: imported) else {
      return nil
    }
    return "`\(module)` must not import `\(imported)`"
  }
}

extension CodeLine {
  /// `Glibc` in `import Glibc`, `@preconcurrency import Glibc` and `import struct Glibc.stat`.
  fileprivate var importedModule: String? {
    let attributes: Set<Substring> = ["preconcurrency", "testable", "package", "internal", "private", "fileprivate", "public"]
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    let rest = words.drop { attributes.contains($0) }
    guard rest.first == "import" else { return nil }
    return rest.dropFirst().first { !kinds.contains($0) }.map(String.init)
  }
}
