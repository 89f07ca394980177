import Testing

/// What the pure libraries may not say, because a result could depend on it or a reader be let down.
enum PurityRules {
  /// A sequence of words and signs, and what to do instead.
  struct Phrase {
    let words: [String]
    let remedy: String

    init(_ words: String..., remedy: String) {
      self.words = words
      self.remedy = remedy
    }
  }

  static let clock = "a pure library knows no clock; pass periods in"
  static let identity = "derive identities from content"
  static let randomness = "draw from a RandomStream, so that the number has an address"
  static let environment = "a pure library reads nothing of its surroundings; pass values in"
  static let crash = "throw a located error, or state a precondition"
  static let output = "a pure library prints nothing; return a value or throw an error"
  static let concurrency = "share values, not state"

  static let phrases = [
    Phrase("Date", remedy: clock),
    Phrase("ContinuousClock", remedy: clock),
    Phrase("SuspendingClock", remedy: clock),
    Phrase("DispatchTime", remedy: clock),
    Phrase("clock_gettime", remedy: clock),
    Phrase("gettimeofday", remedy: clock),
    Phrase("UUID", remedy: identity),
    Phrase("hashValue", remedy: identity),
    Phrase("Hasher", "(", remedy: identity),
    Phrase("SystemRandomNumberGenerator", remedy: randomness),
    Phrase(".", "random", "(", "in", remedy: randomness),
    Phrase("Bool", ".", "random", "(", remedy: randomness),
    Phrase(".", "shuffled", "(", ")", remedy: randomness),
    Phrase(".", "shuffle", "(", ")", remedy: randomness),
    Phrase(".", "randomElement", "(", ")", remedy: randomness),
    Phrase("ProcessInfo", remedy: environment),
    Phrase("CommandLine", remedy: environment),
    Phrase("getenv", remedy: environment),
    Phrase("environ", remedy: environment),
    Phrase("fatalError", remedy: crash),
    Phrase("try", "!", remedy: crash),
    Phrase("as", "!", remedy: crash),
    Phrase("print", "(", remedy: output),
    Phrase("debugPrint", "(", remedy: output),
    Phrase("DispatchQueue", remedy: concurrency),
    Phrase("@", "unchecked", remedy: concurrency),
    Phrase("nonisolated", "(", "unsafe", remedy: concurrency),
  ]

  static func findings(in source: SwiftSource) -> [Finding] {
    phrases.flatMap { phrase in
      source.occurrences(of: phrase.words)
        .filter { $0 == 0 || source.tokens[$0 - 1].text != "func" }
        .map { source.finding(source.tokens[$0], "\(phrase.words.joined()): \(phrase.remedy)") }
    } + forceUnwraps(in: source)
  }

  /// Exclamation marks that stand directly behind a value or a type.
  private static func forceUnwraps(in source: SwiftSource) -> [Finding] {
    source.occurrences(of: ["!"]).compactMap { place in
      let mark = source.tokens[place]
      guard place > 0, mark.touchesPrevious else { return nil }
      let before = source.tokens[place - 1].text
      guard before != "try", before != "as", let last = before.utf8.last else { return nil }
      let isValue =
        ")]?>}`_".utf8.contains(last) || last >= 0x80
        || before.last.map { $0.isLetter || $0.isNumber } == true
      let isComparison =
        source.tokens.indices.contains(place + 1)
        && source.tokens[place + 1].text == "=" && source.tokens[place + 1].touchesPrevious
      return isValue && !isComparison ? source.finding(mark, "force unwrap: \(crash)") : nil
    }
  }
}

@Suite("Purity below Workbench")
struct PurityTests {
  @Test("holds in every source")
  func everySource() throws {
    expectNone(try Repository.pureSources().flatMap(PurityRules.findings))
  }

  @Test("notices each forbidden phrase", arguments: PurityRules.phrases.map(\.words))
  func phrase(words: [String]) {
    let text = "let a = 1\nlet b = " + words.joined(separator: words.count == 4 ? "" : " ")
    #expect(PurityRules.findings(in: SwiftSource(text: text)).contains { $0.line == 2 })
  }

  @Test(
    "notices a force unwrap",
    arguments: [
      "a!", "a()!", "a[0]!.b", "a?.b!", "var a: Int!", "f(a!, b)", "a! == b", "\"\\(a!)\"",
    ])
  func forceUnwrap(text: String) {
    #expect(PurityRules.findings(in: SwiftSource(text: text)).count == 1)
  }

  @Test(
    "minds neither comments, literals nor harmless words",
    arguments: [
      "// fatalError, Date()", "let a = \"try! it, Date()\"", "/* a! */ b", "if !a { b }",
      "a != b", "f(!a)", "a.random(from: stream)", "let updateDate = randomness",
      "environment.season", "func print(_ a: Int) {}", "a.shuffled(using: &stream)", "a!=b",
    ])
  func harmless(text: String) {
    #expect(PurityRules.findings(in: SwiftSource(text: text)).isEmpty)
  }
}
