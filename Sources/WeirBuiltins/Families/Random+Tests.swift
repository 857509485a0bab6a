import WeirRuntime
import WeirTables

// Tests of hypotheses. Each answers with a dictionary; its `stat` is a table of the three alternatives.
extension StandardCatalog {
  static let hypothesisTests: [Builtin] = [
    Builtin(
      "tTest(X, [Y], [mu=0.0], [confLevel=0.95], [equalVar=false])", summary: "Student's test of a mean, or of the difference of two; Welch's unless `equalVar`.",
      example: Example("tTest(1 2 3).df", gives: "2")
    ) { call in try tTest(call) },
    Builtin(
      "zTest(X, [Y], [mu=0.0], [sigmaX=1.0], [sigmaY=1.0], [confLevel=0.95])", summary: "The test of a mean, or of the difference of two, where deviations are known.",
      example: Example("zTest(1 2 3, , 2).zValue", gives: "0")
    ) { call in try zTest(call) },
    Builtin(
      "fTest(X, Y, [ratio=1.0], [confLevel=0.95])", summary: "The test of the ratio of two variances.",
      example: Example("fTest(1 2 3, 2 4 6).fValue", gives: "0.25")
    ) { call in try fTest(call) },
    Builtin(
      "chiSquareTest(X, [Y])", summary: "The chi-square test of a table of counts, or of counts `X` against expected ones.",
      example: Example("chiSquareTest(matrix(10 20, 20 10)).df", gives: "1")
    ) { call in try chiSquareTest(call) },
    Builtin(
      "anova(X)", summary: "The analysis of variance of groups, one per column of a matrix or table.",
      example: Example("anova(matrix(1 2 3, 2 3 4)).fValue", gives: "1.5")
    ) { call in try anova(call) },
    Builtin(
      "mannWhitneyUTest(X, Y, [correct=true])", summary: "The test of Mann and Whitney of a shift between two samples.",
      example: Example("mannWhitneyUTest(5 1 4 3 5, 2 4 7 -1 0 4).U", gives: "11")
    ) { call in try mannWhitney(call) },
  ]

  private struct Sample {
    let count: Double
    let mean: Double
    /// Of the sample: divided by one less than the count.
    let variance: Double

    init(_ values: [Double]) {
      let known = values.filter { !$0.isNull && !$0.isNaN }
      count = Double(known.count)
      let mean = known.reduce(0, +) / count
      self.mean = mean
      variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    }
  }

  /// - Throws: `.value` unless there are at least two numbers.
  private static func sample(_ call: borrowing Call, _ index: Int, atLeast least: Double = 2) throws -> Sample {
    let sample = Sample(try numbers(call, index))
    guard sample.count >= least else { throw call.invalid(index, "must contain at least \(Int(least)) numbers") }
    return sample
  }

  private static func confidence(_ call: borrowing Call, _ index: Int) throws -> Double {
    let level = try call.double(index, default: 0.95)
    guard level > 0, level < 1 else { throw call.invalid(index, "must lie between 0 and 1") }
    return level
  }

  /// The three alternatives with their probabilities and, where there are any, the intervals.
  private static func alternatives(_ subject: String, _ value: String, _ probabilities: [Double], _ bounds: [(Double, Double)]?) throws -> Table {
    let texts = try StringVector(["\(subject) is not equal to \(value)", "\(subject) is less than \(value)", "\(subject) is greater than \(value)"])
    var names = ["alternativeHypothesis", "pValue"]
    var columns: [Vector] = [texts, try DenseMatrix.vector(probabilities)]
    if let bounds {
      names += ["lowerBound", "upperBound"]
      for side in [bounds.map { $0.0 }, bounds.map { $0.1 }] {
        let column = try FixedVector(.double, count: side.count)
        for (row, bound) in side.enumerated() { column.pointer(Double.self)[row] = bound }
        columns.append(column)
      }
    }
    return try Table(names: names, columns: columns)
  }

  /// The dictionary of an answer, out of a tuple of its values.
  private static func answer(_ names: [String], _ values: AnyVector) throws -> Cell {
    .dictionary(try DictionaryObject(keys: try StringVector(names), values: values, isOrdered: true))
  }

  /// The answer of a test whose statistic has a symmetric distribution around 0.
  private static func symmetricTest(
    _ subject: String, _ distribution: Distribution, estimate: Double, error: Double, expected: Double, level: Double
  ) throws -> (statistic: Double, table: Table) {
    let statistic = (estimate - expected) / error
    let below = distribution.cumulative(statistic)
    let (both, single) = (distribution.inverse(0.5 + level / 2) * error, distribution.inverse(level) * error)
    let bounds = [(estimate - both, estimate + both), (-Double.infinity, estimate + single), (estimate - single, Double.infinity)]
    let probabilities = [2 * min(below, 1 - below), below, 1 - below]
    return (statistic, try alternatives(subject, NumberText.console(expected), probabilities, bounds))
  }

