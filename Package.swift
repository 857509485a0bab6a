// swift-tools-version: 6.1
import PackageDescription

// The modules and the borders between them are drawn in ARCHITECTURE.md; a dependency that has no arrow there is a mistake here.
let package = Package(
  name: "Weir",
  products: [
    .library(name: "Weir", targets: ["Weir"]),
    .executable(name: "weir", targets: ["WeirCommand"]),
    .executable(name: "weir-bench", targets: ["WeirBench"]),
    .executable(name: "weir-embedding", targets: ["EmbeddingExample"]),
  ],
  targets: [
    .target(name: "WeirHost"),
    .target(name: "WeirSyntax"),
    .target(name: "CKernels"),
    .target(name: "WeirTables", dependencies: ["WeirHost", "CKernels"]),
    .target(name: "WeirRuntime", dependencies: ["WeirSyntax", "WeirTables", "WeirHost", "CKernels"]),
    .target(name: "WeirBuiltins", dependencies: ["WeirRuntime", "WeirSyntax", "WeirTables", "WeirHost"]),
    .target(name: "Weir", dependencies: ["WeirBuiltins", "WeirRuntime", "WeirSyntax", "WeirTables", "WeirHost"]),
    .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),
    .executableTarget(
      name: "WeirCommand",
      dependencies: [
        "Weir", "WeirBuiltins", "WeirRuntime", "WeirSyntax", "WeirTables", "WeirHost", "CEditLine",
      ]),
    .executableTarget(name: "WeirBench", dependencies: ["Weir", "WeirTables", "WeirHost"]),
    // The sources of the package in examples/embedding, built here too so that the library is compiled once for both.
    .executableTarget(name: "EmbeddingExample", dependencies: ["Weir"], path: "examples/embedding/Sources/embedding"),
    .testTarget(name: "WeirHostTests", dependencies: ["WeirHost"]),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),
    .testTarget(name: "WeirCommandTests", dependencies: ["WeirCommand", "WeirHost", "CPseudoTerminal"]),
    .testTarget(name: "WeirGrammarTests", dependencies: ["WeirSyntax"]),
    .testTarget(name: "WeirUnitTests", dependencies: ["WeirBuiltins", "WeirRuntime", "WeirTables", "WeirHost"]),
    .testTarget(name: "WeirScriptTests", dependencies: ["Weir", "WeirRuntime", "WeirBuiltins", "WeirSyntax"]),
    .testTarget(name: "WeirTests", dependencies: ["Weir", "WeirHost"]),
    .testTarget(name: "WeirTidyTests", dependencies: ["WeirHost"]),
  ]
)

// The fuzzer, and what it needs of everything it runs: see `.ci/fuzz`. Out of the way of every other build.
if Context.environment["WEIR_FUZZ"] != nil {
  package.products.append(.executable(name: "weir-fuzz", targets: ["WeirFuzz"]))
  package.targets.append(
    .executableTarget(
      name: "WeirFuzz", dependencies: ["WeirBuiltins", "WeirRuntime", "WeirSyntax", "WeirTables", "WeirHost"], path: "Tests/Fuzz/Sources",
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  for target in package.targets where target.name.hasPrefix("Weir") {
    target.swiftSettings = [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])]
  }
}
