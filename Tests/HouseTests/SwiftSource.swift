/// A Swift file as the words and signs of its code, without comments and literal text.
struct SwiftSource {
  /// A name, a number, or one sign.
  struct Token: Equatable {
    let text: String
    let line: Int

    /// Whether no space stands between this token and the one before.
    let touchesPrevious: Bool
  }

  /// The path relative to the root of the checkout.
  let path: String

  let lineCount: Int
  let tokens: [Token]

  init(path: String = "Snippet.swift", text: String) {
    self.path = path
    lineCount = text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    tokens = Self.tokens(CodeStripper.code(of: text))
  }

  /// The last part of the path.
  var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A finding at one of the tokens of this file.
  func finding(_ token: Token, _ problem: String) -> Finding {
    Finding(path: path, line: token.line, problem: problem)
  }

  /// The places at which a sequence of words and signs stands in the code.
  func occurrences(of words: [String]) -> [Int] {
    guard words.count <= tokens.count else { return [] }
    return (0...tokens.count - words.count).filter { start in
      words.indices.allSatisfy { tokens[start + $0].text == words[$0] }
    }
  }

  private static func tokens(_ code: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var line = 1
    var position = 0
    var touches = false
    while position < code.count {
      let start = position
      switch code[start] {
      case UInt8(ascii: "\n"):
        line += 1
        position += 1
        touches = false
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
        touches = false
        continue
      case UInt8(ascii: "`"):
        let end = code[(start + 1)...].firstIndex(of: UInt8(ascii: "`"))
        position = end.map { $0 + 1 } ?? code.count
      case let byte where isWordByte(byte):
        position = code[start...].firstIndex { !isWordByte($0) } ?? code.count
      default:
        position += 1
      }
      let text = String(decoding: code[start..<position], as: UTF8.self)
      tokens.append(Token(text: text, line: line, touchesPrevious: touches))
      touches = true
    }
    return tokens
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
