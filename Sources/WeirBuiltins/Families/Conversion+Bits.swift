import WeirRuntime
import WeirTables

// Types of 16 bytes and their halves, codes of symbols, keys out of several values.
extension StandardCatalog {
  static let conversionOfBits: [Builtin] = [
    Builtin(
      "complex(X, Y)", summary: "The complex numbers with the real parts `X` and the imaginary parts `Y`.",
      example: Example("complex(1.0 2.3, 3 4)", gives: "[1+3i,2.3+4i]"), rowwiseFrom: 1
    ) { call in try pairOfParts(call, .complex) },
    Builtin(
      "point(X, Y)", summary: "The points with the coordinates `X` and `Y`.", example: Example("point(1 2, 6 7)", gives: "[(1, 6),(2, 7)]"), rowwiseFrom: 1
    ) { call in try pairOfParts(call, .point) },
    word("highDouble", high: true, .double, "The upper 8 bytes of a 16-byte value, as DOUBLE.", Example("highDouble(complex(2, 5))", gives: "5")),
    word("lowDouble", high: false, .double, "The lower 8 bytes of a 16-byte value, as DOUBLE.", Example("lowDouble(complex(2, 5))", gives: "2")),
    word("highLong", high: true, .long, "The upper 8 bytes of a 16-byte value, as LONG.", Example("highLong(ipaddr(\"192.168.1.13\"))", gives: "0")),
    word("lowLong", high: false, .long, "The lower 8 bytes of a 16-byte value, as LONG.", Example("lowLong(ipaddr(\"192.168.1.13\"))", gives: "3232235789")),
    Builtin(
      "symbolCode(X)", summary: "The codes of symbols in their dictionary.", example: Example("symbolCode(symbol(`IBM`APPL))", gives: "[1,2]")
    ) { call in
      let values = try call[0].matrix?.values ?? call.vector(0)
      guard let symbols = values as? SymbolVector else { throw call.expected(0, "a vector or matrix of SYMBOL") }
      let codes = symbols.codes.sharingHeader()
      return try call[0].matrix.map { .matrix(try $0.withValues(codes)) } ?? .vector(codes)
    },
    key("makeKey", "The texts of all arguments, joined row by row into keys for a dictionary or set.", Example("makeKey(`a1, `b1, `c1)", gives: "a1b1c1")),
    key("makeSortedKey", "As makeKey.", Example("makeSortedKey(`b`a, `4`2)", gives: "[\"b4\",\"a2\"]")),
  ]

  private static func pairOfParts(_ call: borrowing Call, _ type: ElementType) throws -> Cell {
    let joined = try WideVectors.join(try parts(call, 0), try parts(call, 1), as: type)
    if let matrix = call[0].matrix ?? call[1].matrix { return .matrix(try matrix.withValues(joined)) }
    return call[0].isScalar && call[1].isScalar ? joined.cell(at: 0) : .vector(joined)
  }

  private static func parts(_ call: borrowing Call, _ index: Int) throws -> Vector {
    try call[index].matrix?.values ?? call[index].pair?.elements ?? call.vectorOrScalar(index)
  }

  private static func word(_ name: String, high: Bool, _ type: ElementType, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example, axis: .elementwise) { call in
      let words = try WideVectors.word(try call.vectorOrScalar(0), high: high, as: type)
      return call[0].isScalar ? words.cell(at: 0) : .vector(words)
    }
  }

  private static func key(_ name: String, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)(args...)", summary: summary, example: example) { call in
      let columns = try (0..<call.count).map { try call.vectorOrScalar($0) }
      let rows = columns.map(\.count).max() ?? 0
      for column in columns where column.count != rows && column.count != 1 {
        throw KernelError.shape("\(call.name): the arguments have \(rows) and \(column.count) elements")
      }
      let keys = try StringVector(.blob, count: 0)
      for row in 0..<rows { try keys.appendText(columns.map { $0.text(at: $0.count == 1 ? 0 : row) }.joined()) }
      return (0..<call.count).allSatisfy { call[$0].isScalar } && rows == 1 ? keys.cell(at: 0) : .vector(keys)
    }
  }
}
