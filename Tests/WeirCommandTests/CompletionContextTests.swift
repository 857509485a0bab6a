import Testing
import WeirCommand

@Suite struct CompletionContextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// `|` is the cursor.
    var text: String
    var place = CompletionContext.Place.name
    var prefix = ""
    var sources: [String] = []
    var call: String?
    var earlier = ""

    var testDescription: String { text }
  }

  @Test(arguments: [
    Case(text: "|"),
    Case(text: "x = ab|", prefix: "ab"),
    Case(text: "t.pr|", place: .member(of: "t"), prefix: "pr"),
    Case(text: "t.|", place: .member(of: "t")),
    Case(text: "1.|"),
    Case(text: "select pr| from t", prefix: "pr", sources: ["t"]),
    Case(text: "select a from t where b > |", sources: ["t"]),
    Case(text: "a = 1; select pr| from t; select x from u", prefix: "pr", sources: ["t"]),
    Case(text: "select | from ej(t, u, `k) where x", sources: ["ej", "t", "u"]),
    Case(text: "update t set pr| = 1", prefix: "pr", sources: ["t"]),
    Case(text: "select pr|", prefix: "pr", sources: ["t"], earlier: "x = [1,\nselect y from t where"),
    Case(text: "mavg(x, |", call: "mavg"),
    Case(text: "mavg(f(1), [2, |"),
    Case(text: "mavg(f(1), a(2)+|", call: "mavg"),
    Case(text: "(1 + |"),
    Case(text: "loadText(\"data/tr|", place: .file, prefix: "data/tr", call: "loadText"),
    Case(text: "x = 'a' + \"b\\\"c|", place: .file, prefix: "b\\\"c"),
    Case(text: "`a`b|", prefix: "b"),
    Case(text: "// no|", place: .nowhere, prefix: "no"),
    Case(text: "/* no */ so|", prefix: "so"),
    Case(text: "größ|", prefix: "größ"),
  ]) func theTextTellsWhatFits(of one: Case) {
    let parts = one.text.split(separator: "|", omittingEmptySubsequences: false)
    let context = CompletionContext(CompletionRequest(before: String(parts[0]), behind: String(parts[1]), earlier: one.earlier))
    #expect(context.place == one.place)
    #expect(context.prefix == one.prefix)
    #expect(context.sources == one.sources)
    #expect(context.call == one.call)
  }
}
