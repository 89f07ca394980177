import Testing

/// How long files and functions may grow.
enum SizeRules {
  static let fileLines = 400
  static let functionLines = 80

  static func longFile(_ source: SwiftSource) -> [Finding] {
    guard source.lineCount > fileLines else { return [] }
    let problem = "\(source.lineCount) lines are more than \(fileLines); split the file"
    return [Finding(path: source.path, line: source.lineCount, problem: problem)]
  }

  /// The functions that are too long, from `func`, `init` or `subscript` to the closing brace.
  static func longFunctions(_ source: SwiftSource) -> [Finding] {
    let tokens = source.tokens
    return tokens.indices.compactMap { start in
      guard ["func", "init", "subscript"].contains(tokens[start].text),
        start == 0 || tokens[start - 1].text != ".",
        let end = endOfBody(after: start, in: tokens)
      else { return nil }
      let lines = tokens[end].line - tokens[start].line + 1
      guard lines > functionLines else { return nil }
      let problem = "a function of \(lines) lines is longer than \(functionLines); split it"
      return source.finding(tokens[start], problem)
    }
  }

  /// The brace that closes the first body after a declaration, or nothing when it has no body.
  private static func endOfBody(after start: Int, in tokens: [SwiftSource.Token]) -> Int? {
    var parentheses = 0
    var braces = 0
    for place in (start + 1)..<max(start + 1, tokens.count) {
      switch tokens[place].text {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{": braces += 1
      case "}":
        braces -= 1
        if braces == 0 && parentheses <= 0 { return place }
        if braces < 0 { return nil }
      case "func", "init", "subscript":
        // A requirement of a protocol has no body: the next declaration begins first.
        if braces == 0, parentheses <= 0, tokens[place - 1].text != "." { return nil }
      default: break
      }
    }
    return nil
  }
}

@Suite("Sizes")
struct SizeTests {
  @Test("of files stay within the limit")
  func files() throws {
    let sources = try Repository.swiftSources(under: "Package.swift", "Sources", "Tests", "bench")
    expectNone(sources.flatMap(SizeRules.longFile))
  }

  @Test("of functions stay within the limit")
  func functions() throws {
    expectNone(try Repository.swiftSources(under: "Sources").flatMap(SizeRules.longFunctions))
  }

  @Test("of a file are counted in lines", arguments: [(400, 0), (401, 1)])
  func fileLimit(lines: Int, findings: Int) {
    let text = String(repeating: "let x = 1\n", count: lines)
    #expect(SizeRules.longFile(SwiftSource(text: text)).count == findings)
  }

  @Test("of a function are counted to its closing brace", arguments: [(78, 0), (79, 1)])
  func functionLimit(inner: Int, findings: Int) {
    let body = String(repeating: "  if a { b(c: { 1 }) }\n", count: inner)
    let text = "struct S {\nfunc f(_ g: () -> Void = {}) {\n\(body)}\nfunc h() {}\n}\n"
    let found = SizeRules.longFunctions(SwiftSource(text: text))
    #expect(found.count == findings)
    #expect(found.allSatisfy { $0.line == 2 })
  }

  @Test("of protocol requirements are not taken from what follows them")
  func requirements() {
    let rest = String(repeating: "let x = 1\n", count: 100)
    let text = "protocol P {\nfunc f()\ninit()\n}\nstruct S {\n\(rest)}\n"
    #expect(SizeRules.longFunctions(SwiftSource(text: text)).isEmpty)
  }
}
