import Weir

// Columns that a program has, as a table that scripts query.
let session = Session()
let prices = [10.5, 20.1, 10.7, 20.4, 10.6]
session["trades"] = try Value(columns: [
  "sym": Value(symbols: ["A", "B", "A", "B", "A"]),
  "price": Value(prices),
  "qty": Value([100, 200, 300, 100, 200] as [Int32]),
])

// A function of the program, called from a script.
try session.register("fee(amount, [rate])") { arguments in
  let rate = arguments[1].number ?? 0.001
  return Value((arguments[0].number ?? 0) * rate)
}
let fees = try session.evaluate("each(fee{, 0.002}, exec price * qty from trades)")
print("fees: \(fees?.description ?? "")")

// Columns of a result, read where they lie.
if let bars = try session.evaluate("select wavg(price, qty) as vwap, sum(qty) as qty from trades group by sym"),
  let symbols = bars["sym"]?.texts, let vwaps = bars["vwap"]?.column(of: Double.self)
{
  for (symbol, vwap) in zip(symbols, vwaps) { print("\(symbol ?? ""): \(vwap.map { "\($0)" } ?? "no trades")") }
}

// A mistake of the script, with its place.
do {
  try session.evaluate("select avg(prise) from trades", name: "report.dos")
} catch let error as WeirError {
  print("\(error.place?.line ?? 0):\(error.place?.column ?? 0) \(error.message)")
}
