import WeirHost
import WeirTables

func benchmarkGrouping() throws {
  var columns = Columns()
  let few = rows / 100
  let (id1, id2, id3) = (try columns.symbols(100), try columns.symbols(100), try columns.symbols(few))
  let (id4, id6) = (try columns.ints(100), try columns.ints(few))
  let text = try columns.strings(few)
  let (key, v1, v3) = (try columns.longs(), try columns.ints(5), try columns.doubles())
  let threads = host.threads
  func group(_ keys: [Vector], _ aggregates: [(Aggregate, Vector)]) throws {
    let grouping = try RowGrouping.make(keys: keys, threads: threads)
    for (aggregate, values) in aggregates { _ = try aggregate.byGroup([values], grouping) }
  }
  try time("q1 ids") { try group([id1], []) }
  try time("q1 sum by 100 symbols") { try group([id1], [(.sum, v1)]) }
  try time("q2 ids") { try group([id1, id2], []) }
  try time("q2 sum by 2 symbols") { try group([id1, id2], [(.sum, v1)]) }
  try time("q3 ids") { try group([id3], []) }
  try time("q3 sum, avg by rows/100 symbols") { try group([id3], [(.sum, v1), (.average, v3)]) }
  try time("q4 3 avg by 100 ints") { try group([id4], [(.average, v1), (.average, v1), (.average, v3)]) }
  try time("q5 3 sum by rows/100 ints") { try group([id6], [(.sum, v1), (.sum, v1), (.sum, v3)]) }
  try time("std by rows/100 ints") { try group([id6], [(.standardDeviation, v3)]) }
  try time("med by rows/100 ints") { try group([id6], [(.median, v3)]) }
  try time("ids of rows/100 strings") { try group([text], []) }
  try time("ids of distinct longs") { try group([key], []) }
  try time("ids of 4 keys") { try group([id1, id2, id3, id4], []) }
  try time("sum of doubles") { _ = try Aggregate.sum.whole([v3], threads) }
  try time("sum of ints") { _ = try Aggregate.sum.whole([v1], threads) }
  try time("std of doubles") { _ = try Aggregate.standardDeviation.whole([v3], threads) }
  try time("max of doubles") { _ = try Aggregate.maximum.whole([v3], threads) }
}