  private static func tTest(_ call: borrowing Call) throws -> Cell {
    let first = try sample(call, 0)
    let expected = try call.double(2, default: 0)
    let level = try confidence(call, 3)
    var (subject, method) = ("true mean", "One sample t-test")
    var (freedom, error, estimate) = (first.count - 1, (first.variance / first.count).squareRoot(), first.mean)
    if call.has(1), !call[1].isVoid {
      let second = try sample(call, 1)
      estimate -= second.mean
      let shares = (first.variance / first.count, second.variance / second.count)
      if try call.bool(4, default: false) {
        (subject, method, freedom) = ("difference of mean", "Two sample t-test", first.count + second.count - 2)
        let pooled = ((first.count - 1) * first.variance + (second.count - 1) * second.variance) / freedom
        error = (pooled * (1 / first.count + 1 / second.count)).squareRoot()
      } else {
        (subject, method) = ("true difference of mean", "Welch two sample t-test")
        error = (shares.0 + shares.1).squareRoot()
        freedom = error * error * error * error / (shares.0 * shares.0 / (first.count - 1) + shares.1 * shares.1 / (second.count - 1))
      }
    }
    guard error > 0 else { throw call.invalid(0, "must not be constant") }
    let test = try symmetricTest(subject, .student(freedom: freedom), estimate: estimate, error: error, expected: expected, level: level)
    let values = AnyVector(capacity: 5)
    values.push(.table(test.table))
    for number in [freedom, level] { values.push(.double(number)) }
    values.push(.string(method))
    values.push(.double(test.statistic))
    return try answer(["stat", "df", "confLevel", "method", "tValue"], values)
  }

  private static func zTest(_ call: borrowing Call) throws -> Cell {
    let first = try sample(call, 0, atLeast: 1)
    let deviations = (try call.double(3, default: 1), try call.double(4, default: 1))
    guard deviations.0 > 0 else { throw call.invalid(3, "must be positive") }
    guard deviations.1 > 0 else { throw call.invalid(4, "must be positive") }
    var (subject, method, estimate) = ("true mean", "One sample z-test", first.mean)
    var square = deviations.0 * deviations.0 / first.count
    if call.has(1), !call[1].isVoid {
      let second = try sample(call, 1, atLeast: 1)
      (subject, method) = ("difference of mean", "Two sample z-test")
      estimate -= second.mean
      square += deviations.1 * deviations.1 / second.count
    }
    let level = try confidence(call, 5)
    let test = try symmetricTest(
      subject, .normal(mean: 0, deviation: 1), estimate: estimate, error: square.squareRoot(), expected: try call.double(2, default: 0), level: level)
    let values = AnyVector(capacity: 4)
    values.push(.table(test.table))
    values.push(.double(level))
    values.push(.string(method))
    values.push(.double(test.statistic))
    return try answer(["stat", "confLevel", "method", "zValue"], values)
  }

  private static func fTest(_ call: borrowing Call) throws -> Cell {
    let (first, second) = (try sample(call, 0), try sample(call, 1))
    let expected = try call.double(2, default: 1)
    guard expected > 0 else { throw call.invalid(2, "must be positive") }
    guard second.variance > 0 else { throw call.invalid(1, "must not be constant") }
    let level = try confidence(call, 3)
    let ratio = first.variance / second.variance
    let distribution = Distribution.f(numerator: first.count - 1, denominator: second.count - 1)
    let below = distribution.cumulative(ratio / expected)
    let tail = (1 - level) / 2
    let bounds = [
      (ratio / distribution.inverse(1 - tail), ratio / distribution.inverse(tail)), (0, ratio / distribution.inverse(1 - level)),
      (ratio / distribution.inverse(level), Double.infinity),
    ]
    let values = AnyVector(capacity: 6)
    values.push(.double(first.count - 1))
    values.push(
      .table(try alternatives("ratio of variances", NumberText.console(expected), [2 * min(below, 1 - below), below, 1 - below], bounds)))
    for number in [second.count - 1, level, ratio / expected] { values.push(.double(number)) }
    values.push(.string("F test to compare two variances"))
    return try answer(["numeratorDf", "stat", "denominatorDf", "confLevel", "fValue", "method"], values)
  }

