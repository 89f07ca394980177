/// What may stand at a place of a document.
public indirect enum SpecKind: Sendable {
  /// A number that obeys a rule, or an expression that stands for one.
  case number(NumberRule)
  /// A whole number from a lowest one.
  case integer(atLeast: Int)
  /// Any text.
  case text
  /// True or false.
  case flag
  /// A day, written as `YYYY-MM-DD`.
  case date
  /// One of some words.
  case choice([String])
  /// One of a kind, or a list of at least one.
  case oneOrMore(SpecKind)
  /// A list; of an exact length where a count is given.
  case list(SpecKind, count: Int?)
  /// A mapping whose keys the author chooses; `of` says what a key names, such as `channel`.
  case map(SpecKind, of: String)
  /// A mapping with known keys.
  case fields(SpecShape)
  /// Alternatives, told apart by their form; of several scalar ones the first that accepts wins.
  case either([SpecKind])
  /// A kind, or nothing after the key.
  case orNothing(SpecKind)
  /// Anything, checked elsewhere or not at all.
  case anything

  /// What is accepted, in words that follow "write".
  var words: String {
    switch self {
    case .number(let rule): rule.words
    case .integer(let lowest): "a whole number of at least \(lowest)"
    case .text: "a text"
    case .flag: "true or false"
    case .date: "a date as YYYY-MM-DD"
    case .choice(let words): words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
    case .oneOrMore(let kind): "\(kind.words), or a list of them"
    case .list(_, .some(let count)): "a list of \(count)"
    case .list(_, nil): "a list"
    case .map(_, let name): "a mapping by \(name)"
    case .fields: "a mapping"
    case .either(let kinds): kinds.map(\.words).joined(separator: " or ")
    case .orNothing(let kind): kind.words
    case .anything: "anything"
    }
  }

  /// Whether a node has a form that this kind can have, whatever its content.
  func fits(_ content: SpecNode.Content) -> Bool {
    switch self {
    case .number, .integer, .text, .flag, .date, .choice:
      if case .scalar = content { true } else { false }
    case .list:
      if case .list = content { true } else { false }
    case .map, .fields:
      if case .mapping = content { true } else { false }
    case .oneOrMore(let kind):
      if case .list = content { true } else { kind.fits(content) }
    case .either(let kinds): kinds.contains { $0.fits(content) }
    case .orNothing(let kind): content == .null || kind.fits(content)
    case .anything: true
    }
  }
}
