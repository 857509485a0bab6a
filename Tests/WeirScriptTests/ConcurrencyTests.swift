import Synchronization
import Testing
import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// Several sessions over the same tables at once. Run under the thread sanitizer too, as the README says; the invariants are checked on every read.
struct ConcurrencyTests {
  /// Sessions on threads of their own, in one process.
  private final class Crowd: Sendable {
    private let home = TemporaryHome()
    private let site: Site
    private let failures = Mutex<[String]>([])

    init() { site = Site(settings: SiteSettings(home: home.path)) }

    /// Runs each script in a session of its own, all at once, and answers what went wrong.
    func run(_ setUp: String, _ scripts: [String]) throws -> [String] {
      try session().run(setUp, name: "setUp")
      let threads = try scripts.enumerated().map { place, script in
        try Host.system.threads.start(name: "session \(place)", stackBytes: sessionStackBytes) { [self] in
          do { try session().run(script, name: "session \(place)") } catch {
            let text = ScriptError.list(error).map(\.text).joined(separator: "; ")
            failures.withLock { $0.append("session \(place): \(text)") }
          }
        }
      }
      for thread in threads { thread.join() }
      return failures.withLock { $0 }
    }

    func session() -> SessionContext { SessionContext(host: .system, catalog: StandardCatalog.functions, output: Silence(), site: site) }
  }

  private final class Silence: OutputSink {
    func show(_ value: borrowing Cell, in session: SessionContext) {}
    func print(_ text: String, value: borrowing Cell, in session: SessionContext) {}
  }

  private static let rounds = 60

  /// Each write adds two rows whose values cancel out; no reader ever sees one of them alone.
  @Test(arguments: [
    "table(1000:0, `id`name`sym`val, [INT, STRING, SYMBOL, LONG])", "streamTable(1:0, `id`name`sym`val, [INT, STRING, SYMBOL, LONG])",
    "mvccTable(1:0, `id`name`sym`val, [INT, STRING, SYMBOL, LONG])", "keyedTable(`id, 1:0, `id`name`sym`val, [INT, STRING, SYMBOL, LONG])",
    "indexedTable(`sym`id, 1:0, `id`name`sym`val, [INT, STRING, SYMBOL, LONG])",
  ])
  func readersSeeWholeBatches(constructor: String) throws {
    let writers = (0..<3).map { writer in
      """
      for (i in 1..\(Self.rounds)) {
        id = \(writer * 1_000_000) + 2 * i
        crowd.append!(table([id, id + 1] as id, ["n" + string(id), "n" + string(id + 1)] as name, symbol(["s" + string(i), "t" + string(i % 7)]) as sym, [long(i), -long(i)] as val))
      }
      """
    }
    let readers = (0..<3).map { _ in
      """
      for (i in 1..\(Self.rounds)) {
        t = select * from crowd
        if (t.size() % 2 != 0) throw "half a batch: " + string(t.size())
        if (t.size() > 0 and sum(t.val) != 0) throw "a sum of " + string(sum(t.val))
        if (t.size() > 0 and (exec count(*) from t where name != "n" + string(id)) > 0) throw "a name of another row"
        // What a reader was given is its own: it grows while the table does.
        names = t.name
        names.append!("mine")
        syms = t.sym
        syms.append!("mine" + string(i))
        if (names.size() != t.size() + 1 or last(names) != "mine" or last(syms) != "mine" + string(i)) throw "somebody wrote here"
        g = select sum(val) as s from crowd group by sym
        if (g.size() > 0 and sum(g.s) != 0) throw "groups of " + string(sum(g.s))
      }
      """
    }
    let crowd = Crowd()
    let failures = try crowd.run("share \(constructor) as crowd", writers + readers)
    #expect(failures.isEmpty, "\(failures)")
    let missing = try crowd.run("", ["if ((exec count(*) from crowd) != \(Self.rounds * 6)) throw string(exec count(*) from crowd)"])
    #expect(missing.isEmpty, "\(missing)")
  }

