// swift-tools-version: 6.3
import PackageDescription

/// The benchmarks are a package of their own: who builds the tool resolves no benchmark library.
///
/// The benchmark library is taken without its default traits, which would bring two more packages
/// to count allocations; those counts read zero here and are not reported.
let package = Package(
  name: "RoundsBenchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "Rounds", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Simulation",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Interchange", package: "Rounds"),
        .product(name: "Journeys", package: "Rounds"),
      ],
      path: "Benchmarks/Simulation",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
