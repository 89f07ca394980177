import Glibc

/// A number written as arithmetic on numbers and named parameters.
///
/// Sums, differences, products and quotients with parentheses, `exp(…)`, decimal numbers and
/// parameters such as `$uplift`.
///
/// ```swift
/// SpecExpression("0.5 * (1 - $share)")?.value(["share": 0.2])  // 0.4
/// ```
public struct SpecExpression: Equatable, Sendable {
  private indirect enum Term: Equatable, Sendable {
    case number(Double)
    case name(String)
    case exponential(Term)
    case negated(Term)
    case combined(Term, Character, Term)
  }

  private let root: Term

  /// Longest text that is read as an expression; it bounds the depth of parentheses.
  private static let longest = 200

  /// Reads an expression; nil when the text is no arithmetic, or a plain number.
  ///
  /// A text counts as arithmetic when it holds `$`, `exp(`, `*` or `/`, so that dates and ranges
  /// such as 2027-01-04 stay texts.
  ///
  /// - Parameter text: The text of a scalar.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest, text.utf8.contains(where: { Self.isMark($0) }) else {
      return nil
    }
    var parser = Parser(rest: text[...])
    guard let root = parser.sum(), parser.isAtEnd else { return nil }
    self.root = root
  }

  /// Whether a byte makes a text arithmetic.
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "$") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "(")
  }

  /// The names of the parameters, each once, in the order they are written.
  public var names: [String] {
    var names: [String] = []
    Self.collect(root, into: &names)
    return names
  }

  private static func collect(_ term: Term, into names: inout [String]) {
    switch term {
    case .number: break
    case .name(let name): if !names.contains(name) { names.append(name) }
    case .exponential(let inner), .negated(let inner): collect(inner, into: &names)
    case .combined(let left, _, let right):
      collect(left, into: &names)
      collect(right, into: &names)
    }
  }

  /// The number that the expression stands for.
  ///
  /// - Parameter parameters: The values of the parameters by name.
  /// - Returns: The value, which may be infinite or not a number; nil when a name is unknown.
  public func value(_ parameters: [String: Double]) -> Double? {
    Self.value(root, parameters)
  }

  private static func value(_ term: Term, _ parameters: [String: Double]) -> Double? {
    switch term {
    case .number(let number): return number
    case .name(let name): return parameters[name]
    case .exponential(let inner): return value(inner, parameters).map { exp($0) }
    case .negated(let inner): return value(inner, parameters).map { -$0 }
    case .combined(let left, let sign, let right):
      guard let a = value(left, parameters), let b = value(right, parameters) else { return nil }
      switch sign {
      case "+": return a + b
      case "-": return a - b
      case "*": return a * b
      default: return a / b
      }
    }
  }

  /// The name of the parameter that the whole expression is; nil for arithmetic.
  public var soleName: String? {
    if case .name(let name) = root { name } else { nil }
  }

  /// The derivative of the number by one of the parameters.
  ///
  /// - Parameters:
  ///   - name: The parameter.
  ///   - parameters: The values of all parameters of the expression by name.
  /// - Returns: The derivative, 0 for a parameter that does not occur.
  public func slope(by name: String, _ parameters: [String: Double]) -> Double {
    Self.slope(root, name, parameters)
  }

  private static func slope(
    _ term: Term, _ name: String, _ parameters: [String: Double]
  ) -> Double {
    switch term {
    case .number: return 0
    case .name(let own): return own == name ? 1 : 0
    case .exponential(let inner):
      return (value(term, parameters) ?? .nan) * slope(inner, name, parameters)
    case .negated(let inner): return -slope(inner, name, parameters)
    case .combined(let left, let sign, let right):
      let (first, second) = (slope(left, name, parameters), slope(right, name, parameters))
      if sign == "+" { return first + second }
      if sign == "-" { return first - second }
      let (a, b) = (value(left, parameters) ?? .nan, value(right, parameters) ?? .nan)
      return sign == "*" ? first * b + a * second : (first - a / b * second) / b
    }
  }

  /// Recursive descent over sums, products and factors.
  private struct Parser {
    var rest: Substring

    var isAtEnd: Bool {
      mutating get {
        skipBlanks()
        return rest.isEmpty
      }
    }

    mutating func sum() -> Term? { chain("+-") { $0.product() } }

    private mutating func product() -> Term? { chain("*/") { $0.factor() } }

    private mutating func chain(
      _ signs: String, _ part: (inout Parser) -> Term?
    ) -> Term? {
      guard var left = part(&self) else { return nil }
      while let sign = take(where: { signs.contains($0) }) {
        guard let right = part(&self) else { return nil }
        left = .combined(left, sign, right)
      }
      return left
    }

    private mutating func factor() -> Term? {
      if take(where: { $0 == "-" }) != nil {
        skipBlanks()
        // A second sign is a mistake, as in `--1`.
        guard rest.first != "-" else { return nil }
        return factor().map { .negated($0) }
      }
      if take(where: { $0 == "$" }) != nil {
        return name()
      }
      if rest.hasPrefix("exp(") {
        rest = rest.dropFirst(3)
        return factor().map { .exponential($0) }
      }
      if take(where: { $0 == "(" }) != nil {
        guard let inner = sum(), take(where: { $0 == ")" }) != nil else { return nil }
        return inner
      }
      return number()
    }

    /// A parameter's name, in which a hyphen counts only before a letter: `$a-b` but `$a - 1`.
    private mutating func name() -> Term? {
      var name = ""
      while let first = rest.first, SpecName.accepts(first) {
        if first == "-", !(rest.dropFirst().first?.isLetter ?? false) { break }
        name.append(first)
        rest = rest.dropFirst()
      }
      return name.isEmpty ? nil : .name(name)
    }

    private mutating func number() -> Term? {
      var digits = ""
      for character in rest {
        let isSign = character == "-" || character == "+"
        let isExponentSign = isSign && (digits.hasSuffix("e") || digits.hasSuffix("E"))
        guard character.isASCII, character.isNumber || "._eE".contains(character) || isExponentSign
        else { break }
        digits.append(character)
      }
      rest = rest.dropFirst(digits.count)
      return DecimalText.value(digits, allowsUnderscores: true).map { .number($0) }
    }

    private mutating func take(where isWanted: (Character) -> Bool) -> Character? {
      skipBlanks()
      guard let first = rest.first, isWanted(first) else { return nil }
      rest = rest.dropFirst()
      return first
    }

    private mutating func skipBlanks() {
      rest = rest.drop { $0 == " " || $0 == "\t" }
    }
  }
}
