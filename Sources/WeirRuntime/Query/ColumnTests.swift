import WeirSyntax
import WeirTables

/// The conditions of a query as tests of single columns: what an index or a scheme of partitions understands.
struct ColumnTests {
  enum Test {
    /// `c = x`
    case equal(Vector)
    /// `c in x`
    case isIn(Vector)
    /// Between two values, either of which may be missing; `isOpen` when the values themselves are left out.
    case range(low: Vector?, high: Vector?, isOpen: Bool)
  }

  /// A column that is tested, by itself or through a function whose values ascend with those of the column.
  struct Target {
    var column: Int
    var function: BuiltinFunction?
  }

  struct Conjunct {
    let expression: Expression
    /// Nil for a condition of another shape.
    let test: (target: Target, test: Test)?

    /// The test of a column by itself.
    var plain: (column: Int, test: Test)? { test.flatMap { $0.target.function == nil ? ($0.target.column, $0.test) : nil } }
  }

  /// What was joined by `and` and commas, in order.
  private(set) var conjuncts: [Conjunct] = []
  private let binder: QueryBinder
  private let frame: Frame

  /// Nil when the conditions cannot be taken apart: one of them joins by `or`, or does not look at each row by itself, so that fewer rows might change its answer.
  init?(_ conditions: [Expression], _ binder: QueryBinder, _ frame: Frame) {
    guard !conditions.isEmpty, binder.columns.outer == nil else { return nil }
    self.binder = binder
    self.frame = frame
    for condition in conditions { guard add(condition) else { return nil } }
  }

  private mutating func add(_ expression: Expression) -> Bool {
    if case .binary(.and, let left, let right) = expression.kind { return add(left) && add(right) }
    guard let test = test(expression) else {
      guard isRowwise(expression) else { return false }
      conjuncts.append(Conjunct(expression: expression, test: nil))
      return true
    }
    conjuncts.append(Conjunct(expression: expression, test: test))
    return true
  }

  private func test(_ expression: Expression) -> (target: Target, test: Test)? {
    switch expression.kind {
    case .binary(let operation, let left, let right): return comparison(operation, left, right)
    case .comparisons(let first, let links) where links.count == 1: return comparison(links[0].comparison, first, links[0].operand)
    case .between(let value, let low, let high):
      guard let target = target(value), let low = scalar(low), let high = scalar(high) else { return nil }
      return (target, .range(low: low, high: high, isOpen: false))
    default:
      guard let call = PlainCall(expression), call.arguments.count == 2, let target = target(call.arguments[0]) else { return nil }
      switch call.name {
      case "in": return values(call.arguments[1]).map { (target, .isIn($0)) }
      case "between": return borders(call.arguments[1]).map { (target, $0) }
      default: return nil
      }
    }
  }

