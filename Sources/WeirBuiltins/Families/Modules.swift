import WeirHost
import WeirRuntime
import WeirTables

// Modules, and scripts that run scripts.
extension StandardCatalog {
  private static let script = "loadModuleFromScript(\"greeting\", \"module greeting\\ndef hello(name): \\\"hello \\\" + name\")\ngo\n"

  static let modules: [Builtin] = [
    Builtin(
      "loadModule(name, [moduleDir])", summary: "Loads a module from its file, so that its functions can be called by their full names.",
      example: Example("try { loadModule(\"missing\") } catch (ex) { print(ex[1].strlen() > 0) }", gives: "true")
    ) { call in
      try call.session.modules.load(try call.string(0), from: call.has(1) ? try call.string(1) : nil, call.session)
      return .missing
    },
    Builtin(
      "loadModuleFromScript(moduleNamespace, moduleScript, [reload=false])",
      summary: "Loads modules from texts; modules among them can use each other in any order.", example: Example(script + "greeting::hello(\"you\")", gives: "hello you")
    ) { call in
      let names = try call.strings(0)
      let texts = try call.strings(1)
      guard names.count == texts.count else { throw call.invalid(1, "has \(texts.count) texts for \(names.count) modules") }
      let modules = call.session.modules
      let isReloading = try call.bool(2, default: false)
      let fresh = zip(names, texts).filter { isReloading || modules.module($0.0) == nil }
      for (name, text) in fresh { modules.provide(text, as: name) }
      for (name, _) in fresh { try modules.load(name, from: nil, call.session) }
      return .missing
    },
    Builtin(
      "clearCachedModules()", summary: "Forgets the modules that were loaded: the next `use` reads their files again.",
      example: Example("clearCachedModules()\ngetLoadedModules().size()", gives: "0")
    ) { call in
      call.session.modules.clear()
      return .missing
    },
    Builtin(
      "getLoadedModules()", summary: "The modules that were loaded, as a table.", example: Example(script + "(exec moduleName from getLoadedModules())", gives: "[\"greeting\"]")
    ) { call in
      let names = call.session.modules.all.map(\.name)
      let isFree = try Vector.repeating(.bool(true), count: names.count)
      return .table(
        try Table(
          names: ["moduleName", "moduleVersion", "isFree"], columns: [try StringVector(names), try StringVector(names.map { _ in "" }), isFree]))
    },
    Builtin(
      "runScript(script)", summary: "Runs a text in this session, as a unit of its own.", example: Example("runScript(\"y = 6 * 7\")\ngo\ny", gives: "42")
    ) { call in
      try call.session.runNested(try call.string(0), name: "runScript")
      return .missing
    },
    Builtin(
      "run(scriptFile, [newSession=false], [clean=true])", summary: "Runs a file in this session; relative paths are those of the working directory.",
      example: Example("try { run(\"missing.dos\") } catch (ex) { print(ex[1].strlen() > 0) }", gives: "true")
    ) { call in
      let path = try call.string(0)
      let text = try naming(call.name) { String(decoding: try call.session.host.disk.contents(of: path), as: UTF8.self) }
      guard try call.bool(1, default: false) else {
        try call.session.runNested(text, name: path)
        return .missing
      }
      let session = SessionContext(
        host: call.session.host, catalog: call.session.catalog, output: call.session.output, cancellation: call.session.cancellation,
        site: call.session.site)
      try session.run(text, name: path)
      return .missing
    },
  ]
}
