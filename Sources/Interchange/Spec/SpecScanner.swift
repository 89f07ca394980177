/// Reads over a YAML text before the parser does: gathers comments and finds what would hurt.
///
/// The parser recurses for every level and compares keys by their whole content, so nesting must be
/// counted, and keys that are collections or aliases refused, before it sees the text. The scanner
/// knows just enough of YAML for that: quotes, block scalars, plain scalars over several lines,
/// indentation and flow brackets. Whether the text is right in every other way it leaves open.
struct SpecScanner {
  /// The deepest nesting that is read; chosen as several times what any scenario needs.
  static let deepestNesting = 64

  /// The most aliases in one document; chosen so that a chain of them cannot nest dangerously.
  static let mostAliases = 1_000

  /// The text of comments by line, without `#` and the blanks around.
  private(set) var comments: [Int: String] = [:]

  /// The first thing that must not reach the parser, with its line.
  private(set) var defect: (line: Int, problem: String)?

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  /// The columns of the open block collections.
  private var indents: [Int] = []
  /// The open flow collections: whether each is a mapping that awaits a key.
  private var flow: [(isMapping: Bool, awaitsKey: Bool)] = []
  /// The column of an anchor or tag in front of the current token.
  private var propertyColumn: Int?
  /// Whether the last token was a plain scalar that the next line may continue.
  private var isPlainOpen = false
  /// Whether no token was read on this line yet.
  private var isLineFresh = true
  private var aliasCount = 0

