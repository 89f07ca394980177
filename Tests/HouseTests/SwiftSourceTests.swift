import Testing

/// The scanner behind the other checks.
@Suite("Swift source")
struct SwiftSourceTests {
  private func words(_ text: String) -> [String] {
    SwiftSource(text: text).tokens.map(\.text)
  }

  @Test("leaves out comments, nested ones too")
  func comments() {
    #expect(words("a // b\n/* c /* d */ e */ f /// g") == ["a", "f"])
  }

  @Test("leaves out the text of literals of every kind")
  func literals() {
    #expect(words(#"x = "a\"b" + y"#) == ["x", "=", "\"", "\"", "+", "y"])
    #expect(words("x = #\"a\"b\"# + y") == ["x", "=", "\"", "\"", "+", "y"])
    #expect(words("x = \"\"\"\n  a \"b\"\n  \"\"\"\ny") == ["x", "=", "\"", "\"", "y"])
    #expect(words("x = \"\" + y") == ["x", "=", "\"", "\"", "+", "y"])
    #expect(words("x = /a\"b/ + y") == ["x", "=", "+", "y"])
    #expect(words("x = #/a\"b/# + y") == ["x", "=", "+", "y"])
  }

  @Test("keeps the code inside an interpolation")
  func interpolation() {
    #expect(words(#""a \(b(c) + d) e""#) == ["\"", "(", "b", "(", "c", ")", "+", "d", ")", "\""])
  }

  @Test("takes a division for a division")
  func division() {
    #expect(words("a / b / c") == ["a", "/", "b", "/", "c"])
  }

  @Test("knows the line of a token, and whether it touches the one before")
  func places() {
    let tokens = SwiftSource(text: "/* a\n*/ b\n  c! d").tokens
    #expect(tokens.map(\.line) == [2, 3, 3, 3])
    #expect(tokens.map(\.touchesPrevious) == [false, false, true, false])
  }

  @Test("takes a name in backticks for one token")
  func rawIdentifier() {
    #expect(words("func `try! it`()") == ["func", "`try! it`", "(", ")"])
  }

  @Test("finds sources of every pure library", arguments: Repository.pureTargets)
  func sources(_ target: String) throws {
    #expect(try !Repository.swiftSources(under: "Sources/\(target)").isEmpty)
  }
}
