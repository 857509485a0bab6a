/// The arrows of the module diagram in ARCHITECTURE.md.
enum ModuleBorders {
  /// Importer and what points at it. It may import what lies behind those as well.
  private static let arrows: [String: [String]] = [
    "WeirSyntax": [],
    "WeirHost": [],
    "WeirTables": ["WeirHost", "CKernels"],
    "WeirStreams": ["WeirTables"],
    "WeirRaft": ["WeirHost"],
    "WeirRuntime": ["WeirSyntax", "WeirStreams"],
    "WeirCluster": ["WeirRuntime", "WeirRaft"],
    "WeirBuiltins": ["WeirCluster"],
    "Weir": ["WeirBuiltins"],
    "WeirCommand": ["Weir", "CEditLine"],
    "WeirC": ["Weir", "CWeir"],
    "WeirBench": ["Weir"],
  ]

  /// What comes with the toolchain and does not cost start-up time. Threads come from the host, so Dispatch is not here.
  private static let always: Set<String> = ["Glibc", "Synchronization", "Swift"]

  static func allows(_ module: String, toImport imported: String) -> Bool {
    always.contains(imported) || behind(module).contains(imported)
  }

  private static func behind(_ module: String) -> Set<String> {
    let direct = arrows[module] ?? []
    return direct.reduce(into: Set(direct)) { $0.formUnion(behind($1)) }
  }
}
