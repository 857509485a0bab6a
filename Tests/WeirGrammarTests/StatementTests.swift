import Testing
import WeirSyntax

/// Statements of both flavours, in canonical form on one line.
struct StatementTests {
  @Test(arguments: [
    ("x,y=1 2 3, 2:5", "x, y = ([1,2,3], pair(2, 5))"), ("x[1]+=3", "x[1] += 3"), ("o.a=3", "o.a = 3"), ("&x=y", "&x = y"),
    ("const a=1", "const a = 1"), ("x\\=2", "x \\= 2"),
    ("def f(a, mutable b, c=3){a=1;return a, b}", "def f(a, mutable b, c=3){ a = 1; return a, b }"),
    ("def f(x): x+1", "def f(x)->x + 1"), ("def f(a,b)", "def f(a, b)"), ("@state def f(x) {x}", "@state def f(x){ x }"),
    ("if(a) b\nelse c", "if(a){ b } else { c }"), ("if(a){b}\nelse if(c) d", "if(a){ b } else { if(c){ d } }"),
    ("for(i in 1..3){print(i)}", "for(i in 1 .. 3){ print(i) }"), ("do{i+=1}\nwhile(i<3)", "do{ i += 1 } while(i < 3)"),
    ("try{f()}catch(ex){print(ex)}", "try{ f() } catch(ex){ print(ex) }"), ("throw \"x\"", "throw \"x\""),
    ("assert 1, eqObj(a,b)", "assert 1, eqObj(a, b)"), ("timer(100) select * from t", "timer(100){ select * from t }"),
    ("timer x=1", "timer{ x = 1 }"), ("go\nx", "go; x"), ("share t as n", "share t as n"), ("undef all", "undef all"),
    ("use a::b", "use a::b"), ("use catalog c", "use catalog c"), ("module m", "module m"), ("#include \"a.dos\"", "#include \"a.dos\""),
    ("class A : B {\n a :: INT\n b :: INT[] VECTOR\n def A(x){a=x}\n def m()\n}",
      "class A : B { a :: INT; b :: INT[] VECTOR; def A(x){ a = x }; def m() }"),
    ("mapr f(x){g(x), count(x) -> r; c, d -> rr}", "mapr f(x){g(x), count(x) -> r; c, d -> rr}"),
    ("transaction{update t set a=1}", "transaction{ update t set a = 1 }"),
    ("@testing: case=\"x\", exception=1", "@testing: case=\"x\", exception=1"),
    ("x=(1..3)\n  .add(4)\n  .sum()\ny", "x = 1 .. 3.add(4).sum(); y"),
    ("table(1..3 as id, `a`b`c as v)", "table(1 .. 3 as id, [\"a\",\"b\",\"c\"] as v)"),
    ("def f(x){x+=1 return x}", "def f(x){ x += 1; return x }"),
  ])
  func scriptStatements(text: String, printed: String) {
    let result = ParseTests.parsed(text, showsShape: false)
    #expect(result.replacing("(1 .. 3)", with: "1 .. 3") == printed.replacing("(1 .. 3)", with: "1 .. 3"))
  }

  @Test(arguments: [
    ("select top 2:5 a b, c as d from t where x=1, y in (1,2) order by a desc nulls last",
      "select top 2:5 a b,c as d from t where x == 1,y in (1, 2) order by a desc nulls last"),
    ("select a\n from t\n where b\n and c\nx=1", "select a from t where b and c; x = 1"),
    ("select a from t\nlimit = 3", "select a from t; limit = 3"),
    ("select f(x) as `a`b, p1...p3 as q1...q3 from t", "select f(x) as `a`b,p1...p3 as q1...q3 from t"),
    ("select * from t left semi join u on t.a=u.a", "select * from t left semi join u on t.a == u.a"),
    ("select case when a>1 then 2 else 3 end from t", "select case when a > 1 then 2 else 3 end from t"),
    ("select iif(a=1, 2, 3), f(a=1) from t", "select iif(a == 1, 2, 3),f(a=1) from t"),
    ("with a as (select 1) select * from a union all select 2", "with a as (select 1) select * from a union all select 2"),
    ("select a from t where b in select c from u", "select a from t where b in (select c from u)"),
    ("select sum(a) over (partition by b order by c rows between 2 preceding and current row) from t",
      "select sum(a) over (partition by b order by c asc rows between 2 preceding and current row) from t"),
    ("exec a from t pivot by b, c", "exec a from t pivot by b,c"),
    ("insert into t values(`a`b, 1 2)", "insert into t values ([\"a\",\"b\"], [1,2])"),
    ("insert into t (a,b) select c, d from u", "insert into t (a,b) select c,d from u"),
    ("update t set a=1, b=a from ej(t,u,`id) where a>1 context by s", "update t set a = 1,b = a from ej(t, u, \"id\") where a > 1 context by s"),
    ("delete t from ej(t,u,`id) where x=1", "delete t from ej(t, u, \"id\") where x == 1"),
    ("create table \"dfs://a\".\"b\"(\n id INT,\n d DATE[comment=\"x\"]\n)\npartitioned by id,\nsortColumns=`id,\nkeepDuplicates=ALL\nx=1",
      "create table \"dfs://a\".\"b\" (id INT, d DATE[comment=\"x\"]) partitioned by id sortColumns=\"id\", keepDuplicates=ALL; x = 1"),
    ("create database \"dfs://a\" partitioned by VALUE(1..3), HASH([INT,4]), engine='TSDB'",
      "create database \"dfs://a\" partitioned by VALUE(1 .. 3), HASH([INT,4]) engine=\"TSDB\""),
    ("alter table t add c INT, d DATE", "alter table t add c INT, d DATE"), ("drop table if exists a.b", "drop table if exists a.b"),
  ])
  func tableStatements(text: String, printed: String) {
    #expect(ParseTests.parsed(text, showsShape: false) == printed)
  }

