import WeirRuntime
import WeirSyntax

// Commands that change how the prompt shows things.
extension Prompt {
  func setTimer(_ word: String) {
    switch word {
    case "on": state.isTimed = true
    case "off": state.isTimed = false
    case "": say("the timer is \(state.isTimed ? "on" : "off")")
    default: complain(".timer takes `on` or `off`, not `\(word)`")
    }
  }

  func setMode(_ word: String) {
    if word.isEmpty { return say("the mode is \(state.mode.rawValue)") }
    guard let mode = ValueView.Mode(rawValue: word) else {
      let known = ValueView.Mode.allCases.map(\.rawValue)
      let nearest = Suggestion.nearest(to: word, among: known)
      return complain("there is no mode `\(word)`; \(nearest.map { "did you mean `\($0)`?" } ?? "there are \(known.joined(separator: ", "))")")
    }
    state.mode = mode
  }

  func setRowsMax(_ word: String) {
    if word.isEmpty { return say(state.rowsMax.map { "\($0) rows are shown" } ?? "all rows are shown") }
    if word == "all" {
      state.rowsMax = nil
    } else if let count = Int(word), count > 0 {
      state.rowsMax = count
    } else {
      complain(".maxrows takes a positive number or `all`, not `\(word)`")
    }
  }
}
