/// The least of `f' x` under linear constraints, by the simplex method on a tableau.
package struct LinearProgram {
  package enum Relation: Sendable { case atMost, equal }

  package struct Row: Sendable {
    package var factors: [Double]
    package var relation: Relation
    package var bound: Double

    package init(_ factors: [Double], _ relation: Relation, _ bound: Double) {
      self.factors = factors
      self.relation = relation
      self.bound = bound
    }
  }

  private static let tolerance = 1e-9
  private static let stepsMax = 100_000

  /// Rows of factors with the right side last.
  private var tableau: [[Double]]
  /// The column that each row has solved for.
  private var basis: [Int]
  private let columnCount: Int

  /// - Parameters: `lower` and `upper`: bounds of each variable, infinite where there is none.
  /// - Throws: `.value` when nothing meets the constraints, or the least is minus infinity.
  package static func minimum(_ factors: [Double], _ rows: [Row], lower: [Double], upper: [Double]) throws -> (value: Double, point: [Double]) {
    let variables = zip(lower, upper).map(Variable.init)
    for (low, high) in zip(lower, upper) where low > high { throw KernelError.value("a lower bound lies above the upper one") }
    var all = rows
    for (index, variable) in variables.enumerated() where variable.width < .infinity {
      all.append(Row(factors.indices.map { $0 == index ? 1 : 0 }, .atMost, upper[index]))
    }
    let shifted = all.map { row in
      let moved = zip(row.factors, variables).reduce(row.bound) { $0 - $1.0 * $1.1.origin }
      return Row(expanded(row.factors, variables), row.relation, moved)
    }
    var program = LinearProgram(shifted, columns: variables.reduce(0) { $0 + $1.columns })
    try program.findPoint()
    try program.improve(expanded(factors, variables), among: program.structuralCount)
    let point = program.point(variables)
    return (zip(factors, point).reduce(0) { $0 + $1.0 * $1.1 }, point)
  }

  /// A variable as one or two columns that are not negative: `x = origin + sign * y`, or `x = y - z`.
  private struct Variable {
    let origin: Double
    let sign: Double
    let columns: Int
    let width: Double

    init(_ lower: Double, _ upper: Double) {
      let hasLower = lower > -.infinity
      let hasUpper = upper < .infinity
      origin = hasLower ? lower : hasUpper ? upper : 0
      sign = hasLower || !hasUpper ? 1 : -1
      columns = hasLower || hasUpper ? 1 : 2
      width = hasLower && hasUpper ? upper - lower : .infinity
    }
  }

  private static func expanded(_ factors: [Double], _ variables: [Variable]) -> [Double] {
    zip(factors, variables).flatMap { $1.columns == 2 ? [$0, -$0] : [$0 * $1.sign] }
  }

  /// Columns of variables and slacks; behind them one for each row that has no slack to begin with.
  private let structuralCount: Int

  private init(_ rows: [Row], columns: Int) {
    let slacks = rows.filter { $0.relation == .atMost }.count
    structuralCount = columns + slacks
    columnCount = structuralCount + rows.count
    tableau = []
    basis = []
    var slack = columns
    for (index, row) in rows.enumerated() {
      var line = row.factors + Array(repeating: 0, count: columnCount - columns) + [row.bound]
      let hasSlack = row.relation == .atMost
      if hasSlack { line[slack] = 1 }
      if row.bound < 0 { line = line.map { -$0 } }
      line[structuralCount + index] = 1
      let isReady = hasSlack && row.bound >= 0
      basis.append(isReady ? slack : structuralCount + index)
      tableau.append(line)
      if hasSlack { slack += 1 }
    }
  }

  /// Drives the helping columns to 0.
  private mutating func findPoint() throws {
    let helpers = (0..<columnCount).map { $0 >= structuralCount ? 1.0 : 0 }
    try improve(helpers, among: columnCount)
    let rest = basis.indices.filter { basis[$0] >= structuralCount }.reduce(0) { $0 + abs(tableau[$1][columnCount]) }
    let scale = tableau.reduce(1) { max($0, abs($1[columnCount])) }
    guard rest <= LinearProgram.tolerance * scale * 100 else { throw KernelError.value("no point meets the constraints") }
    // A helper that is 0 and still in the basis gives its place to any other column of its row.
    for row in basis.indices where basis[row] >= structuralCount {
      if let column = (0..<structuralCount).first(where: { abs(tableau[row][$0]) > LinearProgram.tolerance }) { pivot(row, column) }
    }
  }

  /// Goes from corner to corner while the value falls. By the least number of a column (Bland), so that no corner comes back.
  private mutating func improve(_ factors: [Double], among columns: Int) throws {
    let cost = factors + Array(repeating: 0, count: columnCount - factors.count)
    for _ in 0..<LinearProgram.stepsMax {
      let prices = basis.map { cost[$0] }
      let entering = (0..<columns).first { column in
        !basis.contains(column) && cost[column] - basis.indices.reduce(0) { $0 + prices[$1] * tableau[$1][column] } < -LinearProgram.tolerance
      }
      guard let entering else { return }
      var leaving: (row: Int, ratio: Double)?
      for row in basis.indices where tableau[row][entering] > LinearProgram.tolerance {
        let ratio = tableau[row][columnCount] / tableau[row][entering]
        if let best = leaving, ratio > best.ratio || ratio == best.ratio && basis[row] > basis[best.row] { continue }
        leaving = (row, ratio)
      }
      guard let leaving else { throw KernelError.value("the objective has no least value") }
      pivot(leaving.row, entering)
    }
    throw KernelError.value("no minimum was found in \(LinearProgram.stepsMax) steps")
  }

  private mutating func pivot(_ row: Int, _ column: Int) {
    let divisor = tableau[row][column]
    let line = tableau[row].map { $0 / divisor }
    tableau[row] = line
    for other in tableau.indices where other != row && tableau[other][column] != 0 {
      let factor = tableau[other][column]
      for place in line.indices { tableau[other][place] -= factor * line[place] }
    }
    basis[row] = column
  }

  private func point(_ variables: [Variable]) -> [Double] {
    var values = Array(repeating: 0.0, count: columnCount)
    for (row, column) in basis.enumerated() { values[column] = tableau[row][columnCount] }
    var column = 0
    return variables.map { variable in
      defer { column += variable.columns }
      return variable.columns == 2 ? values[column] - values[column + 1] : variable.origin + variable.sign * values[column]
    }
  }
}
