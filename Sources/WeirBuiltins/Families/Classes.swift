import WeirRuntime
import WeirSyntax
import WeirTables

// Classes and their instances.
extension StandardCatalog {
  private static let point = "class Point {\n x :: INT\n y :: INT\n def Point(a, b) { x = a; y = b }\n def sum2(k) { return (x + y) * k }\n}\np = Point(3, 4)\n"

  static let classes: [Builtin] = [
    Builtin(
      "attributeNames(obj)", summary: "The names of the attributes of an instance or a class, the base's first.",
      example: Example(point + "attributeNames(p)", gives: "[\"x\",\"y\"]")
    ) { call in .vector(try StringVector(try attributedClass(call).attributes.map(\.name))) },
    Builtin(
      "attributeValues(obj)", summary: "The attributes of an instance as a dictionary from names to values.",
      example: Example(point + "attributeValues(p)", gives: "x->3\ny->4")
    ) { call in
      let instance = try requireInstance(call, 0)
      let result = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
      for (index, name) in instance.fieldNames.enumerated() { try result.set(.string(name), instance.field(at: index).copiedForAssignment()) }
      return .dictionary(result)
    },
    Builtin(
      "attributeTypes(obj)", summary: "The attributes of an instance or a class and their types, as a table.",
      example: Example(point + "attributeTypes(Point)", gives: "attr type\n---- ----\nx    INT \ny    INT ")
    ) { call in
      let attributes = try attributedClass(call).attributes
      return .table(
        try Table(names: ["attr", "type"], columns: [try StringVector(attributes.map(\.name)), try StringVector(attributes.map(\.type.text))]))
    },
    Builtin(
      "setAttr(obj, attrName, value)", summary: "Sets an attribute of an instance from outside of its class.",
      example: Example(point + "setAttr(p, `x, 10)\np.x", gives: "10")
    ) { call in
      try requireInstance(call, 0).assign(try call.string(1), call[2])
      return .missing
    },
    Builtin(
      "isInstanceOf(obj, cls)", summary: "Whether `obj` is an instance of the class `cls` or of one derived from it.",
      example: Example(point + "isInstanceOf(p, Point)", gives: "true")
    ) { call in
      guard let wanted = call[1].function as? ClassObject else { throw call.expected(1, "a class") }
      return .bool(call[0].instance?.classObject.isOrDerives(from: wanted) ?? false)
    },
    Builtin(
      "objCall(obj, methodName, args...)", summary: "Calls a method of an instance by its name.", example: Example(point + "objCall(p, `sum2, 10)", gives: "70")
    ) { call in
      let method = try boundMethod(call)
      return try call.session.call(method, call.arguments + 2, count: max(call.count - 2, 0))
    },
    Builtin(
      "unifiedObjCall(obj, methodName, args)", summary: "Calls a method of an instance by its name with the elements of the tuple `args`.",
      example: Example(point + "unifiedObjCall(p, `sum2, [10])", gives: "70")
    ) { call in
      let method = try boundMethod(call)
      let values = try call.vectorOrScalar(2)
      let arguments = ArgumentList(capacity: values.count)
      for index in 0..<values.count { arguments.push(values.cell(at: index)) }
      return try call.session.call(method, arguments.base, count: arguments.count)
    },
    Builtin(
      "makeObjCall(obj, methodName, args...)", summary: "Metacode that calls a method of an instance.",
      example: Example(point + "makeObjCall(p, `sum2, 2).eval()", gives: "14")
    ) { call in
      var assembly = CodeAssembly(call.session)
      var arguments: [Argument] = []
      for index in 2..<max(call.count, 2) { arguments.append(Argument(value: call.has(index) ? try assembly.expression(call[index]) : nil)) }
      return try methodCode(call, assembly, arguments)
    },
    Builtin(
      "makeUnifiedObjCall(obj, methodName, args)", summary: "Metacode that calls a method of an instance with the elements of the tuple `args`.",
      example: Example(point + "makeUnifiedObjCall(p, `sum2, [2]).eval()", gives: "14")
    ) { call in
      var assembly = CodeAssembly(call.session)
      let values = try call.vectorOrScalar(2)
      var arguments: [Argument] = []
      for index in 0..<values.count { arguments.append(Argument(value: try assembly.expression(values.cell(at: index)))) }
      return try methodCode(call, assembly, arguments)
    },
  ]

  private static func requireInstance(_ call: borrowing Call, _ index: Int) throws -> InstanceObject {
    guard let instance = call[index].instance else { throw call.expected(index, "an instance of a class") }
    return instance
  }

  private static func attributedClass(_ call: borrowing Call) throws -> ClassObject {
    if let known = call[0].function as? ClassObject { return known }
    return try requireInstance(call, 0).classObject
  }

  private static func boundMethod(_ call: borrowing Call) throws -> Function {
    let instance = try requireInstance(call, 0)
    let name = try call.string(1)
    guard let method = instance.bound(name) else { throw instance.unknown(name, "method", instance.classObject.methodNames) }
    return method
  }

  private static func methodCode(_ call: borrowing Call, _ assembly: CodeAssembly, _ arguments: [Argument]) throws -> Cell {
    _ = try boundMethod(call)
    let target = Expression(.embedded(EmbeddedValue(call[0].copy())))
    return try assembly.finish(Expression(.methodCall(target, method: Name(try call.string(1)), arguments)))
  }
}
