import WeirRuntime
import WeirTables

// Moments from text and to text.
extension StandardCatalog {
  static let temporalText: [Builtin] = [
    Builtin(
      "temporalParse(X, format)", aliases: ["datetimeParse"],
      summary: "Reads text that is written as `format` says, such as \"dd-MM-yyyy\"; null where it is not.",
      example: Example("temporalParse(\"14-02-2018\", \"dd-MM-yyyy\")", gives: "2018.02.14"), axis: .elementwise
    ) { call in
      let pattern = try TemporalPattern(try call.string(1))
      return try mapping(call) { texts in
        guard texts.type.isLiteral || texts.type == .void || texts.type == .char else { throw call.expected(0, "a string") }
        let result = try Vector.empty(pattern.type, capacity: texts.count)
        for row in 0..<texts.count {
          try Interruption.check(atRow: row)
          var text = texts.text(at: row)
          try result.append(text.withUTF8 { pattern.parse($0) }.map { .integer($0, pattern.type) } ?? .null(pattern.type))
        }
        return result
      }
    },
    Builtin(
      "temporalFormat(X, format)", aliases: ["datetimeFormat"], summary: "Moments written as `format` says, such as \"dd-MM-yyyy\".",
      example: Example("temporalFormat(2018.02.14, \"dd-MMM-yy\")", gives: "14-FEB-18"), axis: .elementwise
    ) { call in
      let pattern = try TemporalPattern(try call.string(1))
      return try mapping(call) { try temporalTexts($0, pattern) }
    },
  ]

  /// - Throws: `.type` when the elements are not temporal.
  static func temporalTexts(_ values: Vector, _ pattern: TemporalPattern) throws -> Vector {
    guard values.type.isTemporal || values.type == .void else { throw KernelError.type("a temporal value is expected, got \(values.type.name)") }
    let result = try StringVector(count: 0)
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      try result.appendText(values.isNull(at: row) ? "" : pattern.format(values.cell(at: row).rawInteger, values.type))
    }
    return result
  }
}
