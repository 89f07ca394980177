import Testing

/// Which modules a target may import: what stands above it in the picture of the targets.
///
/// SwiftPM accepts an import of a module that is only a dependency of a dependency, so the
/// direction of the dependencies is held here.
enum ImportRules {
  /// Modules that a target's files may import.
  static let allowed: [String: Set<String>] = [
    "Interchange": [],
    "Statistics": ["Interchange"],
    "Journeys": ["Interchange", "Statistics"],
    "Estimation": ["Interchange", "Statistics"],
    "Studies": ["Interchange", "Statistics", "Journeys", "Estimation"],
    "Workbench": [
      "Interchange", "Statistics", "Journeys", "Estimation", "Studies", "Foundation", "Glibc",
    ],
    "RoundsCLI": [
      "Interchange", "Statistics", "Journeys", "Estimation", "Studies", "Workbench", "Foundation",
      "Glibc", "ArgumentParser",
    ],
  ]

  /// The files that may import a fenced module.
  static let fenced: [String: Set<String>] = [
    "Sources/Interchange/Spec/SpecDocument.swift": ["Yams"],
    "Sources/Interchange/Spec/SpecExpression.swift": ["Glibc"],
    "Sources/RoundsCLI/Calibration/Interruption.swift": ["Dispatch"],
    "Sources/Statistics/LinearAlgebra/LAPACK.swift": ["COpenBLAS"],
    "Sources/Statistics/LinearAlgebra/LAPACK+Cholesky.swift": ["COpenBLAS"],
    "Sources/Statistics/LinearAlgebra/LAPACK+Decompositions.swift": ["COpenBLAS"],
    "Sources/Statistics/LinearAlgebra/LAPACK+Products.swift": ["COpenBLAS"],
    "Sources/Statistics/Functions/Elementary.swift": ["Glibc", "Musl", "Darwin"],
  ]

  /// Modules of the toolchain that reach nothing outside the process.
  static let everywhere: Set<String> = ["Synchronization"]

  private static let kinds: Set<String> = [
    "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
  ]

  static func findings(in source: SwiftSource) -> [Finding] {
    let parts = source.path.split(separator: "/")
    guard parts.count > 2, let target = allowed[String(parts[1])] else {
      return [Finding(path: source.path, line: 1, problem: "is in no target of the house")]
    }
    let permitted = target.union(fenced[source.path] ?? []).union(everywhere)
    return source.occurrences(of: ["import"]).compactMap { place in
      var next = place + 1
      if next < source.tokens.count, kinds.contains(source.tokens[next].text) { next += 1 }
      guard next < source.tokens.count, !permitted.contains(source.tokens[next].text) else {
        return nil
      }
      let module = source.tokens[next]
      return source.finding(module, "\(parts[1]) may not import \(module.text) here")
    }
  }
}

@Suite("Imports")
struct ImportTests {
  @Test("follow the picture of the targets")
  func everySource() throws {
    expectNone(try Repository.swiftSources(under: "Sources").flatMap(ImportRules.findings))
  }

  @Test(
    "are refused outside the picture and outside their fence",
    arguments: [
      ("Sources/Interchange/Spec/SpecMapping.swift", "import Yams"),
      ("Sources/Statistics/LinearAlgebra/LeastSquares.swift", "internal import COpenBLAS"),
      ("Sources/Statistics/Random/Normal.swift", "import func Glibc.exp"),
      ("Sources/Journeys/Kernels/Hazards.swift", "import Foundation"),
      ("Sources/Journeys/Kernels/Hazards.swift", "import Estimation"),
      ("Sources/Estimation/Regression/Ridge.swift", "public import Journeys"),
      ("Sources/Studies/MixStudy.swift", "@testable import Workbench"),
      ("Sources/Workbench/Jobs.swift", "import ArgumentParser"),
      ("Sources/Elsewhere/Jobs.swift", "let x = 1"),
    ])
  func refused(path: String, text: String) {
    #expect(ImportRules.findings(in: SwiftSource(path: path, text: text)).count == 1)
  }

  @Test(
    "are allowed in their fence and upward in the picture",
    arguments: [
      ("Sources/Interchange/Spec/SpecDocument.swift", "internal import Yams"),
      ("Sources/Statistics/LinearAlgebra/LAPACK.swift", "import COpenBLAS"),
      ("Sources/Statistics/Functions/Elementary.swift", "import Glibc"),
      ("Sources/Studies/MixStudy.swift", "import Journeys // import Foundation"),
      ("Sources/RoundsCLI/Rounds.swift", "import ArgumentParser"),
    ])
  func permitted(path: String, text: String) {
    #expect(ImportRules.findings(in: SwiftSource(path: path, text: text)).isEmpty)
  }
}
