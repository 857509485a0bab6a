import Testing
import WeirCommand

@Suite struct CellSplitterTests {
  /// Inputs and the pieces they are cut into; `name|text` is a cell.
  @Test(arguments: [
    ("", []),
    ("1+1", ["1+1"]),
    ("a=1;b\nc;", ["a=1;", "b\nc;"]),
    ("\n\n  x;;\n;y", ["x;", "y"]),
    ("f(1;2);[3;4];{5;\n6}", ["f(1;2);", "[3;4];", "{5;\n6}"]),
    (#"";\";";'\';';x"#, [#"";\";";"#, #"'\';';"#, "x"]),
    ("a // b; c\nd;/* e; /*/ f;*/g;", ["a // b; c\nd;", "/* e; /*/ f;", "*/g;"]),
    ("-- it's; so\n a--1;b - - 'c;';", ["-- it's; so\n a--1;", "b - - 'c;';"]),
    ("x\n//%% cell 1\ny;z\n//%% cell two words \r\n", ["x\n", "1|y;z\n", "two words|"]),
    ("//%% cell a\n1\n //%% cell b\n//%%cell c\n//%% cell d", ["a|1\n //%% cell b\n//%%cell c\n", "d|"]),
  ] as [(String, [String])])
  func inputIsCutIntoPieces(input: String, pieces: [String]) {
    #expect(cut([input]) == pieces)
    // However the bytes arrive.
    #expect(cut(input.utf8.map { String(decoding: [$0], as: UTF8.self) }) == pieces)
  }

  @Test func aStatementIsReadyWithItsSemicolon() {
    var splitter = CellSplitter()
    #expect(splitter.add("a;b".utf8) == [.statement("a;")])
    #expect(splitter.add(";".utf8) == [.statement("b;")])
  }

  private func cut(_ chunks: [String]) -> [String] {
    var splitter = CellSplitter()
    return (chunks.flatMap { splitter.add($0.utf8) } + splitter.finish()).map { piece in
      switch piece {
      case .statement(let text): text
      case .cell(let name, let text): "\(name)|\(text)"
      }
    }
  }
}