  /// Reads over a whole text.
  ///
  /// - Parameter bytes: UTF-8 without a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while defect == nil, skipToToken() {
      readToken()
      isLineFresh = false
    }
  }

  // MARK: Tokens

  private mutating func readToken() {
    let column = index - lineStart
    if isLineFresh {
      propertyColumn = nil
      if isPlainOpen, continuesPlain(column) {
        readPlain(column)
        return
      }
      if flow.isEmpty {
        if column == 0, readDocumentMark() { return }
        while let last = indents.last, last > column { indents.removeLast() }
      }
    }
    isPlainOpen = false
    let start = propertyColumn ?? column
    switch bytes[index] {
    case UInt8(ascii: "-") where flow.isEmpty && isBlank(index + 1):
      index += 1
      openBlock(at: column)
      return
    case UInt8(ascii: "?") where isBlank(index + 1): refuseKey()
    case UInt8(ascii: ":") where isBlank(index + 1) || (!flow.isEmpty && isFlowMark(index + 1)):
      index += 1
      if flow.isEmpty { openBlock(at: start) }
      keyIsRead()
    case UInt8(ascii: "["), UInt8(ascii: "{"): openFlow()
    case UInt8(ascii: "]"), UInt8(ascii: "}"): closeFlow()
    case UInt8(ascii: ",") where !flow.isEmpty:
      index += 1
      flow[flow.count - 1].awaitsKey = true
    case UInt8(ascii: "&"), UInt8(ascii: "!"):
      readName()
      propertyColumn = start
      return
    case UInt8(ascii: "*"): readAlias()
    case UInt8(ascii: "|") where flow.isEmpty, UInt8(ascii: ">") where flow.isEmpty:
      readBlockScalar()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): readQuoted(start)
    default: readPlain(start)
    }
    propertyColumn = nil
  }

  /// Skips `---`, `...` and directives, which stand in the first column.
  private mutating func readDocumentMark() -> Bool {
    if bytes[index] == UInt8(ascii: "%") {
      skipLine()
      return true
    }
    guard index + 2 < bytes.count, isBlank(index + 3) else { return false }
    let mark = bytes[index]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "."), bytes[index + 1] == mark,
      bytes[index + 2] == mark
    else { return false }
    indents = []
    isPlainOpen = false
    index += 3
    return true
  }

  private mutating func openFlow() {
    guard flow.last.map({ !($0.isMapping && $0.awaitsKey) }) ?? true else { return refuseKey() }
    flow.append((bytes[index] == UInt8(ascii: "{"), true))
    index += 1
    checkDepth()
  }

  private mutating func closeFlow() {
    _ = flow.popLast()
    index += 1
    if isFollowedByColon() { refuseKey() }
  }

  private mutating func readAlias() {
    aliasCount += 1
    if aliasCount > Self.mostAliases {
      defect = (line, "more than 1000 aliases; write the repeated values out")
    }
    if let top = flow.last, top.isMapping, top.awaitsKey { return refuseKey() }
    readName()
    if isFollowedByColon() { refuseKey() }
  }

  /// Skips an anchor, a tag or an alias.
  private mutating func readName() {
    index += 1
    while !isBlank(index), flow.isEmpty || !isFlowMark(index) { index += 1 }
  }

  private mutating func readQuoted(_ start: Int) {
    let quote = bytes[index]
    let firstLine = line
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        index += 1
        let isDoubled = quote == UInt8(ascii: "'") && index < bytes.count && bytes[index] == quote
        if !isDoubled { break }
        index += 1
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 1
        if index < bytes.count, !skipLineEnd() { index += 1 }
      } else if !skipLineEnd() {
        index += 1
      }
    }
    if isFollowedByColon() {
      while bytes[index] != UInt8(ascii: ":") { index += 1 }
      index += 1
      if flow.isEmpty, line == firstLine { openBlock(at: start) }
    }
    keyIsRead()
  }

  private mutating func readPlain(_ start: Int) {
    isPlainOpen = false
    while !isLineEnd(index) {
      let byte = bytes[index]
      if byte == UInt8(ascii: "#"), index > lineStart, isBlank(index - 1) { break }
      if byte == UInt8(ascii: ":"),
        isBlank(index + 1) || (!flow.isEmpty && isFlowMark(index + 1))
      {
        index += 1
        if flow.isEmpty { openBlock(at: start) }
        return keyIsRead()
      }
      if !flow.isEmpty, isFlowMark(index) { break }
      index += 1
    }
    isPlainOpen = isLineEnd(index)
    keyIsRead()
  }

  /// Whether a line that begins in a column continues the plain scalar of the line before.
  private func continuesPlain(_ column: Int) -> Bool {
    guard flow.isEmpty else {
      return !isFlowMark(index) && bytes[index] != UInt8(ascii: ":")
    }
    return column > indents.last ?? -1
  }

  /// Reads a block scalar: its header, then every line that is indented far enough.
  private mutating func readBlockScalar() {
    index += 1
    var content: Int?
    let parent = indents.last ?? -1
    while !isBlank(index) {
      if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[index]) {
        content = max(parent, 0) + Int(bytes[index] - UInt8(ascii: "0"))
      }
      index += 1
    }
    while !isLineEnd(index) {
      if bytes[index] == UInt8(ascii: "#") { readComment() } else { index += 1 }
    }
    var widestBlank = 0
    while index < bytes.count, skipLineEnd() {
      let first = index
      while index < bytes.count, bytes[index] == UInt8(ascii: " "),
        content.map({ index - first < $0 }) ?? true
      {
        index += 1
      }
      let indent = index - first
      if isLineEnd(index) {
        if content == nil { widestBlank = max(widestBlank, indent) }
        continue
      }
      let needed = content ?? max(indent, widestBlank, parent + 1, 1)
      content = needed
      if indent < needed { break }
      while !isLineEnd(index) { index += 1 }
    }
  }

  private mutating func openBlock(at column: Int) {
    guard column > indents.last ?? -1 else { return }
    indents.append(column)
    checkDepth()
  }

  private mutating func checkDepth() {
    guard indents.count + flow.count > Self.deepestNesting else { return }
    defect = (line, SpecDocument.nestingProblem)
  }

  private mutating func refuseKey() {
    defect = (line, "a key must be a plain word, not a list, a mapping or an alias; write a word")
  }

  /// Notes that the key of the innermost flow mapping, if any, needs no further token.
  private mutating func keyIsRead() {
    if !flow.isEmpty { flow[flow.count - 1].awaitsKey = false }
  }

  // MARK: Blanks, lines and comments

  /// Moves to the next token; false at the end of the text.
  private mutating func skipToToken() -> Bool {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
      case UInt8(ascii: "#"):
        readComment()
        isPlainOpen = false
      default:
        if !skipLineEnd() { return true }
      }
    }
    return false
  }

  private mutating func readComment() {
    let first = index + 1
    while !isLineEnd(index) { index += 1 }
    comments[line] = DecimalText.trimmed(String(decoding: bytes[first..<index], as: UTF8.self))
  }

  private mutating func skipLine() {
    while !isLineEnd(index) { index += 1 }
  }

  private mutating func skipLineEnd() -> Bool {
    let next = SpecText.lineEnd(in: bytes, at: index)
    guard next > index else { return false }
    index = next
    line += 1
    lineStart = next
    isLineFresh = true
    return true
  }

  private func isLineEnd(_ position: Int) -> Bool {
    position >= bytes.count || bytes[position] == UInt8(ascii: "\n")
      || bytes[position] == UInt8(ascii: "\r")
  }

  private func isBlank(_ position: Int) -> Bool {
    isLineEnd(position) || bytes[position] == UInt8(ascii: " ")
      || bytes[position] == UInt8(ascii: "\t")
  }

  private func isFlowMark(_ position: Int) -> Bool {
    position < bytes.count && ",[]{}".utf8.contains(bytes[position])
  }

  /// Whether the token that ends here is a key: a colon follows on the same line.
  private func isFollowedByColon() -> Bool {
    var position = index
    while position < bytes.count,
      bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t")
    {
      position += 1
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return false }
    return !flow.isEmpty || isBlank(position + 1)
  }
}
