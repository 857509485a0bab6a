// swift-tools-version: 6.1
import PackageDescription

// A program of its own that uses the library. In a project elsewhere, the dependency is the repository's address instead of a path.
let package = Package(
  name: "embedding",
  dependencies: [.package(name: "Weir", path: "../..")],
  targets: [.executableTarget(name: "embedding", dependencies: [.product(name: "Weir", package: "Weir")])]
)
