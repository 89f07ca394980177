import Statistics

/// A test of effects on treated units: the control is fitted again to all periods with the effect
/// taken away, and the residuals of the tested periods are compared with those of other periods.
///
/// Under the true effect the residuals of all periods are alike. What the effect moves is one
/// direction of the treated outcomes, so that all effects share the products of donors.
struct ConformalTest {
  private var fit: DonorFit
  private let groups: [Group]
  private let series: MatchedSeries
  private let places: RearrangedPlaces
  private let slack: Double

  /// One group of treated units: its outcomes, and how they change per unit of effect.
  private struct Group {
    let target: [Double]
    let change: [Double]
    let moments: [Double]
    let changeMoments: [Double]
  }

  /// What one unit of effect adds to the outcomes of the tested periods.
  enum Effect {
    /// The same amount in every period, which is to be taken away.
    case amountRemoved
    /// A share of the outcome itself, which is to be put in.
    case shareAdded
  }

  /// Prepares the fitted and tested periods of a question, with the penalty that was chosen in the
  /// fitted ones; nil without ridge regression.
  init(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion, _ settings: SyntheticControlSettings,
    _ series: MatchedSeries, penalty: Double?, effect: Effect, places: RearrangedPlaces
  ) throws(NumericalError) {
    self.series = series
    self.places = places
    fit = try DonorFit(series, donors: question.donors, penalty: penalty)
    var groups: [Group] = []
    for group in question.groups(settings.pooling) {
      var change = series.periods.map { period in
        guard question.tested.contains(period) else { return 0.0 }
        guard case .shareAdded = effect else { return -1.0 }
        return group.reduce(0) { $0 + outcomes[period, $1] } / Double(group.count)
      }
      if settings.hasIntercept {
        let mean = change.reduce(0, +) / Double(change.count)
        change = change.map { $0 - mean }
      }
      groups.append(
        Group(
          target: series.average(of: group), change: change,
          moments: series.products(of: question.donors, withAverageOf: group),
          changeMoments: question.donors.map { donor in
            zip(series.values.column(donor), change).reduce(0) { $0 + $1.0 * $1.1 }
          }))
    }
    self.groups = groups
    slack = 1e-12 * (series.values.elements.map(\.magnitude).max() ?? 0)
  }

  /// The residuals of all periods under an effect.
  mutating func residuals(_ effect: Double) throws(NumericalError) -> [Double] {
    var residuals = [Double](repeating: 0, count: series.periods.count)
    for group in groups {
      let weights = try fit.weights(
        zip(group.moments, group.changeMoments).map { $0 + effect * $1 })
      let fitted = series.combination(of: fit.donors, weights: weights)
      for period in residuals.indices {
        residuals[period] +=
          (group.target[period] + effect * group.change[period] - fitted[period])
          / Double(groups.count)
      }
    }
    return residuals
  }

  /// The p-value of an effect.
  mutating func pValue(_ effect: Double) throws(NumericalError) -> Double {
    places.pValue(try residuals(effect), slack: slack)
  }
}
