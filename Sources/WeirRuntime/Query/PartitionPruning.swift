import WeirSyntax
import WeirTables

/// Which partitions the conditions of a query leave.
enum PartitionPruning {
  /// - Returns: the partitions, ascending; all when the conditions say nothing.
  static func partitions(_ view: any PartitionView, _ conditions: [Expression], _ frame: Frame, _ scope: Scope, name: String?) throws -> [Int] {
    guard !conditions.isEmpty else { return view.all }
    let rows = SourceRows(view.shape, name: name)
    let binder = QueryBinder(session: frame.session, scope: scope, columns: rows.queryColumns)
    guard let tests = ColumnTests(conditions, binder, frame) else { return view.all }
    return try partitions(view, tests.conjuncts.compactMap(\.test), frame.session)
  }

  /// - Parameter tests: of columns by their place in the view; all of them hold for every row of the result.
  static func partitions(_ view: any PartitionView, _ tests: [PreparedSource.Test], _ session: SessionContext) throws -> [Int] {
    guard !tests.isEmpty else { return view.all }
    var left = view.all
    for (index, level) in view.levels.enumerated() {
      guard let column = view.shape.columnIndex(level.column) else { continue }
      let type = view.shape.columns[column].type
      var places: Set<Int>?
      for test in tests where test.target.column == column {
        guard let chosen = try LevelPruning(level.scheme, type, session).places(test) else { continue }
        places = places?.intersection(chosen) ?? Set(chosen)
      }
      if let places { left = left.filter { places.contains(view.place(of: $0, at: index)) } }
    }
    return left
  }
}

/// The places in the scheme of one level that a test of its column leaves.
private struct LevelPruning {
  private let scheme: PartitionScheme
  /// Of the column.
  private let type: ElementType
  private let session: SessionContext

  /// Values of a list from which looking at each costs more than reading all partitions.
  private static let listMax = 10_000

  init(_ scheme: PartitionScheme, _ type: ElementType, _ session: SessionContext) {
    self.scheme = scheme
    self.type = type
    self.session = session
  }

  /// Nil for a test that says nothing about places.
  func places(_ test: (target: ColumnTests.Target, test: ColumnTests.Test)) throws -> [Int]? {
    guard test.target.function == nil, isComparable(test.test) else { return placesByMoments(test) }
    switch test.test {
    case .equal(let values), .isIn(let values): return try scheme.partitions(of: values).filter { $0 >= 0 }
    case .range(let low, let high, let isOpen):
      // The scheme sees a moment as the day that it lies in, of which the others may be in reach.
      guard !isOpen || isExact else { return try placesByMoments(test) ?? scheme.partitions(from: low, to: high, isOpen: false) }
      return try scheme.partitions(from: low, to: high, isOpen: isOpen)
    }
  }

  /// Whether different values of the column are different to the scheme.
  private var isExact: Bool { scheme.type == type || scheme.type.isLiteral && type.isLiteral || scheme.type.category == .integral && type.category == .integral }

  /// Whether the scheme sees the values as the column's comparison does.
  private func isComparable(_ test: ColumnTests.Test) -> Bool {
    switch test {
    case .equal(let values), .isIn(let values): isComparable(values)
    case .range(let low, let high, _): [low, high].allSatisfy { $0.map(isComparable) ?? true }
    }
  }

  private func isComparable(_ values: Vector) -> Bool {
    if values.type.isLiteral || type.isLiteral { return values.type.isLiteral && type.isLiteral }
    return values.type == type || values.type.category == .integral && type.category == .integral && holdsAll(values)
  }

  /// Whether the type of the scheme has all of these whole numbers.
  private func holdsAll(_ values: Vector) -> Bool {
    if values.storage.width <= scheme.type.storage.width { return true }
    let bits = Int64(scheme.type.storage.width * 8 - 1)
    return (0..<values.count).allSatisfy { [0, -1].contains(values.cell(at: $0).rawInteger >> bits) }
  }

  // MARK: Moments

  /// By the first and last moment of each partition, or what a function makes of them, compared as the query compares.
  private func placesByMoments(_ test: (target: ColumnTests.Target, test: ColumnTests.Test)) -> [Int]? {
    do {
      if let function = test.target.function, function.declaration.ascendsOver != type.temporalLine { return nil }
      guard let bounds = try scheme.bounds(as: type) else { return nil }
      let low = try value(of: test.target.function, bounds.low)
      let high = try value(of: test.target.function, bounds.high)
      switch test.test {
      case .equal(let values), .isIn(let values):
        guard values.count <= LevelPruning.listMax else { return nil }
        var places: Set<Int> = []
        for index in 0..<values.count { places.formUnion(try reached(low, high, from: values.slice(index, 1), to: values.slice(index, 1), isOpen: false)) }
        return places.sorted()
      case .range(let first, let last, let isOpen): return try reached(low, high, from: first, to: last, isOpen: isOpen)
      }
    } catch {
      // What cannot be compared the query itself will say.
      return nil
    }
  }

  private func value(of function: BuiltinFunction?, _ moments: Vector) throws -> Cell {
    guard let function else { return .vector(moments) }
    return try FunctionCall.apply(function, session, .vector(moments))
  }

  /// The places whose values reach into a range, either side of which may be open.
  private func reached(_ low: borrowing Cell, _ high: borrowing Cell, from first: Vector?, to last: Vector?, isOpen: Bool) throws -> [Int] {
    var isLeft = [Bool](repeating: true, count: scheme.count)
    if let first { try keep(&isLeft, OperatorKernel.apply(isOpen ? .greater : .greaterOrEqual, high, first.cell(at: 0))) }
    if let last { try keep(&isLeft, OperatorKernel.apply(isOpen ? .less : .lessOrEqual, low, last.cell(at: 0))) }
    return isLeft.indices.filter { isLeft[$0] }
  }

  private func keep(_ isLeft: inout [Bool], _ answers: borrowing Cell) throws {
    let mask = try Selection.mask(answers, count: isLeft.count)
    for place in isLeft.indices where !mask[place] { isLeft[place] = false }
  }
}
