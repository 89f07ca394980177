/// Blanks the comments and the literal text of Swift source, and keeps its code.
///
/// Blanked bytes become spaces and line breaks stay, so that lines keep their numbers. The quotes
/// of a literal stay, and so does the code in an interpolation.
struct CodeStripper {
  private let bytes: [UInt8]
  private var code: [UInt8]
  private var position = 0

  private init(_ text: String) {
    bytes = Array(text.utf8)
    code = bytes
  }

  /// The code of a source text, as UTF-8.
  static func code(of text: String) -> [UInt8] {
    var stripper = CodeStripper(text)
    stripper.passCode(insideInterpolation: false)
    return stripper.code
  }

  /// Moves over code to the end, or to the parenthesis that closes an interpolation.
  private mutating func passCode(insideInterpolation: Bool) {
    var depth = 0
    while position < bytes.count {
      if at("//") {
        blankComment()
      } else if at("/*") {
        blankBlockComment()
      } else if let pounds = literalPounds(before: "\"") {
        blankString(pounds: pounds)
      } else if let pounds = literalPounds(before: "/"), isRegexStart(pounds: pounds) {
        blankRegex(pounds: pounds)
      } else if at("`") {
        passRawIdentifier()
      } else {
        if insideInterpolation, at("(") { depth += 1 }
        if insideInterpolation, at(")") {
          guard depth > 0 else { return }
          depth -= 1
        }
        position += 1
      }
    }
  }

  private func at(_ text: String, offset: Int = 0) -> Bool {
    var place = position + offset
    for byte in text.utf8 {
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
    }
    return true
  }

  private mutating func blank(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      if !at("\n") { code[position] = UInt8(ascii: " ") }
      position += 1
    }
  }

  private mutating func blankComment() {
    while position < bytes.count, !at("\n") { blank(1) }
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if at("/*") {
        depth += 1
        blank(2)
      } else if at("*/") {
        depth -= 1
        blank(2)
      } else {
        blank(1)
      }
    } while depth > 0 && position < bytes.count
  }

  private mutating func passRawIdentifier() {
    repeat { position += 1 } while position < bytes.count && !at("`") && !at("\n")
    position += 1
  }

  /// The number of `#` before a literal that starts here, or nothing when none starts here.
  private func literalPounds(before delimiter: String) -> Int? {
    guard at("#") || at(delimiter) else { return nil }
    let pounds = bytes.dropFirst(position).prefix { $0 == UInt8(ascii: "#") }.count
    return at(delimiter, offset: pounds) ? pounds : nil
  }

  private mutating func blankString(pounds: Int) {
    let fence = String(repeating: "#", count: pounds)
    blank(pounds)
    let quote = at("\"\"\"") ? "\"\"\"" : "\""
    position += 1
    blank(quote.utf8.count - 1)
    while position < bytes.count {
      if at("\\\(fence)(") {
        blank(1 + pounds)
        position += 1
        passCode(insideInterpolation: true)
        position += 1
      } else if at("\\\(fence)") {
        blank(2 + pounds)
      } else if at(quote + fence) {
        blank(quote.utf8.count - 1)
        position += 1
        blank(pounds)
        return
      } else if quote == "\"", at("\n") {
        return
      } else {
        blank(1)
      }
    }
  }

  /// Whether a slash opens a regular expression and not a division, which the formatter spaces out.
  private func isRegexStart(pounds: Int) -> Bool {
    guard pounds == 0 else { return true }
    let line = bytes.dropFirst(position + 1).prefix { $0 != UInt8(ascii: "\n") }
    guard let next = line.first, !" =)".utf8.contains(next) else { return false }
    guard line.contains(UInt8(ascii: "/")) else { return false }
    return position == 0 || " \n\t([{,:=".utf8.contains(bytes[position - 1])
  }

  private mutating func blankRegex(pounds: Int) {
    let end = "/" + String(repeating: "#", count: pounds)
    blank(pounds + 1)
    while position < bytes.count, !at(end), pounds > 0 || !at("\n") { blank(at("\\") ? 2 : 1) }
    blank(end.utf8.count)
  }
}
