import WeirHost
import WeirTables

func benchmarkSorting() throws {
  var columns = Columns()
  let (ints, longs, doubles) = (try columns.ints(rows), try columns.longs(), try columns.doubles())
  let (symbols, strings) = (try columns.symbols(1000), try columns.strings(rows))
  try time("order of ints") { _ = try SortKernel.order(keys: [SortKey(ints)]) }
  try time("order of longs") { _ = try SortKernel.order(keys: [SortKey(longs)]) }
  try time("order of doubles") { _ = try SortKernel.order(keys: [SortKey(doubles)]) }
  try time("order of symbols, doubles") { _ = try SortKernel.order(keys: [SortKey(symbols), SortKey(doubles, descending: true)]) }
  try time("order of strings") { _ = try SortKernel.order(keys: [SortKey(strings)]) }
  try time("sort of doubles") { _ = try SortKernel.sorted(doubles) }
}
