// swift-tools-version: 6.3

import PackageDescription

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

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
    .target(
      name: "Workloads",
      dependencies: [
        .product(name: "Estimation", package: "Rounds"),
        .product(name: "Interchange", package: "Rounds"),
        .product(name: "Journeys", package: "Rounds"),
        .product(name: "Statistics", package: "Rounds"),
      ],
      swiftSettings: house),
    .executableTarget(
      name: "rounds-bench",
      dependencies: [
        "Workloads",
        .product(name: "Estimation", package: "Rounds"),
        .product(name: "Interchange", package: "Rounds"),
        .product(name: "Journeys", package: "Rounds"),
        .product(name: "Statistics", package: "Rounds"),
      ],
      path: "Sources/Figures", swiftSettings: house),
    .executableTarget(
      name: "Simulation",
      dependencies: [
        "Workloads",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Journeys", package: "Rounds"),
      ],
      path: "Benchmarks/Simulation", swiftSettings: house,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
