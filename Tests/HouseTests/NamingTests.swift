import Testing

/// Names that say nothing.
enum NamingRules {
  static let bannedFiles: Set<String> = [
    "Utils", "Util", "Helpers", "Helper", "Extensions", "Constants", "Types", "Common", "Misc",
  ]

  static let bannedSuffixes = [
    "Manager", "Handler", "Helper", "Util", "Utils", "Service", "Engine", "Processor", "Info",
    "Data", "Object",
  ]

  /// The folder whose types may end in `Model`, because they are statistical models.
  static let statisticalModels = "Sources/Estimation/"

  private static let declarations: Set<String> = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
  ]

  static func bannedFileName(_ source: SwiftSource) -> [Finding] {
    let stem = source.fileName.split(separator: ".").first.map(String.init) ?? ""
    let parts = stem.split(separator: "+").map(String.init)
    guard let part = parts.first(where: bannedFiles.contains) else { return [] }
    let problem = "\(part) says nothing; name the file for the type it holds"
    return [Finding(path: source.path, line: 1, problem: problem)]
  }

  static func bannedTypeNames(_ source: SwiftSource) -> [Finding] {
    let isModelFolder = source.path.hasPrefix(statisticalModels)
    let suffixes = bannedSuffixes + (isModelFolder ? [] : ["Model"])
    return zip(source.tokens, source.tokens.dropFirst()).compactMap { keyword, name in
      guard declarations.contains(keyword.text), name.text.first?.isUppercase == true,
        let suffix = suffixes.first(where: name.text.hasSuffix)
      else { return nil }
      return source.finding(name, "\(name.text) ends in \(suffix); find the noun it hides")
    }
  }
}

@Suite("Names")
struct NamingTests {
  @Test("of files and types say what they are")
  func everySource() throws {
    let sources = try Repository.swiftSources(under: "Sources", "Tests", "bench")
    expectNone(sources.flatMap(NamingRules.bannedFileName))
    expectNone(sources.flatMap(NamingRules.bannedTypeNames))
  }

  @Test("of files are refused", arguments: ["Utils", "String+Extensions", "Types"])
  func fileNames(stem: String) {
    let source = SwiftSource(path: "Sources/Studies/\(stem).swift", text: "")
    #expect(NamingRules.bannedFileName(source).count == 1)
  }

  @Test("of types are refused", arguments: NamingRules.bannedSuffixes + ["Model"])
  func typeNames(suffix: String) {
    let source = SwiftSource(text: "// class AManager\nfinal class Touch\(suffix) {}")
    #expect(NamingRules.bannedTypeNames(source).map(\.line) == [2])
  }

  @Test("of statistical models may say so")
  func statisticalModel() {
    let source = SwiftSource(
      path: "Sources/Estimation/MediaMix/MediaMixModel.swift", text: "struct MediaMixModel {}")
    #expect(NamingRules.bannedTypeNames(source).isEmpty)
    #expect(NamingRules.bannedFileName(source).isEmpty)
  }
}
