import WeirRuntime
import WeirTables

/// Reads the window of a moving function.
enum WindowArguments {
  /// The extent of a moving window over the rows of argument `data`: a number of rows, or over row labels a length of time.
  static func moving(_ call: borrowing Call, data: Int, window: Int, minPeriods: Int) throws -> WindowExtent {
    let least = try minimum(call, minPeriods)
    guard call.has(window) else { throw KernelError.arguments("\(call.name): the argument `window` is missing") }
    if let labels = indexLabels(call, data) { return .from(try starts(call, window, labels), minPeriods: least) }
    guard call[window].isScalar, call[window].elementType != .duration else {
      throw call.expected(window, "a number of rows (a DURATION needs an indexed series or matrix)")
    }
    let length = try call.int(window)
    guard length > 0 else { throw call.invalid(window, "must be greater than 0") }
    return .rows(length, minPeriods: least, threads: call.session.host.threads)
  }

  private static func starts(_ call: borrowing Call, _ window: Int, _ labels: Vector) throws -> [Int] {
    guard call[window].isScalar, !call[window].isNull else { throw call.expected(window, "a number or a DURATION") }
    return try TimeSpan.windowStarts(labels, span: call[window])
  }

  static func minimum(_ call: borrowing Call, _ index: Int) throws -> Int? {
    guard call.has(index), !call[index].isNull else { return nil }
    let least = try call.int(index)
    guard least > 0 else { throw call.invalid(index, "must be greater than 0") }
    return least
  }

  /// The labels along which the windows of an indexed series or matrix are measured.
  private static func indexLabels(_ call: borrowing Call, _ data: Int) -> Vector? {
    guard let matrix = call[data].matrix, matrix.isIndexed, let labels = matrix.rowLabels else { return nil }
    return labels.type.isTemporal || labels.type.isIntegerLike ? labels : nil
  }

  /// The extent of a window of time: `T`, then the data, then the window.
  static func time(_ call: borrowing Call, times: Int = 0, window: Int) throws -> WindowExtent {
    let labels = try call.vectorOrScalar(times)
    guard labels.type.isTemporal || labels.type.isIntegerLike else { throw call.expected(times, "times or integers in ascending order") }
    return .from(try starts(call, window, labels))
  }
}

extension Builtin {
  /// A function of one column over a window of rows: `name(X, window, [minPeriods])`.
  static func moving(_ name: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, WindowExtent) throws -> Vector) -> Builtin {
    Builtin("\(name)(X, window, [minPeriods])", summary: summary, example: example, isConcurrent: true) { call in
      let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 2)
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try kernel($0, extent)) }
    }
  }

  /// A function of two columns over a window of rows: `name(X, Y, window, [minPeriods])`.
  static func movingPair(
    _ signature: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, Vector, WindowExtent) throws -> Vector
  ) -> Builtin {
    Builtin(signature, summary: summary, example: example, isConcurrent: true) { call in
      let extent = try WindowArguments.moving(call, data: call[0].matrix == nil ? 1 : 0, window: 2, minPeriods: 3)
      return try SeriesForms.eachPair(call, 0, 1) { .vector(try kernel($0, $1, extent)) }
    }
  }

  /// A function of one column over a window of time: `name(T, X, window)`.
  static func timed(_ name: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, WindowExtent) throws -> Vector) -> Builtin {
    Builtin("\(name)(T, X, window)", summary: summary, example: example, isConcurrent: true) { call in
      let extent = try WindowArguments.time(call, window: 2)
      return try SeriesForms.each(call, 1, numericOnly: true) { .vector(try kernel(try checked(call, $0), extent)) }
    }
  }

  /// A function of two columns over a window of time: `name(T, X, Y, window)`.
  static func timedPair(
    _ signature: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, Vector, WindowExtent) throws -> Vector
  ) -> Builtin {
    Builtin(signature, summary: summary, example: example, isConcurrent: true) { call in
      let extent = try WindowArguments.time(call, window: 3)
      return try SeriesForms.eachPair(call, 1, 2) { .vector(try kernel(try checked(call, $0), $1, extent)) }
    }
  }

  /// The column, which must be as long as the times are.
  static func checked(_ call: borrowing Call, _ column: Vector) throws -> Vector {
    guard column.count == RowSelection.count(call[0]) else {
      throw KernelError.shape("\(call.name): `T` has \(RowSelection.count(call[0])) elements, the data \(column.count)")
    }
    return column
  }

  /// A function of one column over all rows so far: `name(X)`.
  static func cumulative(_ name: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, WindowExtent) throws -> Vector) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example, isConcurrent: true) { call in
      try SeriesForms.each(call, 0, numericOnly: true) { .vector(try kernel($0, .cumulative(call.session.host.threads))) }
    }
  }

  /// A function of two columns over all rows so far.
  static func cumulativePair(
    _ signature: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, Vector, WindowExtent) throws -> Vector
  ) -> Builtin {
    Builtin(signature, summary: summary, example: example, isConcurrent: true) { call in
      try SeriesForms.eachPair(call, 0, 1) { .vector(try kernel($0, $1, .cumulative(call.session.host.threads))) }
    }
  }
}
