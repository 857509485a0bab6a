import WeirSyntax
import WeirTables

/// The results of the calls that a higher-order function makes, as they become one value by an assembly rule.
struct ResultCollector: ~Copyable {
  private let rule: AssemblyRule
  private var values: ValueCollector
  /// All results, under the rule that always gives a tuple.
  private var tuple: AnyVector?
  /// What results are converted to, under the rule that goes by the first of them.
  private var first: Vector?

  init(_ rule: AssemblyRule, capacity: Int) {
    self.rule = rule
    values = ValueCollector(capacity: capacity)
    tuple = rule == .tuple ? AnyVector(capacity: capacity) : nil
  }

  @inline(__always)
  mutating func add(_ value: consuming Cell) throws {
    if let tuple {
      tuple.push(value)
    } else if rule == .columnar {
      try addLikeFirst(value)
    } else {
      try values.add(value)
    }
  }

  /// Under the consistent rule: the first result says the type of all.
  private mutating func addLikeFirst(_ value: borrowing Cell) throws {
    if let first {
      if let vector = value.vector, first.storage == .any, let model = first.cell(at: 0).vector {
        try first.append(.vector(try vector.converted(to: model.type, scale: model.scale)))
      } else {
        try first.append(value)
      }
      return
    }
    let isPlain = value.isScalar && !value.isVoid && value.elementType.category != .other
    let vector = try Vector.empty(isPlain ? value.elementType : .any, scale: isPlain ? value.scale : 0)
    try vector.append(value)
    first = vector
  }

  /// - Parameters:
  ///   - labels: names of the results, in case they become columns.
  ///   - rowLabels: names of the elements inside of each, in case they are as many.
  consuming func finish(labels: Vector? = nil, rowLabels: Vector? = nil, isIndexed: Bool = false) throws -> Cell {
    if let tuple { return .vector(tuple) }
    let rule = self.rule
    let first = self.first
    let values = self.values
    let collected = if let first { first } else { try values.finish() }
    guard let tuple = collected as? AnyVector, tuple.count > 0 else { return .vector(collected) }
    return try ResultAssembly.assembled(tuple, rule, labels: labels, rowLabels: rowLabels)
  }
}

extension ResultAssembly {
  /// Results that are not all scalars of one type: vectors of one length and type as the columns of a matrix, dictionaries with names for keys as the rows of
  /// a table, everything else as the tuple it is. Under the rule of kdb+ vectors stay in a tuple.
  static func assembled(_ tuple: AnyVector, _ rule: AssemblyRule, labels: Vector?, rowLabels: Vector?) throws -> Cell {
    let kinds = (0..<tuple.count).map { index in tuple.withCell(index) { $0.heapKind } }
    if kinds.allSatisfy({ $0 == .dictionary }) { return try table(ofRows: tuple) ?? .vector(tuple) }
    guard rule != .consistent, kinds.allSatisfy({ $0 == .vector }), let values = try joined(tuple) else { return .vector(tuple) }
    let rows = values.count / tuple.count
    let matrix = try MatrixObject(values: values, rows: rows, columns: tuple.count)
    if let labels, labels.count == tuple.count { matrix.columnLabels = labels }
    if let rowLabels, rowLabels.count == rows { matrix.rowLabels = rowLabels }
    return .matrix(matrix)
  }

  /// All elements one behind the other; nil when they are not vectors of one length with a type in common.
  private static func joined(_ tuple: AnyVector) throws -> Vector? {
    guard let first = tuple.cell(at: 0).vector else { return nil }
    var type = first.type
    for index in 0..<tuple.count {
      guard let vector = tuple.cell(at: index).vector, vector.count == first.count, vector.storage != .any, vector.storage != .array,
        let common = ValueCollector.common(type, vector.type), !common.isDecimal || vector.scale == first.scale
      else { return nil }
      type = common
    }
    let values = try Vector.empty(type, capacity: tuple.count * first.count, scale: type.isDecimal ? first.scale : 0)
    for index in 0..<tuple.count {
      if let vector = tuple.cell(at: index).vector { try values.append(contentsOf: vector) }
    }
    return values
  }

  /// Dictionaries as rows: the first one's keys name the columns, what a later one lacks is null. nil when its keys are no names.
  static func table(ofRows rows: AnyVector) throws -> Cell? {
    guard let first = rows.cell(at: 0).dictionary, first.keyType.isLiteral, first.count > 0 else { return nil }
    let keys = try first.keys
    var columns: [Vector] = []
    for key in 0..<keys.count {
      var column = ValueCollector(capacity: rows.count)
      for row in 0..<rows.count {
        guard let dictionary = rows.cell(at: row).dictionary, dictionary.keyType.isLiteral else { return nil }
        try column.add(try dictionary.value(keys.cell(at: key)) ?? .void)
      }
      let values = try column.finish()
      if let tuple = values as? AnyVector { tuple.isColumnar = true }
      columns.append(values)
    }
    return .table(try Table(names: (0..<keys.count).map { keys.text(at: $0) }, columns: columns))
  }
}
