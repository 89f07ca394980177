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

/// A library of the house: its own folder, its dependencies, the house settings.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// The tests of one library, with its recorded tables left out of the build.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], excluding excluded: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"],
    exclude: excluded, swiftSettings: house)
}

let package = Package(
  name: "Rounds",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "rounds", targets: ["RoundsCLI"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "Journeys", targets: ["Journeys"]),
    .library(name: "Estimation", targets: ["Estimation"]),
    .library(name: "Interchange", targets: ["Interchange"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas lapacke",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    library("Interchange", [.product(name: "Yams", package: "Yams")]),
    library("Statistics", ["COpenBLAS", "Interchange"]),
    library("Journeys", ["Interchange", "Statistics"]),
    library("Estimation", ["Interchange", "Statistics"]),
    library("Studies", ["Interchange", "Statistics", "Estimation", "Journeys"]),
    .target(
      name: "Workbench",
      dependencies: ["Interchange", "Statistics", "Journeys", "Estimation", "Studies"],
      resources: [.embedInCode("Files/starter.yaml"), .embedInCode("Files/evidence.csv")],
      swiftSettings: house),
    .executableTarget(
      name: "RoundsCLI",
      dependencies: [
        "Interchange", "Journeys", "Estimation", "Studies", "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house),
    .target(
      name: "TestSupport", dependencies: ["Statistics"], path: "Tests/TestSupport",
      swiftSettings: house),
    tests("InterchangeTests", ["Interchange"]),
    tests("StatisticsTests", ["Statistics", "Interchange"], excluding: ["Oracles"]),
    tests("JourneysTests", ["Journeys", "Statistics", "Interchange"], excluding: ["Oracles"]),
    tests(
      "EstimationTests", ["Estimation", "Statistics", "Interchange"], excluding: ["Oracles"]),
    tests(
      "StudiesTests", ["Studies", "Journeys", "Estimation", "Statistics", "Interchange"],
      excluding: ["Golden"]),
    tests(
      "WorkbenchTests",
      ["Workbench", "Studies", "Journeys", "Estimation", "Statistics", "Interchange"],
      excluding: ["Fixtures"]),
    tests("CommandTests", ["RoundsCLI", "Workbench", "Journeys", "Interchange"]),
    tests("HouseTests", []),
  ]
)
