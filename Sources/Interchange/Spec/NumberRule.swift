/// What a number in a document must be, in words and in bounds.
public struct NumberRule: Equatable, Sendable {
  /// The rule in words, such as `a positive number`.
  public let words: String

  /// The smallest number, or the number that all must exceed; nil without a lower bound.
  let lowest: Double?

  /// Whether `lowest` itself is accepted.
  let includesLowest: Bool

  /// The greatest number, accepted itself; nil without an upper bound.
  let highest: Double?

  /// Any finite number.
  public static let any = NumberRule("a number", lowest: nil)

  /// A number above zero.
  public static let positive = NumberRule("a positive number", lowest: 0, includesLowest: false)

  /// A number of at least zero.
  public static let notNegative = NumberRule("a number of at least 0", lowest: 0)

  /// A share or a probability, from zero to one.
  public static let share = NumberRule("a share from 0 to 1", lowest: 0, highest: 1)

  /// A score of a survey, from zero to ten.
  public static let score = NumberRule("a score from 0 to 10", lowest: 0, highest: 10)

  /// A factor that multiplies something, above zero.
  public static let ratio = NumberRule("a positive ratio", lowest: 0, includesLowest: false)

  private init(
    _ words: String, lowest: Double?, includesLowest: Bool = true, highest: Double? = nil
  ) {
    self.words = words
    self.lowest = lowest
    self.includesLowest = includesLowest
    self.highest = highest
  }

  /// Whether a number obeys the rule; never for one that is not finite.
  public func accepts(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    if let lowest, number < lowest || (number == lowest && !includesLowest) { return false }
    if let highest, number > highest { return false }
    return true
  }

  /// The bounds as members of a JSON Schema.
  var schemaBounds: [JSONMember] {
    var members: [JSONMember] = []
    if let lowest {
      members.append(JSONMember(includesLowest ? "minimum" : "exclusiveMinimum", .number(lowest)))
    }
    if let highest { members.append(JSONMember("maximum", .number(highest))) }
    return members
  }
}
