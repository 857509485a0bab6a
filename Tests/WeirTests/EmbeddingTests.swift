import Synchronization
import Testing
import Weir
import WeirHost

/// What the library promises to programs that embed it, through its public interface.
@Suite struct EmbeddingTests {
  @Test func aScriptGivesItsLastValueAndPrintsToTheOutput() throws {
    let printed = Lines()
    let session = Session { printed.add($0) }
    #expect(try session.evaluate("print(1 2); x = 3; x + 1")?.integer == 4)
    #expect(try session.evaluate("y = 1") == nil)
    #expect(printed.all == ["[1,2]"])
    #expect(session.variables == ["x", "y"])
  }

  @Test func scalarsAreRead() throws {
    let session = Session()
    func value(_ script: String) throws -> Value { try #require(try session.evaluate(script)) }
    #expect(try value("5h").integer == 5)
    #expect(try value("2012.06.13").integer == 15_504)
    #expect(try value("1.5").number == 1.5)
    #expect(try value("1.25$DECIMAL64(2)").number == 1.25)
    #expect(try value("true").bool == true)
    #expect(try value("`a").text == "a")
    let null = try value("00i")
    #expect(null.isNull && null.integer == nil && null.number == nil && null.type == "INT" && null.form == .scalar)
    #expect(try value("`a").integer == nil)
  }

  @Test func aColumnIsReadInPlaceAndStaysWhatItWas() throws {
    let session = Session()
    let value = try #require(try session.evaluate("x = 1.5 NULL 3; x"))
    let column = try #require(value.column(of: Double.self))
    try session.evaluate("x[0] = 7.0; x.append!(9.0)")
    #expect(Array(column) == [1.5, nil, 3])
    #expect(column.withUnsafeBufferPointer { Array($0) } == [1.5, Double.columnNull, 3])
    #expect(try session.evaluate("x")?.column(of: Double.self).map(Array.init) == [7, nil, 3, 9])
    // Two values of one variable lie in one memory.
    let addresses = try (0..<2).map { _ in try #require(session["x"]?.column(of: Double.self)).withUnsafeBufferPointer { $0.baseAddress } }
    #expect(addresses[0] == addresses[1])
    #expect(value.column(of: Int32.self) == nil)
    #expect(try session.evaluate("2012.06M 2012.07M")?.column(of: Int32.self).map(Array.init) == [24_149, 24_150])
    #expect(try session.evaluate("`a`b``c")?.texts == ["a", "b", nil, "c"])
  }

  @Test func swiftArraysBecomeTables() throws {
    let session = Session()
    let prices: [Double?] = [10.5, 20.1, nil]
    session["t"] = try Value(columns: [
      "sym": Value(symbols: ["A", "B", "A"]), "price": Value(prices), "qty": Value([100, 200, 300] as [Int32]),
      "at": Value([0, 1000, 2000] as [Int64], type: "TIMESTAMP"), "isBuy": Value([true, false, true]),
    ])
    let result = try #require(try session.evaluate("select sum(qty) as qty, avg(price) as price from t group by sym"))
    #expect(result.columnNames == ["sym", "qty", "price"])
    #expect(result["sym"]?.texts == ["A", "B"])
    #expect(result["qty"]?.column(of: Int64.self).map(Array.init) == [400, 200])
    #expect(result["PRICE"]?[0].number == 10.5)
    #expect(try session.evaluate("exec at from t")?.type == "TIMESTAMP")
    // The script's table is one of its own.
    try session.evaluate("update t set qty = 0")
    #expect(session["t"]?["qty"]?[0].integer == 0)
    #expect(session["t"]?.count == 3)
    session["t"] = nil
    #expect(throws: WeirError.self) { try session.evaluate("t") }
  }

  @Test func aColumnIsFilledInPlace() throws {
    let squares = try Value(count: 1000) { (target: UnsafeMutableBufferPointer<Int64>) in for row in target.indices { target[row] = Int64(row * row) } }
    let session = Session()
    session["squares"] = squares
    #expect(try session.evaluate("sum(squares)")?.integer == 332_833_500)
    let kinds = [
      #expect(throws: WeirError.self) { try Value([1.0], type: "INT") }?.kind, #expect(throws: WeirError.self) { try Value([1.0], type: "PRICE") }?.kind,
      #expect(throws: WeirError.self) { try Value(count: -1) { (_: UnsafeMutableBufferPointer<Double>) in } }?.kind,
      #expect(throws: WeirError.self) { try Value(columns: ["a": Value([1, 2]), "b": Value([1])]) }?.kind,
    ]
    #expect(kinds == ["type", "type", "range", "shape"])
  }

  @Test func rowsAreFoundByKey() throws {
    let session = Session()
    try session.evaluate(
      """
      prices = keyedTable(`sym, `A`B`C as sym, 1.5 NULL 3.5 as price, 1 2 3 as qty)
      days = indexedTable(`day, 2024.01.01 2024.01.02 as day, 7 8 as n)
      pairs = keyedTable(`a`b, 1 2 as a, 3 4 as b, 5 6 as c)
      """)
    let prices = try #require(try session["prices"]?.keyedColumn("price", of: Double.self))
    try session.evaluate("update prices set price = 9.5 where sym = `A")
    #expect([prices["A"], prices["B"], prices["C"], prices["D"], prices[1]] == [1.5, nil, 3.5, nil, nil])
    #expect(try session["prices"]?.keyedColumn("price", of: Double.self)?["A"] == 9.5)
    let days = try #require(try session["days"]?.keyedColumn("n", of: Int32.self))
    #expect([days[19_723], days[19_724], days[19_725], days[Int(Int32.min)], days[.max], days["A"]] == [7, 8, nil, nil, nil, nil])
    #expect(try session["pairs"]?.keyedColumn("c", of: Int32.self) == nil)
    #expect(try session["prices"]?.keyedColumn("qty", of: Double.self) == nil)
    #expect(try Value([1, 2]).keyedColumn("x", of: Int64.self) == nil)
  }

  @Test func hostFunctionsAreCalledFromScripts() throws {
    struct Refusal: Error, CustomStringConvertible { let description = "the market is closed" }
    let session = Session()
    try session.register("spread(bid, ask, [scale])") { arguments in
      Value((arguments[1].number ?? 0) - (arguments[0].number ?? 0) + (arguments[2].number ?? 0))
    }
    try session.register("refuse()") { _ in throw Refusal() }
    #expect(try session.evaluate("spread(1, 3.5)")?.number == 2.5)
    #expect(try session.evaluate("each(spread{1}, 2 3)")?.column(of: Double.self).map(Array.init) == [1, 2])
    #expect(try session.evaluate("spread(1, scale=10, ask=2)")?.number == 11)
    let error = #expect(throws: WeirError.self) { try session.evaluate("x = 1\nx + refuse()", name: "orders.dos") }
    #expect(error?.message == "the market is closed")
    #expect(error?.place.map { [$0.source, "\($0.line)", "\($0.column)"] } == ["orders.dos", "2", "5"])
    #expect(#expect(throws: WeirError.self) { try session.evaluate("spread(1)") }?.kind == "arguments")
    for signature in ["spread", "2x(a)", "f(a", "(a)", ""] { #expect(throws: WeirError.self) { try session.register(signature) { _ in .null } } }
  }

  @Test func functionsAreCalledFromTheHost() throws {
    let session = Session()
    try session.evaluate("def twice(x){ return x * 2 }")
    #expect(try session.call("twice", Value([1, 2])).column(of: Int64.self).map(Array.init) == [2, 4])
    #expect(try session.call("wavg", Value([1.0, 2.0]), Value([1.0, 3.0])).number == 1.75)
    #expect(#expect(throws: WeirError.self) { try session.call("twise", Value(1)) }?.kind == "name")
    #expect(#expect(throws: WeirError.self) { try session.call("twice") }?.kind == "arguments")
    #expect(try session.evaluate("dict(`a`b, 1 2)")?.member("b")?.integer == 2)
  }

  @Test(arguments: [
    ("x = (1", "syntax", 1), ("1 +\n nothing", "name", 2), ("a = 1\nb = 2\n\"a\" * 2", "operator", 3), ("throw \"no\"", "user", 1),
  ]) func errorsHaveAPlace(script: String, kind: String, line: Int) {
    let error = #expect(throws: WeirError.self) { try Session().evaluate(script, name: "a.dos") }
    #expect(error?.kind == kind)
    #expect(error?.place?.line == line)
    #expect(error?.description.hasPrefix("a.dos:\(line):") == true)
  }

  @Test func anotherThreadCancels() throws {
    let session = Session()
    let canceller = session.canceller
    for script in ["do { 1 } while(true)", "sort(rand(1.0, 50000000))"] {
      let thread = try Host.system.threads.start(name: "canceller", stackBytes: 1 << 20) {
        SystemClock().sleep(nanoseconds: 100_000_000)
        canceller.cancel()
      }
      #expect(#expect(throws: WeirError.self) { try session.evaluate(script) }?.kind == "interrupted")
      thread.join()
    }
    #expect(try session.evaluate("1 + 1")?.integer == 2)
  }

  @Test func sessionsBesideEachOtherShareTables() throws {
    let first = Session()
    let second = Session(beside: first)
    try first.evaluate("share table(1 2 as a) as common")
    try second.evaluate("insert into common values(3)")
    #expect(try first.evaluate("exec sum(a) from common")?.description == "6")
  }

  @Test func sessionsSideBySideShareNothing() throws {
    let failures = Lines()
    let threads = try (1...4).map { number in
      try Host.system.threads.start(name: "session \(number)", stackBytes: 16 << 20) {
        do {
          let session = Session()
          session["n"] = Value(number)
          try session.evaluate("def f(x){ return x * 10 }")
          for _ in 0..<50 { if try session.evaluate("sum(f(n + 0..999))")?.integer != Int64((number * 1000 + 499_500) * 10) { failures.add("\(number)") } }
        } catch {
          failures.add("\(error)")
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(failures.all.isEmpty)
  }
}

/// Texts that several threads add to.
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}
