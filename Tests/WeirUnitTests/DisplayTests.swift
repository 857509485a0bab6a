import Testing
import WeirRuntime
import WeirTables

/// What the console and machine-readable output show for values of each form.
@Suite struct DisplayTests {
  private static func ints(_ values: [Int?]) throws -> Vector {
    let vector = try Vector.empty(.int)
    for value in values { try vector.append(value.map { Cell.int($0) } ?? .null(.int)) }
    return vector
  }

  private static func table() throws -> Cell {
    .table(try Table(names: ["sym", "股票"], columns: [try StringVector(["a", "价格"]), try ints([1, nil])]))
  }

  @Test func scalarsAndLists() throws {
    #expect(ConsoleDisplay.text(.double(6.28318530718)) == "6.283185")
    #expect(ConsoleDisplay.text(.null(.int)) == "00i")
    #expect(ConsoleDisplay.text(.vector(try Self.ints([3, nil, 6]))) == "[3,,6]")
    let rows = try ArrayVector(.int)
    try rows.append(.vector(try Self.ints([1, nil])))
    #expect(ConsoleDisplay.text(.vector(rows)) == "[[1,00i]]")
    #expect(JSONDisplay.value(.vector(rows)) == #"{"form":"vector","type":"INT[]","data":[[1,null]]}"#)
    let tuple = AnyVector(capacity: 2)
    tuple.push(.string("a\"\n"))
    tuple.push(.long(1 << 60))
    #expect(JSONDisplay.value(.vector(tuple)).hasPrefix(#"{"form":"tuple","type":"ANY","data":[{"form":"scalar","type":"STRING","data":"a\"\n"},"#))
    let long = try Vector.repeating(.int(7), count: 31)
    #expect(ConsoleDisplay.text(.vector(long)).hasSuffix("7,7...]"))
  }

  @Test func grids() throws {
    #expect(ConsoleDisplay.text(try Self.table()) == "sym  股票\n---- ----\na    1   \n价格     ")
    let matrix = try MatrixObject(values: try Self.ints([1, 2, 3, 4]), rows: 2, columns: 2, rowLabels: try StringVector(["x", "yy"]))
    #expect(ConsoleDisplay.text(.matrix(matrix)) == "   #0 #1\n   -- --\nx |1  3 \nyy|2  4 ")
    let json = #"{"form":"matrix","type":"INT","rows":2,"cols":2,"data":[[1,2],[3,4]],"rowLabels":{"form":"vector","type":"STRING","data":["x","yy"]},"colLabels":null}"#
    #expect(JSONDisplay.value(.matrix(matrix)) == json)
    let wide = try Table(names: (0..<60).map { "c\($0)" }, columns: try (0..<60).map { _ in try Self.ints(Array(repeating: 1, count: 40)) })
    let lines = ConsoleDisplay.text(.table(wide)).split(separator: "\n")
    #expect(lines.count == 33 && lines[0].hasSuffix(" ...") && lines[0].utf8.count <= 100 && lines[32] == "...")
  }

  @Test func dictionaries() throws {
    let dictionary = try DictionaryObject(keys: try StringVector(["b", "a"]), values: try Self.ints([1, 2]))
    try dictionary.erase(.string("b"))
    #expect(ConsoleDisplay.text(.dictionary(dictionary)) == "a->2")
    #expect(JSONDisplay.value(.dictionary(dictionary)).contains(#""ordered":false,"keys":{"form":"vector","type":"STRING","data":["a"]}"#))
  }
}
