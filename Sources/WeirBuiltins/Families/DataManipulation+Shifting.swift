import WeirRuntime
import WeirTables

// Rows and those before or behind them.
extension StandardCatalog {
  static let shifting: [Builtin] = [
    Builtin(
      "prev(X)", summary: "Every element one place later; the first is null.", example: Example("prev(3 9 5)", gives: "[,3,9]"), axis: .vector, isConcurrent: true
    ) { call in .vector(try Shifting.moved(try call.vectorOrScalar(0), by: 1)) },
    Builtin(
      "next(X)", summary: "Every element one place earlier; the last is null.", example: Example("next(3 9 5)", gives: "[9,5,]"), axis: .vector, isConcurrent: true
    ) { call in .vector(try Shifting.moved(try call.vectorOrScalar(0), by: -1)) },
    Builtin(
      "move(X, steps)", aliases: ["shift"], summary: "Every element `steps` places later, or earlier when negative; the places left over are null.",
      example: Example("move(3 9 5 1, 2)", gives: "[,,3,9]"), isConcurrent: true
    ) { call in
      if let matrix = call[0].matrix, call[1].isScalar, call[1].elementType == .duration { return .matrix(try LabelledWindow.moved(matrix, call)) }
      let steps = try call.int(1)
      return try SeriesForms.each(call, 0) { .vector(try Shifting.moved($0, by: steps)) }
    },
    Builtin(
      "deltas(X, [n=1])", summary: "Each element minus the one `n` places before it.", example: Example("deltas(7 4 5)", gives: "[,-3,1]"), isConcurrent: true
    ) { call in
      let steps = try call.int(1, default: 1)
      let threads = call.session.host.threads
      return try SeriesForms.each(call, 0) { .vector(try Shifting.differences($0, steps, threads: threads)) }
    },
    Builtin(
      "ratios(X)", summary: "Each element divided by the one before it.", example: Example("ratios(3 12 6)", gives: "[,4,0.5]"), axis: .vector, isConcurrent: true
    ) { call in .vector(try Shifting.ratios(try call.vectorOrScalar(0), 1, minus: 0)) },
    Builtin(
      "prevState(X)", summary: "For each row the value of the run of equal values before its own; nulls are in no run.",
      example: Example("prevState(1 1 2 2 3)", gives: "[,,1,1,2]"), axis: .vector, isConcurrent: true
    ) { call in .vector(try Shifting.neighbouringState(try call.vectorOrScalar(0), backwards: false)) },
    Builtin(
      "nextState(X)", summary: "For each row the value of the run of equal values behind its own; nulls are in no run.",
      example: Example("nextState(1 1 2 2 3)", gives: "[2,2,3,3,]"), axis: .vector, isConcurrent: true
    ) { call in .vector(try Shifting.neighbouringState(try call.vectorOrScalar(0), backwards: true)) },
  ]
}
