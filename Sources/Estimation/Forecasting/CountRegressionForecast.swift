import Interchange
import Statistics

/// A negative binomial regression of each count on its unit's past, drivers and a trend, with the
/// same coefficients for all units.
///
/// Futures are drawn period by period, each count entering the past of the next. The uncertainty of
/// the few coefficients, which all rows determine together, is left out.
struct CountRegressionForecast {
  /// Periods of a unit that its first row has behind it.
  private static let firstTarget = 2

  /// Periods of the short mean of a unit's past.
  private static let recent = 3

  /// Periods to learn from, *chosen* so that a trend has more than a pair of them.
  private static let fewestPeriods = 5

  /// How far above the largest count of the history an expected count may come, as a factor.
  ///
  /// *Chosen*: counts that feed on themselves could else grow without bound.
  private static let largestGrowth = 10.0

  private let history: OutcomeHistory
  private let question: ForecastQuestion
  /// Drivers as carried over, one unit-major column over history and future for each.
  private let acting: [[Double]]
  /// Columns of ``names`` that the fit has.
  private let used: [Int]
  private let coefficients: [Double]
  private let alpha: Double

  /// Fits the regression.
  init(_ history: OutcomeHistory, _ question: ForecastQuestion) throws(ForecastError) {
    let count = history.periods.count
    guard count >= Self.fewestPeriods else {
      throw .tooFewPeriods(found: count, needed: Self.fewestPeriods)
    }
    self.history = history
    self.question = question
    let acting = Self.acting(history, question)
    let targets = Self.firstTarget..<count
    let names = ["last", "recent mean", "mean", "trend"] + history.driverNames
    var columns = [[Double]](repeating: [], count: names.count)
    var outcome: [Double] = []
    for unit in history.units.indices {
      var past = UnitPast(history.outcomes(of: unit).prefix(Self.firstTarget))
      for period in targets {
        let row =
          past.logarithms + [Double(period) / Double(count)]
          + acting.map { Elementary.log1p($0[unit * (count + question.horizon) + period]) }
        for (column, value) in row.enumerated() { columns[column].append(value) }
        let value = history.outcome[unit * count + period]
        outcome.append(value)
        past.append(value)
      }
    }
    // What has not varied yet has no coefficient yet.
    let used = columns.indices.filter { column in
      columns[column].contains { $0 != columns[column][0] }
    }
    let design = GeneralizedLinearDesign(
      rows: outcome.count, columns: used.map { (names[$0], columns[$0]) })
    let sample = GeneralizedLinearSample(outcome, on: design)
    let fit: GeneralizedLinearFit
    do {
      fit = try Self.fit(sample)
    } catch {
      throw .regression(error)
    }
    self.acting = acting
    self.used = used
    coefficients = fit.coefficients
    alpha = fit.alpha ?? 0
  }

  /// Counts that vary no more than Poisson counts are fitted as such.
  private static func fit(
    _ sample: GeneralizedLinearSample
  ) throws(GeneralizedLinearError) -> GeneralizedLinearFit {
    do {
      return try GeneralizedLinearModel(.negativeBinomial()).fit(sample)
    } catch {
      guard case .notOverdispersed = error else { throw error }
      return try GeneralizedLinearModel(.poisson).fit(sample)
    }
  }

  private static func acting(
    _ history: OutcomeHistory, _ question: ForecastQuestion
  ) -> [[Double]] {
    let (count, horizon) = (history.periods.count, question.horizon)
    return history.drivers.indices.map { driver in
      let carryover = Carryover.geometric(retention: question.retentions[driver])
      return history.units.indices.flatMap { unit in
        carryover.applied(
          to: Array(history.drivers[driver][unit * count..<(unit + 1) * count])
            + question.futureDrivers[driver][unit * horizon..<(unit + 1) * horizon],
          isNormalized: true)
      }
    }
  }

  /// Futures of all units.
  func draws() -> ForecastDraws {
    let (count, horizon) = (history.periods.count, question.horizon)
    let stream = RandomStream(seed: question.seed, replicate: 0, purpose: "forecast/regression")
    let largest = Self.largestGrowth * ((history.outcome.max() ?? 0) + 1)
    var draws = ForecastDraws(
      unitCount: history.units.count, horizon: horizon, drawCount: question.drawCount)
    for unit in history.units.indices {
      let known = UnitPast(history.outcomes(of: unit))
      /// What of the predictor does not depend on coming counts, in each period.
      let fixed = (0..<horizon).map { step in
        coefficients[0]
          + zip(used, coefficients.dropFirst()).reduce(0) { sum, column in
            guard column.0 >= UnitPast.logarithmCount else { return sum }
            let value =
              column.0 == UnitPast.logarithmCount
              ? Double(count + step) / Double(count)
              : Elementary.log1p(
                acting[column.0 - UnitPast.logarithmCount - 1][
                  unit * (count + horizon) + count + step])
            return sum + column.1 * value
          }
      }
      for draw in 0..<question.drawCount {
        var past = known
        for step in 0..<horizon {
          let logarithms = past.logarithms
          var predictor = fixed[step]
          for (column, coefficient) in zip(used, coefficients.dropFirst())
          where column < UnitPast.logarithmCount {
            predictor += coefficient * logarithms[column]
          }
          let mean = min(largest, Elementary.exp(predictor))
          let value = NegativeBinomial.count(
            mean: mean, dispersion: min(1e6, 1 + alpha * mean),
            uniform: stream.uniform(agent: unit, step: step, draw: draw))
          draws.values[(unit * horizon + step) * question.drawCount + draw] = Float(value)
          past.append(Double(value))
        }
      }
    }
    return draws
  }

  /// What a count is regressed on of its unit's past.
  private struct UnitPast {
    static let logarithmCount = 3

    private var sum = 0.0
    private var count = 0.0
    private var last = [Double](repeating: 0, count: recent)
    private var next = 0

    init(_ values: ArraySlice<Double>) {
      for value in values { append(value) }
    }

    mutating func append(_ value: Double) {
      sum += value
      count += 1
      last[next % recent] = value
      next += 1
    }

    /// Logarithms of 1 more than the last value, the mean of the recent ones, and the mean of all.
    var logarithms: [Double] {
      let recentSum = last.reduce(0, +)
      return [
        Elementary.log1p(last[(next - 1) % recent]),
        Elementary.log1p(recentSum / min(count, Double(recent))),
        Elementary.log1p(sum / count),
      ]
    }
  }
}
