public import Statistics

/// A parameter that all units of a panel model share.
public struct CountPanelParameter: Sendable, Equatable {
  /// Its name, such as `effect of detailing`.
  public let name: String
  /// What it means, in a sentence.
  public let meaning: String
  /// What is believed of it before data.
  public let prior: Prior
}

/// The parameters of a panel model, in order, and where each kind stands.
struct CountPanelParameters: Sendable, Equatable {
  var all: [CountPanelParameter] = []
  let driverCount: Int
  /// The spread of the effects of seasons, behind those of drivers; nil without seasons.
  private(set) var seasonSpread: Int?

  /// The common level of the first period, in logarithms.
  static let level = 0
  /// The spread of units, of their movement, of the common level's movement and of single periods;
  /// the trend; and the noise.
  static let spread = 1
  static let movement = 2
  static let steadiness = 3
  static let drift = 4
  static let shock = 5
  static let trend = 6
  static let excess = 7
  static let power = 8

  /// Three numbers of each driver follow.
  func effect(_ driver: Int) -> Int { 9 + 3 * driver }
  func association(_ driver: Int) -> Int { 10 + 3 * driver }
  func retention(_ driver: Int) -> Int { 11 + 3 * driver }

  /// The parameters of a model.
  ///
  /// - Parameters:
  ///   - meanOutcome: The mean outcome of all units and periods.
  ///   - drivers: Names of the drivers.
  ///   - carried: Names of those that keep acting.
  ///   - hasSeasons: Whether periods of a season differ.
  init(meanOutcome: Double, drivers: [String], carried: [String], hasSeasons: Bool) {
    driverCount = drivers.count
    let logMean = Elementary.log(meanOutcome)
    add(
      "level", "log rate of a typical unit in the first period",
      // Chosen: units of e² times the mean would still be typical of a plausible prior.
      .normal(mean: logMean, sd: 1))
    add(
      "spread of units", "standard deviation of units' log rates in the first period",
      // Chosen: at 1 the busiest tenth of units has 40 % of the outcome, at 2 nearly all.
      .halfNormal(sd: 1))
    add(
      "movement of a unit",
      "standard deviation of the change of a log rate per period, for a unit with the mean outcome",
      // Chosen: 0.2 a period is 70 % after a year of months.
      .halfNormal(sd: 0.2))
    add(
      "steadiness of busy units",
      "power of a unit's rate by which its movement falls: 0 for equal relative movement, 0.5 for "
        + "movement like that of a sum of independent parts",
      // Chosen: both landmarks within one standard deviation.
      .normal(mean: 0.25, sd: 0.25))
    add(
      "movement of the common level",
      "standard deviation of the lasting change that all units share, per period",
      // Chosen: 5 % a period is more than most markets move in a month.
      .halfNormal(sd: 0.05))
    add(
      "common shock", "standard deviation of the passing change that all units share in a period",
      // Chosen: working days and reporting move a month's total by some 5 %.
      .halfNormal(sd: 0.05))
    add(
      "trend", "change of the common log rate per period in the long run, in hundredths",
      // Chosen: 1 % a period is 12 % a year of months. In hundredths because the sampler begins
      // with steps of one size for all numbers.
      .normal(mean: 0, sd: 1))
    add(
      "excess variance", "variance over mean less one, for counts of mean 1",
      // Chosen: a median of 0.5 and nineteen in twenty between 0.03 and 9.
      .lognormal(logMean: -0.7, logSD: 1.5))
    add(
      "power of the excess", "how the excess grows with the mean: 0 is NB1, 1 is NB2",
      // Chosen: NB1 and NB2 (Cameron and Trivedi 2013, section 3.3) are equally plausible.
      .normal(mean: 0.5, sd: 0.5))
    for name in drivers { add(driver: name, carries: carried.contains(name)) }
    guard hasSeasons else { return }
    seasonSpread = all.count
    add(
      "spread of seasons", "standard deviation of what the periods of a season add to the log rate",
      // Chosen: holidays and budgets move a month's total by some 10 %.
      .halfNormal(sd: 0.1))
  }

  private mutating func add(driver name: String, carries: Bool) {
    add(
      "effect of \(name)",
      "change of a unit's log rate with log(1 + \(name) / mean), as it varies around the unit's mean",
      // Chosen: half of it is the elasticity at the mean; the mean of 49 personal-selling
      // elasticities is 0.31 (Albers, Mantrala and Sridhar 2010, Journal of Marketing Research 47).
      .normal(mean: 0, sd: 0.5))
    add(
      "association of \(name)",
      "difference of units' log rates with log(1 + \(name) / mean) of their mean, which is not an "
        + "effect where more is spent on the busy",
      // Chosen: at 1 a unit with twice the mean has 1.5 times the rate.
      .normal(mean: 0, sd: 1))
    add(
      "retention of \(name)", "share of \(name) that still acts a period later",
      // Chosen: flat enough to let data speak, yet away from 1, where carryover is no longer
      // distinct from the unit's mean.
      carries ? .beta(a: 2, b: 2) : .fixed(0))
  }

  private mutating func add(_ name: String, _ meaning: String, _ prior: Prior) {
    all.append(CountPanelParameter(name: name, meaning: meaning, prior: prior))
  }
}
