import WeirRuntime
import WeirTables

// Moments on a grid of regular ones.
extension StandardCatalog {
  static let resampling: [Builtin] = [
    Builtin(
      "transFreq(X, rule, [closed], [label], [origin='start_day'])", summary: "The moment of a regular sequence (`\"M\"`, `\"3min\"`, ...) that stands for each element.",
      example: Example("transFreq(2020.08.08 2020.11.18, \"Q\")", gives: "[2020.09.30,2020.12.31]"), axis: .elementwise
    ) { call in
      try mapping(call) { values in
        guard let (first, last) = Resampling.bounds(values) else { return values }
        let rule = try SamplingRule(try call.string(1))
        guard case .clock(let nanoseconds) = rule.step else { return try Resampling.calendarDays(values, rule) }
        let windows = try Resampling.windows(call, .from(1), rule, nanoseconds, values.type, first, last, labelFollowsOrigin: false)
        let result = try Vector.empty(values.type, capacity: values.count)
        for row in 0..<values.count {
          try Interruption.check(atRow: row)
          try result.append(values.isNull(at: row) ? .null(values.type) : .integer(windows.label(values.cell(at: row).rawInteger), values.type))
        }
        return result
      }
    },
    Builtin(
      "temporalSeq(start, end, rule, [closed], [label], [origin='start_day'])", summary: "The regular moments (`\"M\"`, `\"3min\"`, ...) from `start` to `end`.",
      example: Example(
        "temporalSeq(2022.01.01 00:01:00, 2022.01.01 00:08:00, \"3min\")", gives: "[2022.01.01T00:00:00,2022.01.01T00:03:00,2022.01.01T00:06:00]")
    ) { call in
      let type = call[0].elementType
      guard type.isTemporal, call[1].elementType == type, !call[0].isNull, !call[1].isNull else { throw call.expected(1, "a moment of the type of `start`") }
      guard call[0].rawInteger <= call[1].rawInteger else { throw call.invalid(1, "must not be before `start`") }
      return .vector(try naming(call.name) { try Resampling.sequence(call, type, call[0].rawInteger, call[1].rawInteger, .from(2), endsInside: false) })
    },
    Builtin(
      "asFreq(X, rule, [closed], [label], [origin='start_day'])", aliases: ["asfreq"],
      summary: "An indexed series or matrix with a row for every regular moment between its labels; null where it has none.",
      example: Example("asFreq(indexedSeries([2020.01.01, 2020.01.03], 1 2), \"D\").rows()", gives: "3")
    ) { call in
      guard let matrix = call[0].matrix, let labels = matrix.rowLabels, labels.type.isTemporal, let (first, last) = Resampling.bounds(labels) else {
        throw call.expected(0, "a series or matrix with temporal labels")
      }
      let moments = try naming(call.name) { try Resampling.sequence(call, labels.type, first, last, .from(1), endsInside: true) }
      return .matrix(try Resampling.rows(of: matrix, labels, at: moments))
    },
    Builtin(
      "resample(X, rule, func, [closed], [label], [origin='start_day'])",
      summary: "What `func` gives of the rows in each window of a regular sequence (`\"M\"`, `\"3min\"`, ...); null for a window without rows. `X` is a series or matrix with ascending temporal labels.",
      example: Example("resample(indexedSeries([2000.01.01, 2000.01.31, 2000.02.15], 1 2 3), \"M\", sum)[0]", gives: "[3,3]")
    ) { call in
      guard let matrix = call[0].matrix, let labels = matrix.rowLabels, labels.type.isTemporal else {
        throw call.expected(0, "a series or matrix with temporal labels")
      }
      return try naming(call.name) { .matrix(try Resampling.applied(call, matrix, labels)) }
    },
  ]
}
