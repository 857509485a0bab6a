import WeirSyntax
import WeirTables

/// `f:E` and its kin: the higher-order function of a template with its first argument fixed.
package enum TemplateFunction {
  /// - Throws: `.unsupported` for a template whose higher-order function the catalog does not hold.
  package static func make(_ function: Function, _ template: FunctionTemplate, _ session: SessionContext) throws -> Function {
    guard let higherOrder = session.catalog.function("\(template.kind)") else {
      throw KernelError.unsupported("the template `:\(template.kind.rawValue)` cannot be run yet")
    }
    let arguments = ArgumentList(capacity: 1)
    arguments.push(.function(function))
    return try PartialFunction(higherOrder, arguments.base, count: 1)
  }
}
