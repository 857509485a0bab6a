import Testing
import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// Random changes of a table of each kind beside a plain list of rows that does the same, compared after every statement.
struct TableModelTests {
  /// Rows written or asked for, per kind and seed, come to about 100,000.
  private static let rounds = 900

  @Test(arguments: TableModel.Kind.allCases, [UInt64(1), 2])
  func tableDoesWhatItsModelDoes(kind: TableModel.Kind, seed: UInt64) throws {
    var walk = try TableWalk(kind, seed: seed)
    for round in 0..<Self.rounds {
      let difference = try walk.step()
      #expect(difference == nil, "\(kind), seed \(seed), round \(round): \(difference ?? "")")
      if difference != nil { return }
    }
    #expect(walk.rowsTouched > 60_000)
  }
}

/// A session with the table `t`, its model, and the chance that drives both.
private struct TableWalk {
  private var model: TableModel
  private var random: SeededRandom
  private let session: SessionContext
  private let output = Shown()
  private(set) var rowsTouched = 0
  private var round = 0

  init(_ kind: TableModel.Kind, seed: UInt64) throws {
    model = TableModel(kind)
    random = SeededRandom(seed: seed)
    session = SessionContext(host: .system, catalog: StandardCatalog.functions, output: output, site: Site())
    try session.run("t = \(kind.constructor)", name: "setUp")
  }

  /// Does one thing to both, and answers how they differ.
  mutating func step() throws -> String? {
    let before = model
    let statement = try change()
    let failure = outcome(of: statement.text)
    if statement.isRefused != (failure != nil) { return "`\(statement.text)` \(failure.map { "failed: \($0)" } ?? "was taken")" }
    if statement.isRefused { model = before }
    round += 1
    let comparesAll = model.rows.count < 2_000 || round % 50 == 0
    if comparesAll, let difference = try compare("select * from t", { _ in true }) { return "after `\(statement.text)`: \(difference)" }
    let condition = random.condition()
    return try compare("select * from t where \(condition.text)", condition.holds)
  }

  private mutating func change() throws -> (text: String, isRefused: Bool) {
    switch random.below(10) {
    case 0 where model.rows.count > 1_000:
      model.delete { _ in true }
      return ("delete from t", !model.kind.allowsChanges)
    case 0, 1:
      let condition = random.condition()
      model.delete(condition.holds)
      return ("delete from t where \(condition.text)", !model.kind.allowsChanges)
    case 2, 3:
      let (condition, amount) = (random.condition(), Int64(random.below(5)))
      model.update(condition.holds, adding: amount)
      return ("update t set val = val + \(amount) where \(condition.text)", !model.kind.allowsChanges)
    case 4 where model.kind.hasKey:
      let rows = random.rows(atMost: 60)
      rowsTouched += rows.count
      model.upsert(rows, ignoringNulls: true)
      return ("upsert!(t, \(TableModel.literal(rows)), ignoreNull=true)", false)
    case 5:
      return ("t.append!(table(1 2 as id, `a`b as sym, `no`number as val))", true)
    case 6:
      let rows = random.rows(atMost: 4)
      rowsTouched += rows.count
      model.insert(rows)
      return ("insert into t values(\(TableModel.columns(rows).joined(separator: ", ")))", false)
    default:
      let rows = random.rows(atMost: 100)
      rowsTouched += rows.count
      model.insert(rows)
      return ("t.append!(\(TableModel.literal(rows)))", false)
    }
  }

  private func outcome(of statement: String) -> String? {
    do {
      try session.run(statement, name: "walk")
      return nil
    } catch { return ScriptError.list(error).map(\.text).joined(separator: "; ") }
  }

  private mutating func compare(_ query: String, _ holds: (TableModel.Row) -> Bool) throws -> String? {
    output.last = EmbeddedValue(.void)
    try session.run(query, name: "walk")
    guard let table = output.last.cell.table else { return "`\(query)` gave no table" }
    let found = try TableModel.rows(of: table)
    rowsTouched += found.count
    let expected = model.ordered.filter(holds)
    if found == expected { return nil }
    let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }
    return "`\(query)`: \(found.count) rows for \(expected.count), first at \(place.map { "\($0)" } ?? "the end")"
  }
}

private final class Shown: OutputSink {
  var last = EmbeddedValue(.void)

  func show(_ value: borrowing Cell, in session: SessionContext) { last = EmbeddedValue(value.copy()) }
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) {}
}