  /// Both columns of a row are written together; a look-up never sees one new and one old.
  @Test(arguments: ["keyedTable(`id, 1:0, `id`a`b, [INT, LONG, LONG])", "indexedTable(`id, 1:0, `id`a`b, [INT, LONG, LONG])"])
  func lookUpsSeeWholeRows(constructor: String) throws {
    let writers = (0..<2).map { writer in
      "for (i in 1..\(Self.rounds * 3)) { k = i % 50 + \(writer) * 25; tableInsert(crowd, k, long(i), long(-i)) }"
    }
    let readers = (0..<3).map { _ in
      """
      for (i in 1..\(Self.rounds * 3)) {
        r = select * from crowd where id = i % 75
        if (r.size() > 1) throw "a key twice"
        if (r.size() == 1 and r.a[0] + r.b[0] != 0) throw "half a row"
        s = sliceByKey(crowd, [i % 75, (i + 1) % 75], `a`b)
        if (s.size() > 0 and sum(s.a) + sum(s.b) != 0) throw "half a slice"
        k = i % 75
        q = select * from objByName("crowd") where id = k
        if (q.size() == 1 and q.a[0] + q.b[0] != 0) throw "half a row by name"
        before = sliceByKey(crowd, k, `a)
        after = sliceByKey(crowd, k, `a)
        if (k < 25 and before.size() == 1 and before[0] > after[0]) throw "an older value"
      }
      """
    }
    let crowd = Crowd()
    let failures = try crowd.run("share \(constructor) as crowd", writers + readers)
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Calls of one function on several threads, each of which reads and writes what the others do; nothing is lost, and answers stand where their arguments stood.
  /// What a session looks at stays whole though its name is taken away meanwhile and given to another table.
  @Test func namesChangeWhileOthersLook() throws {
    // The readers find the name when they begin.
    let renamer = """
      do { sleep(1) } while ((exec count(*) from ready) < 3)
      for (i in 1..\(Self.rounds * 10)) {
        undef(`coming, SHARED)
        share(keyedTable(`id, 1..50 as id, take(i, 50) as v), `coming)
      }
      """
    let readers = (0..<3).map { _ in
      """
      insert into ready values(1)
      seen = 0
      for (i in 1..\(Self.rounds * 10)) {
        try {
          values = sliceByKey(coming, 1..50, `v)
          if (size(values) != 50 or min(values) != max(values)) throw "two tables in one: " + string(values)
          before = values[0]
          one = sliceByKey(coming, i % 50 + 1, `v)[0]
          later = exec v from coming where id = 7
          if (one < before or later[0] < one) throw "a table that was there before: " + string([before, one, later[0]])
          if (rows(coming) != 50) throw "rows: " + string(rows(coming))
          seen += 1
        } catch (problem) {
          if (!(problem[1] like "%Cannot recognize%")) throw problem[1]
        }
      }
      if (seen == 0) throw "the table was never there"
      """
    }
    let failures = try Crowd().run("share(table(1:0, [`reader], [INT]), `ready); share(keyedTable(`id, 1..50 as id, take(0, 50) as v), `coming)", [renamer] + readers)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func parallelCallsShareTables() throws {
    let script = """
      share keyedTable(`id, 1:0, `id`n, [INT, LONG]) as counted
      def step(x) {
        for (i in 1..20) { k = (x * 20 + i) % 50; tableInsert(counted, k, long(x)); if ((exec n from counted where id = k).size() != 1) throw "a row is gone" }
        return ploop(def(y): y * x, 1..3)
      }
      for (round in 1..10) {
        r = ploop(step, 1..16)
        if (!all(each(sum, r) == 6 * (1..16))) throw "answers in another order"
      }
      if ((exec count(*) from counted) != 50) throw string(exec count(*) from counted)
      """
    let failures = try Crowd().run("", [script])
    #expect(failures.isEmpty, "\(failures)")
  }

  /// No increment is lost, also in a table that nobody shared: writers of this kind wait for each other.
  @Test func incrementsAreNotLost() throws {
    let script = """
      def increment(mutable t, n) { for (i in 1..n) { update t set x = x + 1 } }
      t = mvccTable(0 as x)
      jobs = each(i -> submitJob("increment" + string(i), "", increment, t, \(Self.rounds)), 1..3)
      for (j in jobs) getJobReturn(j, true)
      if ((exec first(x) from t) != \(Self.rounds * 3)) throw string(exec first(x) from t)
      """
    let failures = try Crowd().run("", [script])
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Writers of different partitions never meet; those of one wait when the table is shared.
  @Test(arguments: [false, true])
  func partitionsAreWrittenAtOnce(isShared: Bool) throws {
    let script = """
      def fill(mutable t, ids, n) { for (i in 1..n) { t.append!(table(ids as id, ids * i as val)) } }
      pt = database("", RANGE, 0 100 200 300).createPartitionedTable(table(1:0, `id`val, [INT, INT]), `pt, `id)
      \(isShared ? "share pt as spt" : "")
      parts = [0..99, 100..199, 200..299]
      jobs = each(i -> submitJob("fill" + string(i), "", fill, pt, parts[i], \(Self.rounds)), 0..2)
      \(isShared ? "more = each(i -> submitJob(\"fill\" + string(i), \"\", fill, pt, 0..299, \(Self.rounds)), 0..1)" : "more = string([])")
      for (i in 0:\(isShared ? Self.rounds : 0)) {
        t = select count(*) as c from pt where id = 150
        if (t.c[0] > \(Self.rounds * 3)) throw "too many rows"
      }
      for (j in join(jobs, more)) getJobReturn(j, true)
      if ((exec count(*) from pt) != \(Self.rounds * (isShared ? 900 : 300))) throw string(exec count(*) from pt)
      """
    let failures = try Crowd().run("", [script])
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Statements that change two tables in opposite order end, one of them with an error.
  @Test func statementsThatWaitForEachOtherEnd() throws {
    let script = """
      def touch(x, name) { sleep(5); tableInsert(objByName(name), 0); return x }
      def change(own, other, n) {
        failed = 0
        for (i in 1..n) { try { update objByName(own) set a = touch(a, other) } catch (ex) { if (!(ex[1] like "two statements%")) throw ex[1]; failed += 1 } }
        return failed
      }
      share mvccTable(1 as a) as first1
      share mvccTable(1 as a) as second2
      go
      jobs = [submitJob("change1", "", change, "first1", "second2", 5), submitJob("change2", "", change, "second2", "first1", 5)]
      for (j in jobs) getJobReturn(j, true)
      """
    let failures = try Crowd().run("", [script])
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Two writers of a table that is not shared: one of them hears of it, and no row is half there.
  @Test func unsharedTablesRefuseSecondWriters() throws {
    let script = """
      def fill(mutable t, n) {
        refused = 0
        for (i in 1..n) { try { update t set a = a + 1, b = b + 1 } catch (ex) { if (!(ex[1] like "Concurrent access%")) throw ex[1]; refused += 1 } }
        return n - refused
      }
      t = table(take(0, 1000) as a, take(0, 1000) as b)
      jobs = array(STRING, 0)
      for (i in 1..2) jobs.append!(submitJob("fill" + string(i), "", fill, t, \(Self.rounds)))
      written = 0
      for (j in jobs) written += getJobReturn(j, true)
      if ((exec max(a) from t) != written or (exec sum(a - b) from t) != 0) throw string(exec max(a) from t) + " of " + string(written)
      """
    let failures = try Crowd().run("", [script])
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Writes of a table on disk are whole over all of its partitions, whether writers wait for each other or one of them hears of the other.
  @Test(arguments: ["TRANS", "CHUNK"])
  func writesToDiskAreWhole(atomicity: String) throws {
    let rounds = 12
    let setUp = """
      db = database("dfs://crowd", COMPO, [database(, VALUE, 1..4), database(, HASH, [INT, 2])], atomic="\(atomicity)")
      db.createPartitionedTable(table(1:0, `day`id`sym`val, [INT, INT, SYMBOL, LONG]), `crowd, `day`id)
      """
    let writer = """
      def write(rows) {
        do {
          done = true
          try { loadTable("dfs://crowd", `crowd).append!(rows) } catch (ex) { if (!(ex[1] like "<ChunkInTransaction>%")) throw ex[1]; done = false; sleep(1) }
        } while (!done)
      }
      go
      for (i in 1..\(rounds)) write(table(1 2 3 4 as day, i + 0..3 as id, symbol(["a", "b" + string(i), "a", "c"]) as sym, [long(i), -long(i), 7l, -7l] as val))
      """
    let reader = """
      for (i in 1..\(rounds)) {
        t = select count(*) as n, sum(val) as s from loadTable("dfs://crowd", `crowd)
        if (t.n[0] % 4 != 0 or (t.n[0] > 0 and t.s[0] != 0)) throw "half a write: " + string(t.n[0])
      }
      """
    let crowd = Crowd()
    let failures = try crowd.run(setUp, [writer, writer, writer, reader, reader])
    #expect(failures.isEmpty, "\(failures)")
    let check = "n = exec count(*) from loadTable(\"dfs://crowd\", `crowd)\nif (n != \(3 * rounds * 4)) throw string(n)"
    #expect(try crowd.run("", [check]).isEmpty)
  }

  /// Writers of different partitions never meet, and the readers of a partition that is rewritten keep theirs.
  @Test func partitionsOnDiskAreWrittenAtOnce() throws {
    let rounds = 12
    let setUp = """
      db = database("dfs://crowd", VALUE, 1..3)
      pt = db.createPartitionedTable(table(1:0, `id`val, [INT, LONG]), `crowd, `id)
      pt.append!(table(1 2 3 as id, 0l 0l 0l as val))
      """
    let writers = (1...3).map { id in
      """
      for (i in 1..\(rounds)) {
        pt = loadTable("dfs://crowd", `crowd)
        pt.append!(table(take(\(id), 2) as id, [long(i), -long(i)] as val))
        update pt set val = val + 1 where id = \(id)
        update pt set val = val - 1 where id = \(id)
      }
      """
    }
    let reader = """
      for (i in 1..\(rounds)) {
        t = select count(*) as n, sum(val) as s from loadTable("dfs://crowd", `crowd) group by id
        if ((exec count(*) from t where s != 0 and s != n) > 0) throw "half an update"
      }
      """
    let crowd = Crowd()
    let failures = try crowd.run(setUp, writers + [reader])
    #expect(failures.isEmpty, "\(failures)")
  }
}
