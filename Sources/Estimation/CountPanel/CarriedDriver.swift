import Statistics

/// A driver of units as it acts: carried over with geometric weights, then in logarithms.
///
/// The carried-over driver is `(1 − ρ) Σ ρˡ x(t − l)` over lags from 0 on; before the first period a
/// unit is taken to have gone on at the mean of its history (chosen: zeros would let every effect grow
/// in at the start of the data, as if no one had ever called before). What acts is
/// `log(1 + carried / mean)`, with the mean of the whole panel, less the same of the unit's mean, so
/// that effects within and differences between units are separate (Mundlak 1978, "On the pooling of
/// time series and cross section data", Econometrica 46).
struct CarriedDriver: Sendable {
  /// Values, unit-major.
  private let values: [Double]
  private let periods: Int
  /// The mean of the whole panel; 1 for a driver that is always 0.
  let scale: Double
  /// The mean of each unit.
  let means: [Double]
  /// `log(1 + mean / scale)` of each unit.
  let logMeans: [Double]
  /// `logMeans` less their own mean, by which units are told apart.
  let contrasts: [Double]
  /// What acts, unit-major, and its derivative by the retention.
  private(set) var acting: [Double]
  private(set) var slopes: [Double]

  /// A driver.
  ///
  /// - Parameters:
  ///   - values: Values from 0 up, unit-major.
  ///   - periods: The number of periods.
  init(_ values: [Double], periods: Int) {
    self.values = values
    self.periods = periods
    let units = values.count / periods
    var means = [Double](repeating: 0, count: units)
    for (place, value) in values.enumerated() { means[place / periods] += value / Double(periods) }
    let mean = means.reduce(0, +) / Double(units)
    let scale = mean > 0 ? mean : 1
    self.scale = scale
    self.means = means
    let logMeans = means.map { Elementary.log1p($0 / scale) }
    self.logMeans = logMeans
    let center = logMeans.reduce(0, +) / Double(units)
    contrasts = logMeans.map { $0 - center }
    acting = [Double](repeating: 0, count: values.count)
    slopes = acting
    carry(retention: 0)
  }

  /// Fills what acts.
  ///
  /// - Parameter retention: The share kept from one period to the next, in `[0, 1)`.
  mutating func carry(retention: Double) {
    for unit in means.indices {
      var (carried, slope) = (means[unit], 0.0)
      for place in unit * periods..<(unit + 1) * periods {
        slope = carried - values[place] + retention * slope
        carried = (1 - retention) * values[place] + retention * carried
        acting[place] = Elementary.log1p(carried / scale) - logMeans[unit]
        slopes[place] = slope / (scale + carried)
      }
    }
  }

  /// What a unit carries beyond the last period.
  func carried(unit: Int, retention: Double) -> Double {
    var carried = means[unit]
    for place in unit * periods..<(unit + 1) * periods {
      carried = (1 - retention) * values[place] + retention * carried
    }
    return carried
  }

  /// What acts in a period in which a unit carries a given amount.
  func acting(_ carried: Double, unit: Int) -> Double {
    Elementary.log1p(carried / scale) - logMeans[unit]
  }
}