  private func comparison(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> (target: Target, test: Test)? {
    if let target = target(left), let value = scalar(right) { return ColumnTests.test(operation, value).map { (target, $0) } }
    if let target = target(right), let value = scalar(left), let turned = ColumnTests.turned(operation) {
      return ColumnTests.test(turned, value).map { (target, $0) }
    }
    return nil
  }

  private static func test(_ operation: BinaryOperator, _ value: Vector) -> Test? {
    switch operation {
    case .equal: .equal(value)
    case .less, .lessOrEqual: .range(low: nil, high: value, isOpen: operation == .less)
    case .greater, .greaterOrEqual: .range(low: value, high: nil, isOpen: operation == .greater)
    default: nil
    }
  }

  private static func turned(_ operation: BinaryOperator) -> BinaryOperator? {
    switch operation {
    case .equal: .equal
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: nil
    }
  }

  private func target(_ expression: Expression) -> Target? {
    if let column = column(expression) { return Target(column: column) }
    guard let call = PlainCall(expression), call.arguments.count == 1, let column = column(call.arguments[0]),
      let function = binder.lowerer.function(named: call.name) as? BuiltinFunction, function.declaration.ascendsOver != nil
    else { return nil }
    return Target(column: column, function: function)
  }

  private func column(_ expression: Expression) -> Int? {
    switch expression.kind {
    case .name(let name) where !name.isQualified: return binder.columns.index(of: name.text)
    case .quotedColumn(let name): return binder.columns.index(of: name)
    case .member(let table, let member):
      guard case .name(let qualifier) = table.kind, let name = member.columnName else { return nil }
      return binder.columns.qualifiers[qualifier.text]?[name]
    default: return nil
    }
  }

  // MARK: Values that are the same for every row

  /// One value that is not null.
  private func scalar(_ expression: Expression) -> Vector? {
    guard let value = values(expression), value.count == 1 else { return nil }
    return isVector(expression) ? nil : value
  }

  private func isVector(_ expression: Expression) -> Bool { withValue(expression) { $0.vector != nil } ?? true }

  /// Values none of which is null.
  private func values(_ expression: Expression) -> Vector? {
    withValue(expression) { value -> Vector? in
      if let vector = value.vector { return vector.storage.isNested || vector.hasNull ? nil : vector }
      guard value.isScalar, !value.isNull, value.heapKind == nil || value.heapKind == .string || value.heapKind == .wide else { return nil }
      do { return try Vector.repeating(value, count: 1) } catch { return nil }
    } ?? nil
  }

  private func borders(_ expression: Expression) -> Test? {
    withValue(expression) { value -> Test? in
      guard let pair = value.pair?.elements, !pair.isNull(at: 0), !pair.isNull(at: 1) else { return nil }
      return .range(low: pair.slice(0, 1), high: pair.slice(1, 1), isOpen: false)
    } ?? nil
  }

  /// The value of an expression that names no column and calls nothing, so that it can be looked at before the query runs.
  private func withValue<Result>(_ expression: Expression, _ body: (borrowing Cell) -> Result) -> Result? {
    guard isStable(expression) else { return nil }
    do {
      let bound = try binder.bind(expression)
      guard bound.columns.isEmpty else { return nil }
      return body(try bound.node.eval(frame))
    } catch {
      // The query itself will say what is wrong with it.
      return nil
    }
  }

  private func isStable(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .constant, .constants: true
    case .name(let name): binder.columns.index(of: name.text) == nil && !name.isFunction
    case .unary(_, let operand): isStable(operand)
    case .binary(let operation, let left, let right): operation != .or && isStable(left) && isStable(right)
    case .pair(let low, let high): [low, high].allSatisfy { $0.map(isStable) ?? false }
    case .vector(let members), .tuple(let members): members.allSatisfy { $0.map(isStable) ?? false }
    case .index(let container, let indexes): isStable(container) && indexes.allSatisfy { $0.map(isStable) ?? false }
    default: false
    }
  }

  /// Whether the answer for a row depends on that row alone, whichever other rows there are: columns, and values that are the same for all.
  private func isRowwise(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .constant, .quotedColumn: return true
    case .name(let name): return binder.columns.index(of: name.text) != nil || withValue(expression) { $0.isScalar } ?? false
    case .member: return column(expression) != nil
    case .unary(_, let operand), .isNull(let operand, _): return isRowwise(operand)
    case .binary(let operation, let left, let right): return operation != .or && operation.isElementwise && isRowwise(left) && isRowwise(right)
    case .comparisons(let first, let links): return isRowwise(first) && links.allSatisfy { isRowwise($0.operand) }
    case .between(let value, let low, let high): return isRowwise(value) && isRowwise(low) && isRowwise(high)
    default:
      guard let call = PlainCall(expression) else { return false }
      if call.name == "in" || call.name == "between" || call.name == "like", call.arguments.count == 2 {
        return isRowwise(call.arguments[0]) && isStable(call.arguments[1])
      }
      return binder.elementwiseFunction(call.name) != nil && call.arguments.allSatisfy { isRowwise($0) }
    }
  }
}
