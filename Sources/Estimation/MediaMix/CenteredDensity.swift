import Statistics

/// A mix model's density in which units have intercepts of their own in place of deviations.
///
/// A unit's intercept is `α + τ z_g`. Where a unit has many periods its data bind the intercept, and a
/// chain that walks in deviations `z_g` can move the mean of all units only together with every
/// deviation (Papaspiliopoulos, Roberts and Sköld 2007). The density is the same, with the change of
/// variable. Effects stay in deviations: data bind them less, and where units hardly differ chains of
/// levels diverge, as they did in 71 of 8,000 draws of eight territories.
struct CenteredDensity: LogDensity {
  /// Levels of units around a common one, by places in a position.
  private struct Family: Sendable {
    let level: Int
    let spread: Int
    let deviations: Range<Int>
  }

  private(set) var inner: MixDensity
  private let families: [Family]
  private var own: [Double]

  /// Periods per unit from which its data bind its level; *chosen*: a year of weeks does, a year of
  /// months does not.
  static let fewestPeriods = 40

  /// Units from which their spread is known well enough for their intercepts to be walked in;
  /// *chosen*: chains of 40 places agree then, and of 8 territories 10 in 8,000 draws diverged.
  static let fewestUnits = 20

  /// The density of a model, in intercepts of units where there are so many of so many periods.
  init(
    _ inner: MixDensity, fewestPeriods: Int = Self.fewestPeriods,
    fewestUnits: Int = Self.fewestUnits
  ) {
    self.inner = inner
    let isRich =
      inner.design.fittedPeriods >= fewestPeriods && inner.design.units.count >= fewestUnits
    families = isRich ? Self.families(inner.parameters) : []
    own = [Double](repeating: 0, count: inner.dimension)
  }

  /// Intercepts whose common level and spread are free.
  private static func families(_ parameters: MixParameters) -> [Family] {
    let free = parameters.free
    func family(_ level: Int, _ spread: Int?, _ deviations: Range<Int>, _ support: Prior.Support)
      -> Family?
    {
      guard let spread, !deviations.isEmpty, parameters.all[level].prior.support == support,
        parameters.all[spread].prior.support == .positive,
        let levelPlace = free.firstIndex(of: level), let spreadPlace = free.firstIndex(of: spread),
        let first = free.firstIndex(of: deviations.lowerBound)
      else { return nil }
      return Family(
        level: levelPlace, spread: spreadPlace, deviations: first..<first + deviations.count)
    }
    let intercepts = family(
      parameters.intercept, parameters.interceptSpread, parameters.interceptDeviations, .real)
    return [intercepts].compactMap(\.self)
  }

  var dimension: Int { inner.dimension }

  /// The position in the terms of the inner density.
  func deviations(of position: [Double]) -> [Double] {
    var own = position
    for family in families {
      let scale = Elementary.exp(position[family.spread])
      for place in family.deviations {
        own[place] = (position[place] - position[family.level]) / scale
      }
    }
    return own
  }

  /// The position in the terms of this density.
  func levels(of own: [Double]) -> [Double] {
    var position = own
    for family in families {
      let scale = Elementary.exp(own[family.spread])
      for place in family.deviations { position[place] = own[family.level] + scale * own[place] }
    }
    return position
  }

  /// The values of all parameters at a position.
  func values(at position: [Double]) -> [Double] { inner.values(at: deviations(of: position)) }

  /// A random place in the middle half of each prior.
  func start(seed: UInt64, chain: Int) -> [Double] {
    levels(of: inner.start(seed: seed, chain: chain))
  }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    own = deviations(of: position)
    var value = inner.logDensity(at: own, gradient: &gradient)
    guard value.isFinite else { return value }
    for family in families {
      let scale = Elementary.exp(position[family.spread])
      value -= Double(family.deviations.count) * position[family.spread]
      var bySpread = -Double(family.deviations.count)
      var byLevel = 0.0
      for place in family.deviations {
        bySpread -= gradient[place] * own[place]
        gradient[place] /= scale
        byLevel -= gradient[place]
      }
      gradient[family.level] += byLevel
      gradient[family.spread] += bySpread
    }
    return value
  }
}
