import Testing

/// Where the word `unsafe` may stand.
enum UnsafeRules {
  /// How the paths of the files begin that pass arrays to LAPACK and BLAS, one file per topic.
  static let lapack = "Sources/Statistics/LinearAlgebra/LAPACK"

  /// Kernels on raw columns, by path.
  ///
  /// Each opens with its layout, its invariants and the benchmark that justifies it.
  static let kernelFiles: Set<String> = [
    // The width of a terminal has no safe interface on Linux.
    "Sources/RoundsCLI/Terminal.swift",
    "Sources/Journeys/Sojourns/ForwardMoves.swift",
    "Sources/Journeys/Sojourns/ForwardMoves+Search.swift",
    "Sources/Journeys/Sojourns/SojournRun+Moves.swift",
    "Sources/Journeys/Sojourns/SojournRun+Search.swift",
    "Sources/Journeys/Sojourns/SpellChances+Steady.swift",
    "Sources/Journeys/Sojourns/SpellHits.swift",
    "Sources/Journeys/Sojourns/SpellTies.swift",
    "Sources/Journeys/Sojourns/SurvivalTable.swift",
  ]

  static func findings(in source: SwiftSource) -> [Finding] {
    guard !source.path.hasPrefix(lapack), !kernelFiles.contains(source.path) else { return [] }
    return source.occurrences(of: ["unsafe"]).map {
      source.finding(source.tokens[$0], "unsafe code stands only in LAPACK files and kernelFiles")
    }
  }
}

@Suite("Unsafe code")
struct UnsafeTests {
  @Test("stands only in the files listed for it")
  func everySource() throws {
    expectNone(try Repository.swiftSources(under: "Sources").flatMap(UnsafeRules.findings))
  }

  @Test("is listed only where there is a file")
  func listedFilesExist() {
    for path in UnsafeRules.kernelFiles.sorted() {
      #expect(Repository.exists(path), "kernelFiles lists \(path), which is gone")
    }
  }

  @Test("is noticed elsewhere")
  func elsewhere() {
    let text = "// unsafe\nlet a = unsafe b\nnonisolated(unsafe) var c = 1\n"
    let found = UnsafeRules.findings(in: SwiftSource(text: text))
    #expect(found.map(\.line) == [2, 3])
    #expect(
      UnsafeRules.findings(in: SwiftSource(path: UnsafeRules.lapack + ".swift", text: text)).isEmpty
    )
  }
}
