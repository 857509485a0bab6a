import Testing
import WeirHost
import WeirTables

/// A text, and what it is read as: the types, then the cells of every column.
private struct ReadCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let types: [String]
  let columns: [[String]]

  init(_ description: String, _ text: String, _ types: [String], _ columns: [[String]]) {
    testDescription = description
    self.text = text
    self.types = types
    self.columns = columns
  }
}

private let readCases = [
  ReadCase("plain", "a,b\n1,x\n2,y\n", ["INT", "SYMBOL"], [["1", "2"], ["x", "y"]]),
  ReadCase("no line break at the end", "a,b\n1,x\n2,y", ["INT", "SYMBOL"], [["1", "2"], ["x", "y"]]),
  ReadCase("Windows line ends and a byte order mark", "\u{FEFF}a,b\r\n1,x\r\n2,y\r\n", ["INT", "SYMBOL"], [["1", "2"], ["x", "y"]]),
  ReadCase("codes keep their zeros", "c\n000001\n600000\n", ["SYMBOL"], [["000001", "600000"]]),
  ReadCase("a code that is a date too", "c\n010203\n600000\n", ["SYMBOL"], [["010203", "600000"]]),
  ReadCase("empty cells", "a,b,c\n1,,\n,2.5,z\n", ["INT", "DOUBLE", "SYMBOL"], [["1", ""], ["", "2.5"], ["", "z"]]),
  ReadCase("blank lines", "a\n\n1\n\n2\n\n", ["INT"], [["1", "2"]]),
  ReadCase("widened types", "a,b\n1,1\n3000000000,0.5\n", ["LONG", "DOUBLE"], [["1", "3000000000"], ["1", "0.5"]]),
  ReadCase(
    "quotes", "a,b\n\"x, y\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\n", ["SYMBOL", "INT"],
    [["x, y", "say \"hi\"", "two\nlines"], ["1", "2", "3"]]),
  ReadCase("text behind a closing quote", "a\n\"x\"y\n", ["SYMBOL"], [["\"x\"y"]]),
  ReadCase("a delimiter at the end of records", "a,b\n1,2,\n3,4,\n", ["INT", "INT"], [["1", "3"], ["2", "4"]]),
  ReadCase(
    "moments", "d,t,n,s,m\n2018.09.03,2018-09-03T09:30:06.5,09:30:06.000000001,09:30:06,09:30m\n",
    ["DATE", "TIMESTAMP", "NANOTIME", "SECOND", "MINUTE"],
    [["2018.09.03"], ["2018.09.03T09:30:06.500"], ["09:30:06.000000001"], ["09:30:06"], ["09:30m"]]),
  ReadCase("digits that are dates", "d,e\n20180903,180903\n", ["DATE", "DATE"], [["2018.09.03"], ["2018.09.03"]]),
  ReadCase("no header", "1,x\n2,y\n", ["INT", "SYMBOL"], [["1", "2"], ["x", "y"]]),
  ReadCase("booleans", "b\ntrue\nFalse\n\n", ["BOOL"], [["true", "false"]]),
  ReadCase("long digits", "x\n26.120000000000001\n1e300\n-0.5\n", ["DOUBLE"], [["26.12", "1e+300", "-0.5"]]),
  ReadCase("long and short texts", "x\nabcdefgh\nabcdefghijklmnop\nabcdefghijklmnopq\n", ["SYMBOL"], [["abcdefgh", "abcdefghijklmnop", "abcdefghijklmnopq"]]),
  ReadCase("names only", "a,b\n", ["SYMBOL", "SYMBOL"], [[], []]),
]

private func loader(_ text: String) throws -> TextLoader {
  let bytes = Array(text.utf8)
  let file = bytes.withUnsafeBytes { MappedFile(copying: $0) }
  return try TextLoader(file, path: "t.csv", try TextFormat(), threads: SerialThreads())
}

@Test(arguments: readCases)
private func readsText(_ example: ReadCase) throws {
  let loader = try loader(example.text)
  let columns = loader.sniffedColumns()
  let loaded = try loader.load(columns)
  #expect(columns.map(\.type.name) == example.types)
  #expect(loaded.columns.map { column in (0..<column.count).map { column.text(at: $0) } } == example.columns)
}

@Test(arguments: [
  ("", "'t.csv' is empty"),
  ("a,b\n1\n", "'t.csv', line 2: 1 cell where the first record has 2"),
  ("a,b\n1,2\n\n1,2,3\n", "'t.csv', line 4: 3 cells where the first record has 2"),
  ("a\nx\n\"y\n", "'t.csv', line 3: a quoted cell is never closed"),
  ("a\0b\n", "'t.csv' is no text file: it holds zero bytes"),
])
func refusesText(_ text: String, _ message: String) {
  let error = #expect(throws: KernelError.self) {
    let loader = try loader(text)
    _ = try loader.load(loader.sniffedColumns())
  }
  #expect(error?.text == message)
}

/// Large enough for several pieces; every piece has its own dictionary and its own rows.
@Test(arguments: [false, true])
func readsLargeText(isQuoted: Bool) throws {
  let rows = 120_000
  var text = "key,number,price,note\n"
  for row in 0..<rows {
    let note = isQuoted && row % 7 == 0 ? "\"n,\n\(row)\"" : "n\(row % 11)"
    text += "k\(row % 1000),\(row),\(Double(row) / 8),\(note)\n"
    if row % 1000 == 0 { text += "\n" }
  }
  let bytes = Array(text.utf8)
  let file = bytes.withUnsafeBytes { MappedFile(copying: $0) }
  let loader = try TextLoader(file, path: "t.csv", try TextFormat(), threads: Host.system.threads)
  var columns = loader.sniffedColumns()
  columns[3].type = .string
  let loaded = try loader.load(columns).columns
  #expect(loaded.map(\.count) == [rows, rows, rows, rows])
  for row in stride(from: 0, to: rows, by: 997) {
    #expect(loaded[0].text(at: row) == "k\(row % 1000)")
    #expect(loaded[1].text(at: row) == "\(row)")
    #expect(loaded[2].pointer(Double.self)[row] == Double(row) / 8)
    #expect(loaded[3].text(at: row) == (isQuoted && row % 7 == 0 ? "n,\n\(row)" : "n\(row % 11)"))
  }
}
