extension SpecNode {
  /// The text of a scalar; nil for everything else.
  public var text: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }

  /// The finite decimal number of a scalar, in quotes or not.
  ///
  /// Accepted are a sign, a fraction, an exponent and underscores between digits, as in `9_000`.
  /// Nil for `.nan`, `inf`, a value that overflows, and everything that is not a number.
  public var number: Double? {
    text.flatMap { DecimalText.value($0, allowsUnderscores: true) }
  }

  /// The whole number of a scalar, at most 2⁵³ in magnitude so that it is exact; else nil.
  public var integer: Int? {
    let largestExact = 9_007_199_254_740_992.0
    guard let number, number.magnitude <= largestExact else { return nil }
    return Int(exactly: number)
  }

  /// The flag of a scalar written without quotes as `true` or `false`; else nil.
  public var flag: Bool? {
    guard !isQuoted else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }

  /// The date of a scalar written as `YYYY-MM-DD`; nil when it is written otherwise or does not exist.
  public var date: CivilDate? { text.flatMap { CivilDate($0) } }
}