  @Test(arguments: [
    ("CREATE STREAM s1 TRIGGER MAX_DELAY 5s WATERMARK 10s IGNORE EXPIRED 0 INTO db.o(ts, a PRIMARY KEY) TAGS(g int) SUBTABLE(concat('n-', tname)) AS SELECT _wstart, count(*) FROM m PARTITION BY tbname tname INTERVAL(1m) SLIDING(30s);",
      "create stream s1 trigger max_delay 5s watermark 10s ignore expired 0 into db.o (ts, a primary key) tags (g int) subtable(concat(\"n-\", tname)) as select _wstart,count(*) from m partition by tbname tname interval(1m) sliding(30s)"),
    ("select count(*) from t where ts > '2020-01-30' interval(10s) fill(value, 1, 2) limit 5 offset 1",
      "select count(*) from t where ts > \"2020-01-30\" interval(10s) fill(value, 1, 2) limit 1, 5"),
    ("select sum(x) from t event_window start with a > 1 end with b < 2", "select sum(x) from t event_window start with a > 1 end with b < 2"),
    ("select interp(c) from t range('a', 'b') every(1s) fill(linear)", "select interp(c) from t range('a', 'b') every(1s) fill(linear)"),
    ("select * from t partition by a slimit 3 soffset 2", "select * from t partition by a slimit 3 soffset 2"),
    ("insert into d1 using s tags (1) values (now, 1) (now+1s, 2)\n d2 values (1,2);", "insert into d1 using s tags (1) values (now, 1), (now + 1s, 2) d2 values (1, 2)"),
    ("create table if not exists c using s (g) tags (1)", "create table if not exists c using s (g) tags (1)"),
    ("create stable st (ts timestamp, v bigint unsigned) tags (n binary(20))", "create stable st (ts timestamp, v bigint unsigned) tags (n binary(20))"),
    ("create database d precision 'ms' vgroups 2", "create database d precision=\"ms\", vgroups=2"),
    ("show db.stables; show create table t; desc t", "show stables db; show create table t; describe t"),
    ("pause stream if exists s; resume stream if exists ignore untreated s", "pause stream if exists s; resume stream if exists ignore untreated s"),
    ("select * from information_schema.`ins_streams`;", "select * from information_schema.`ins_streams`"),
    ("select cast(a as bigint unsigned) from t", "select cast(a as bigint unsigned) from t"),
  ])
  func timeSeriesStatements(text: String, printed: String) {
    #expect(ParseTests.parsed(text, showsShape: false) == printed)
  }

  /// "Where the two flavours meet": backquotes, comments, free words.
  @Test(arguments: [
    ("select `count(*)` from o", "select \"count(*)\" from o"),
    ("x=`W`", "x = \"W\""), ("strReplace(s, `x, `)", "strReplace(s, \"x\", \"\")"), ("`sym`id", "[\"sym\",\"id\"]"), ("`a``b", "[\"a\",\"\",\"b\"]"),
    ("f(tableName=`trades,actionName=`sub_trades)", "f(tableName=\"trades\", actionName=\"sub_trades\")"),
    ("-- a comment\nx=a--1", "x = a - -1"),
    ("value = 1; time = 2; interval = 3; desc = 4; tags = 5; stream = 6; limit = 7", "value = 1; time = 2; interval = 3; desc = 4; tags = 5; stream = 6; limit = 7"),
    ("select time, level, value, last from t where desc > 1", "select time,level,value,last from t where desc > 1"),
    ("show = 1; desc(x); drop(x, 1); share(t, \"n\")", "show = 1; desc(x); drop(x, 1); share(t, \"n\")"),
    ("select count(*), reduce(*, x), t.* from t", "select count(*),reduce(*, x),t.* from t"),
    ("SELECT Avg(v) FROM t WHERE a LIKE 'x%' AND b IS NOT NULL", "select Avg(v) from t where a like \"x%\" and b is not NULL"),
  ])
  func theFlavoursMeet(text: String, printed: String) {
    #expect(ParseTests.parsed(text, showsShape: false) == printed)
  }
}