  private static func chiSquareTest(_ call: borrowing Call) throws -> Cell {
    var (statistic, freedom, method) = (0.0, 0.0, "Pearson's Chi-squared test")
    if let matrix = try columns(call), !call.has(1) || call[1].isVoid {
      let rowSums = (0..<matrix.rows).map { row in (0..<matrix.columns).reduce(0.0) { $0 + matrix[row, $1] } }
      let total = rowSums.reduce(0, +)
      for column in 0..<matrix.columns {
        let columnSum = matrix.column(column).reduce(0, +)
        for row in 0..<matrix.rows {
          let expected = rowSums[row] * columnSum / total
          statistic += (matrix[row, column] - expected) * (matrix[row, column] - expected) / expected
        }
      }
      freedom = Double((matrix.rows - 1) * (matrix.columns - 1))
    } else {
      let observed = try numbers(call, 0)
      let mean = observed.reduce(0, +) / Double(observed.count)
      let expected = call.has(1) && !call[1].isVoid ? try numbers(call, 1) : observed.map { _ in mean }
      guard expected.count == observed.count else { throw call.invalid(1, "must have \(observed.count) elements") }
      statistic = zip(observed, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
      (freedom, method) = (Double(observed.count - 1), "Chi-squared test for given expected values")
    }
    guard freedom > 0, statistic.isFinite else { throw call.invalid(0, "must hold at least two counts in either direction") }
    let values = AnyVector(capacity: 4)
    values.push(.double(SpecialFunctions.gammaQ(freedom / 2, statistic / 2)))
    values.push(.double(freedom))
    values.push(.double(statistic))
    values.push(.string(method))
    return try answer(["pValue", "df", "chiSquaredValue", "method"], values)
  }

  /// A matrix or table as columns of numbers; nil for everything else.
  private static func columns(_ call: borrowing Call) throws -> DenseMatrix? {
    if call[0].matrix != nil { return try DenseMatrix(call[0], call.name) }
    guard let snapshot = call[0].table?.snapshot else { return nil }
    var values: [Double] = []
    for column in snapshot.columns {
      let numbers = try ElementMath.doubles(column, call.name)
      values += Array(UnsafeBufferPointer(start: numbers.pointer(Double.self), count: numbers.count))
    }
    return DenseMatrix(rows: snapshot.rowCount, columns: snapshot.columns.count, values: values)
  }

  private static func anova(_ call: borrowing Call) throws -> Cell {
    guard let matrix = try columns(call) else { throw call.expected(0, "a matrix or a table of numbers") }
    guard matrix.columns > 1, matrix.rows > 1 else { throw call.invalid(0, "must have at least two rows and two columns") }
    let groups = (0..<matrix.columns).map { Sample(Array(matrix.column($0))) }
    let total = groups.reduce(0) { $0 + $1.count }
    let mean = groups.reduce(0) { $0 + $1.count * $1.mean } / total
    let between = groups.reduce(0) { $0 + $1.count * ($1.mean - mean) * ($1.mean - mean) }
    let within = groups.reduce(0) { $0 + ($1.count - 1) * $1.variance }
    let freedom = (Double(groups.count - 1), total - Double(groups.count))
    let statistic = (between / freedom.0) / (within / freedom.1)
    let probability = 1 - Distribution.f(numerator: freedom.0, denominator: freedom.1).cumulative(statistic)
    let values = AnyVector(capacity: 6)
    for number in [probability, statistic, between, freedom.0, within, freedom.1] { values.push(.double(number.isFinite ? number : .null)) }
    return try answer(["pValue", "fValue", "ssBetween", "dfBetween", "ssWithin", "dfWithin"], values)
  }

  private static func mannWhitney(_ call: borrowing Call) throws -> Cell {
    let (left, right) = (try numbers(call, 0).filter { !$0.isNull }, try numbers(call, 1).filter { !$0.isNull })
    guard !left.isEmpty else { throw call.invalid(0, "must contain a number") }
    guard !right.isEmpty else { throw call.invalid(1, "must contain a number") }
    let corrects = try call.bool(2, default: true)
    let sorted = try (left + right).sortedRows(by: <)
    var (ranks, ties): ([Double: Double], Double) = ([:], 0)
    var start = 0
    while start < sorted.count {
      try Interruption.check(atRow: start)
      var end = start
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      ranks[sorted[start]] = Double(start + end + 1) / 2
      let size = Double(end - start)
      ties += size * size * size - size
      start = end
    }
    let (n, m, all) = (Double(left.count), Double(right.count), Double(sorted.count))
    let statistic = n * m + n * (n + 1) / 2 - left.reduce(0) { $0 + (ranks[$1] ?? 0) }
    let deviation = (n * m / 12 * (all + 1 - ties / (all * (all - 1)))).squareRoot()
    let step = corrects ? 0.5 : 0
    let normal = Distribution.normal(mean: n * m / 2, deviation: deviation)
    let (below, above) = (normal.cumulative(statistic + step), 1 - normal.cumulative(statistic - step))
    let values = AnyVector(capacity: 4)
    values.push(.table(try alternatives("true location shift", "0", [min(1, 2 * min(below, above)), below, above], nil)))
    values.push(.bool(corrects))
    values.push(.string("Mann-Whitney U test"))
    values.push(.double(statistic))
    return try answer(["stat", "correct", "method", "U"], values)
  }
}
