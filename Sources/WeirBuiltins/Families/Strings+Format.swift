import WeirRuntime
import WeirTables

// Values written as a format says.
extension StandardCatalog {
  static let stringFormats: [Builtin] = [
    Builtin(
      "format(X, format)", summary: "Numbers or moments written as `format` says; see `decimalFormat` and `temporalFormat`.",
      example: Example("format(2018.01.02, \"MM/dd/yyyy\")", gives: "01/02/2018"), axis: .elementwise
    ) { call in
      let text = try call.string(1)
      return try mapping(call) { values in
        values.type.isTemporal ? try temporalTexts(values, try TemporalPattern(text)) : try decimalTexts(values, try DecimalPattern(text))
      }
    },
    Builtin(
      "decimalFormat(X, format)", summary: "Numbers written as `format` says: 0 and # are digits, then `.`, `,`, `%`, `E` and `;`.",
      example: Example("decimalFormat(123456789.166, \"#,###.##\")", gives: "123,456,789.17"), axis: .elementwise
    ) { call in
      let pattern = try DecimalPattern(try call.string(1))
      return try mapping(call) { try decimalTexts($0, pattern) }
    },
    Builtin(
      "stringFormat(format, [args...])", summary: "`format` with the arguments in place of `%i`, `%F`, `%W` and the other placeholders.",
      example: Example("stringFormat(\"%i%% of %W\", 50, \"all\")", gives: "50% of all")
    ) { call in
      .string(try naming(call.name) { try StringTemplate(try call.string(0)).filled(call) })
    },
  ]

  private static func decimalTexts(_ values: Vector, _ pattern: DecimalPattern) throws -> Vector {
    guard values.type.isNumeric || values.type.isDecimal || values.type == .void else {
      throw KernelError.type("numbers are expected, got \(values.type.name)")
    }
    let result = try StringVector(count: 0)
    for row in 0..<values.count { try result.appendText(values.isNull(at: row) ? "" : pattern.format(try values.cell(at: row).asDouble())) }
    return result
  }
}
