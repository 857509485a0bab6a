import WeirRuntime
import WeirTables

extension Session {
  /// Makes a function of the host callable in scripts.
  ///
  /// ```swift
  /// try session.register("spread(bid, ask, [scale=1])") { arguments in
  ///   let scale = arguments[2].isNull ? 1 : arguments[2].number ?? 1
  ///   return try Value(scale * ((arguments[1].number ?? 0) - (arguments[0].number ?? 0)))
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - signature: the name and the parameters. Brackets mark what may be left out, `args...` takes any number.
  ///   - body: gets one value per parameter, null for what was left out. What it throws is an error of the script at the place of the call. It may run on
  ///     several threads where a script asks for that.
  /// - Throws: `WeirError` of kind `syntax` for a signature that is none.
  public func register(_ signature: String, _ body: @escaping @Sendable ([Value]) throws -> Value) throws {
    let name = signature.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
    guard let first = name.first, !first.isNumber, signature.dropFirst(name.count).first == "(", signature.hasSuffix(")") else {
      throw WeirError(kind: "syntax", message: "`\(signature)` is no signature, as in `name(x, [y])`")
    }
    let declaration = Builtin(signature, summary: "A function of the host.") { call in
      let arguments = (0..<call.count).map { call.has($0) ? Value(call[$0].copy()) : Value.null }
      let parameters = call.session.function(named: call.name)?.parameters.list.count ?? 0
      let leftOut = Array(repeating: Value.null, count: max(0, parameters - arguments.count))
      do {
        return try body(arguments + leftOut).cell
      } catch let error as WeirError {
        throw KernelError(.user, error.message)
      } catch let error as KernelError {
        throw error
      } catch {
        throw KernelError(.user, "\(error)")
      }
    }
    context.functions[String(name)] = BuiltinFunction(declaration)
  }

  /// Calls a function: of a script, of the host, or a built-in one.
  ///
  /// - Throws: `WeirError`: of kind `name` when there is no such function, `arguments` when there are too few or too many, and what the function throws.
  public func call(_ function: String, _ arguments: Value...) throws -> Value {
    guard let found = context.function(named: function) else {
      throw WeirError(kind: "name", message: "there is no function `\(function)`")
    }
    let slab = ArgumentSlab(count: arguments.count)
    for (index, argument) in arguments.enumerated() { slab[index] = argument.cell }
    context.cancellation.reset()
    do {
      return Value(try context.callFromOutside(found, slab.cells, count: slab.count))
    } catch {
      throw WeirError(error, in: context)
    }
  }
}
