import Interchange
import Statistics

@testable import Estimation

/// A simulated market whose truth is known, written without the library's transforms.
///
/// Outcomes are `level_g + trend + price + Σ effect_c · x' / (x' + half_c)` with `x'` the exposure over
/// its largest value, kept at `retention_c` from week to week; or counts around the exponential of
/// that.
struct MixWorld {
  var units = 1
  var periods = 120
  var retention = [0.6, 0.3]
  var half = [0.5, 0.8]
  /// In outcomes, or in parts of the logarithm for counts.
  var effect = [30.0, 20]
  var level = 50.0
  /// How far units' levels lie apart, evenly.
  var levelSpread = 0.0
  var trend = 10.0
  var price = -3.0
  var noise = 2.0
  /// Money per exposure.
  var costs = [2.0, 5]
  var seed: UInt64 = 1

  /// Whole weeks of both channels, unit after unit.
  var exposures: [[Double]] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/exposure")
    return retention.indices.map { channel in
      (0..<units * periods).map { row in
        let u = stream.uniform(agent: row, step: channel)
        // Half of the weeks are off, so that the level shows.
        return stream.uniform(agent: row, step: channel, draw: 1) < 0.5 ? 0 : 20 + 180 * u
      }
    }
  }

  var prices: [Double] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/price")
    return (0..<units * periods).map { Normal.quantile(stream.uniform(agent: $0, step: 0)) }
  }

  /// What each channel brings to the mean, or to its logarithm: channel after channel, row by row.
  var parts: [[Double]] {
    zip(exposures, retention.indices).map { column, channel in
      let largest = column.max() ?? 1
      var parts: [Double] = []
      for unit in 0..<units {
        var kept = 0.0
        for period in 0..<periods {
          kept = column[unit * periods + period] / largest + retention[channel] * kept
          parts.append(effect[channel] * kept / (kept + half[channel]))
        }
      }
      return parts
    }
  }

  func level(of unit: Int) -> Double {
    units > 1 ? level + levelSpread * (Double(unit) / Double(units - 1) - 0.5) : level
  }

  /// The mean without channels, or its logarithm.
  var base: [Double] {
    prices.enumerated().map { row, price in
      level(of: row / periods) + trend * Double(row % periods) / Double(periods - 1)
        + self.price * price
    }
  }

  var predictor: [Double] {
    parts.reduce(base) { sum, part in zip(sum, part).map { $0 + $1 } }
  }

  /// Normal outcomes around the mean.
  func outcomes(replicate: Int = 0) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: replicate, purpose: "test/noise")
    return predictor.enumerated().map {
      $1 + noise * Normal.quantile(stream.uniform(agent: $0, step: 0))
    }
  }

  /// Counts around the exponential of the predictor; negative binomial where a dispersion is given.
  func counts(dispersion: Double = 0, replicate: Int = 0) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: replicate, purpose: "test/count")
    return predictor.enumerated().map { row, logMean in
      let mean = Elementary.exp(logMean)
      let uniform = stream.uniform(agent: row, step: 0)
      return Double(
        dispersion > 0
          ? NegativeBinomial.count(mean: mean, dispersion: 1 + dispersion * mean, uniform: uniform)
          : Poisson.count(mean: mean, uniform: uniform))
    }
  }

  /// The panel of the world.
  func panel(_ outcomes: [Double]) -> Panel {
    var panel = Panel(
      name: "world", units: units == 1 ? [""] : (0..<units).map { "u\($0 + 1)" },
      periods: PeriodAxis(first: 19_000, step: .days(7), count: periods))
    panel.add("sales", outcomes)
    let columns = exposures
    for (channel, name) in ["tv", "web"].enumerated() {
      panel.add(name, columns[channel])
      panel.add("\(name)_cost", columns[channel].map { $0 * costs[channel] })
    }
    panel.add("price", prices)
    return panel
  }

  /// A document of the world's form.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - knowsTransforms: Whether the world's transforms are known.
  ///   - others: Further lines.
  /// - Returns: The text.
  func document(_ method: String, knowsTransforms: Bool, others: String = "") -> String {
    var text = "time: week\noutcome: sales\nmethod: \(method)\ncontrols: [price]\ntrend: linear\n"
    if units > 1 { text += "unit: geo\n" }
    text += "channels:\n"
    for (channel, name) in ["tv", "web"].enumerated() {
      let carried = knowsTransforms ? "\(retention[channel])" : "{ uniform: [0, 0.9] }"
      let half = knowsTransforms ? "\(half[channel])" : "{ uniform: [0.1, 2] }"
      text += """
          \(name):
            spend: \(name)_cost
            exposure: \(name)
            carryover: { geometric: { retention: \(carried) }, lags: all, normalized: false }
            saturation: { relativeTo: exposure, michaelisMenten: { half: \(half) } }

        """
    }
    return text + others + "\n"
  }

  /// The compiled model of the world's form.
  func design(
    _ method: String, knowsTransforms: Bool, others: String = "", outcomes: [Double]? = nil
  ) throws -> MixDesign {
    let spec = try mix(document(method, knowsTransforms: knowsTransforms, others: others))
    return try MixDesign(spec, panel(outcomes ?? self.outcomes()))
  }
}

extension MixFit {
  /// The draws of a parameter.
  func draws(of name: String) -> [Double] {
    guard let place = parameters.all.firstIndex(where: { $0.name == name }) else { return [] }
    return Array(draws.column(place))
  }
}

/// The mean and standard deviation of draws.
func moments(_ draws: [Double]) -> (mean: Double, sd: Double) {
  let moments = RunningMoments(draws)
  return (moments.mean, moments.standardDeviation)
}
