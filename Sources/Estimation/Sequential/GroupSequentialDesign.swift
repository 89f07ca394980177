import Statistics

/// What is asked of a test that is looked at several times: when, with which bounds, how powerful.
public struct GroupSequentialDesign: Sendable, Equatable {
  /// How the bounds move from look to look.
  public enum Boundary: Sendable, Equatable {
    /// A constant times the share of information to the power of the exponent less one half; Wang and
    /// Tsiatis (1987). Holds only at the planned looks.
    case wangTsiatis(Double)

    /// By the error that each share of information may spend; holds at whatever looks come.
    case spending(SpendingFunction)

    /// The same bound at each look; Pocock (1977).
    public static let pocock = Boundary.wangTsiatis(0.5)

    /// Bounds that fall with the root of the share of information; O'Brien and Fleming (1979).
    public static let obrienFleming = Boundary.wangTsiatis(0)
  }

  /// When a test of a gain is given up.
  public struct Futility: Sendable, Equatable {
    /// How the chance of missing the planned effect is spent.
    public let spending: SpendingFunction

    /// Whether the upper bounds count on the test being given up.
    ///
    /// If not, the error holds even when the test goes on, and the upper bounds are those without
    /// futility.
    public let isBinding: Bool

    /// Giving up by a spending function.
    public init(_ spending: SpendingFunction, isBinding: Bool = false) {
      self.spending = spending
      self.isBinding = isBinding
    }
  }

  /// Share of the planned information at each look, growing; the last one is the whole.
  public let shares: [Double]

  /// How the bounds move.
  public let boundary: Boundary

  /// Error of the test: of both sides together for a two-sided one.
  public let alpha: Double

  /// Whether losses are tested as gains are.
  public let isTwoSided: Bool

  /// Chance of proving the planned effect.
  public let power: Double

  /// When the test is given up; nil for never.
  ///
  /// Only tests of a gain have it.
  public let futility: Futility?

  /// A design; the last look spends what is left of the error, whatever its share.
  ///
  /// - Parameters:
  ///   - shares: Share of the planned information at each look: growing by at least a thousandth, the
  ///     last at most 1, at most a hundred of them.
  ///   - boundary: How the bounds move.
  ///   - alpha: Error, from 1e-6 to below 0.5, of both sides together for a two-sided test.
  ///   - isTwoSided: Whether losses are tested as gains are.
  ///   - power: Chance of proving the planned effect, above alpha and at most 0.9999.
  ///   - futility: When the test is given up; only for tests of a gain.
  /// - Throws: All that is wrong, at once.
  public init(
    shares: [Double], boundary: Boundary = .spending(.obrienFleming), alpha: Double = 0.05,
    isTwoSided: Bool = true, power: Double = 0.8, futility: Futility? = nil
  ) throws(SequentialDesignError) {
    self.shares = shares
    self.boundary = boundary
    self.alpha = alpha
    self.isTwoSided = isTwoSided
    self.power = power
    self.futility = futility
    let problems = Self.problems(shares, boundary, alpha, power, futility, isTwoSided)
    guard problems.isEmpty else { throw SequentialDesignError(problems: problems) }
  }

  /// Error of one side.
  var sideAlpha: Double { isTwoSided ? alpha / 2 : alpha }

  /// Expected *z* value that a test with one look at the end would need for the same power.
  public var fixedDrift: Double { Normal.quantile(1 - sideAlpha) + Normal.quantile(power) }

  /// The error that each look adds on one side.
  func errorSteps(_ spending: SpendingFunction, of error: Double) -> [Double] {
    let spent = shares.dropLast().map { spending.spent(by: $0, of: error) } + [error]
    return zip(spent, [0] + spent).map { $0 - $1 }
  }

  /// The design as it stands at a look, with the shares of information that there truly were.
  ///
  /// - Parameters:
  ///   - seen: Share of the planned information at each look so far; planned looks that come after
  ///     the last of them stay as they are.
  ///   - isComplete: Whether the last look so far is the last of all, which spends what is left.
  /// - Returns: The design with the moved looks.
  /// - Throws: When the bounds hold only at the planned looks, or the shares are wrong.
  public func seen(
    at seen: [Double], isComplete: Bool = false
  ) throws(SequentialDesignError) -> GroupSequentialDesign {
    let last = seen.last ?? 0
    let moved = seen + (isComplete ? [] : shares.filter { $0 > last + Self.leastStep / 2 })
    if case .wangTsiatis = boundary, moved != shares {
      throw SequentialDesignError(problems: [
        "at: these bounds hold only at the planned looks; plan with a spending function to look at "
          + "other times"
      ])
    }
    return try GroupSequentialDesign(
      shares: moved, boundary: boundary, alpha: alpha, isTwoSided: isTwoSided, power: power,
      futility: futility)
  }
}
