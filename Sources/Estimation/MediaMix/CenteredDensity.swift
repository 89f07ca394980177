import Statistics

/// A mix model's density in which units have levels of their own in place of deviations.
///
/// A unit's level is `log e + τ z_g` for an effect and `α + τ z_g` for an intercept. Where a unit has
/// many periods its data bind the level, and a chain that walks in deviations `z_g` can move the mean
/// of all units only together with every deviation (Papaspiliopoulos, Roberts and Sköld 2007). The
/// density is the same, with the change of variable.
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

  /// The density of a model, in levels where its units have so many periods.
  init(_ inner: MixDensity, from fewestPeriods: Int = Self.fewestPeriods) {
    self.inner = inner
    families =
      inner.design.fittedPeriods >= fewestPeriods ? Self.families(inner.parameters) : []
    own = [Double](repeating: 0, count: inner.dimension)
  }

  /// Intercepts and effects whose common level is free, positive or any number, and whose spread is
  /// free.
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
    // A position of a positive effect is its logarithm.
    let effects = parameters.channels.compactMap {
      family($0.effect, $0.spread, $0.deviations, .positive)
    }
    return [intercepts].compactMap(\.self) + effects
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
