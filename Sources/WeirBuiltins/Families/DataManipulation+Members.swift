import WeirRuntime
import WeirTables

// Changing what a tuple or dictionary holds.
extension StandardCatalog {
  static let members: [Builtin] = [
    Builtin(
      "member(obj, keys)", summary: "What `obj.key` gives: a column of a table, the value of a key of a dictionary.",
      example: Example("member(table(1 2 as a, 3 4 as b), `b)", gives: "[3,4]")
    ) { call in
      let name = try call.string(1)
      guard let member = try Indexing.member(call[0], name) else {
        throw KernelError(.name, "member: \(ValueDescription.short(call[0])) has no member `\(name)`")
      }
      return member
    },
    Builtin(
      "memberModify!(mutable obj, function, indices, [parameters])",
      summary: "Calls a function that changes its first argument on members of a tuple or dictionary, or on attributes of an instance; a tuple of indices goes into the depth.",
      example: Example("a = (1 2, 3 4); memberModify!(a, append!, 0, 7); a", gives: "([1,2,7],[3,4])")
    ) { call in
      try Members.modifyAll(call)
      return call[0].copy()
    }
  ]
}

enum Members {
  static func modifyAll(_ call: borrowing Call) throws {
    let function = try call.function(1)
    var further: [Vector] = []
    if call.has(3) { further = [try parameters(call)] }
    if let path = call[2].tuple {
      guard path.count > 0 else { throw call.invalid(2, "must not be empty") }
      var object = call[0].copy()
      for depth in 0..<(path.count - 1) { object = try Indexing.read(object, path.cell(at: depth)) }
      try modify(object, path.cell(at: path.count - 1), function, further.first, call)
      return
    }
    guard let keys = call[2].vector else { return try modify(call[0], call[2], function, further.first, call) }
    // One parameter for each member, when there are as many.
    let each = call.has(3) ? call[3].vector.flatMap { $0.count == keys.count ? $0 : nil } : nil
    for row in 0..<keys.count { try modify(call[0], keys.cell(at: row), function, each.map { $0.slice(row, 1) } ?? further.first, call) }
  }

  /// The arguments behind the first, each an element.
  private static func parameters(_ call: borrowing Call) throws -> Vector {
    if let tuple = call[3].tuple { return tuple }
    let one = AnyVector(capacity: 1)
    one.push(call[3].copy())
    return one
  }

  /// Calls `function` on one member and puts back what it left there.
  private static func modify(_ object: borrowing Cell, _ index: borrowing Cell, _ function: Function, _ further: Vector?, _ call: borrowing Call) throws {
    guard object.tuple != nil || object.dictionary != nil || object.instance != nil else {
      throw call.expected(0, "a tuple, a dictionary of any values or an instance of a class")
    }
    let count = 1 + (further?.count ?? 0)
    let member = try object.instance?.attribute(index.text) ?? Indexing.read(object, index)
    let cells = UnsafeMutablePointer<Cell>.allocate(capacity: count)
    cells.initialize(to: member.copiedForAssignment())
    if let further { for place in 0..<further.count { (cells + place + 1).initialize(to: further.cell(at: place)) } }
    defer {
      cells.deinitialize(count: count)
      cells.deallocate()
    }
    _ = try call.session.call(function, cells, count: count)
    if let tuple = object.tuple {
      try tuple.set(Int(try index.asInt64()), cells[0])
    } else if let dictionary = object.dictionary {
      try dictionary.set(index, cells[0])
    } else if let instance = object.instance {
      try instance.assign(index.text, cells[0])
    }
  }
}
