import Statistics

extension CountPanelFit {
  /// Equally likely futures of all units, drawn together.
  ///
  /// In each future one draw of the posterior holds for all units, and they share the common level's
  /// movement and shocks, so that sums over units spread as they do.
  ///
  /// - Parameters:
  ///   - horizon: Periods ahead, at least one.
  ///   - futureDrivers: Values of each driver in the periods ahead, unit-major; nil where they are not
  ///     known: then each unit goes on at its mean of the last ``recentPeriods`` periods.
  ///   - drawCount: The number of futures, at least one.
  ///   - seed: The seed of the futures.
  /// - Returns: The futures. A rate above 1e9 counts as 1e9, and a ratio of variance to mean above
  ///   1e6 as 1e6.
  public func forecast(
    horizon: Int, futureDrivers: [[Double]]? = nil, drawCount: Int, seed: UInt64
  ) -> ForecastDraws {
    precondition(horizon > 0 && drawCount > 0, "a forecast has a period and a future")
    precondition(
      futureDrivers.map { columns in
        columns.count == drivers.count && columns.allSatisfy { $0.count == unitCount * horizon }
      } ?? true, "future drivers have a value for each unit and period ahead")
    var futures = ForecastDraws(unitCount: unitCount, horizon: horizon, drawCount: drawCount)
    for draw in 0..<drawCount {
      fill(
        &futures, draw, futureDrivers,
        RandomStream(seed: seed, replicate: draw, purpose: "count panel/future"))
    }
    return futures
  }

  /// Fills one future.
  private func fill(
    _ futures: inout ForecastDraws, _ draw: Int, _ known: [[Double]]?, _ stream: RandomStream
  ) {
    let start = starts[draw * starts.count / futures.drawCount % starts.count]
    let values = start.values
    let common = commonRates(start, futures.horizon, stream)
    let noise = CountNoise(
      logScale: Elementary.log(values[CountPanelParameters.excess]),
      power: values[CountPanelParameters.power])
    for unit in 0..<unitCount {
      var logRate = Double(start.logRates[unit])
      let movement = Double(start.movements[unit])
      var carried = drivers.indices.map {
        drivers[$0].carried(unit: unit, retention: values[parameters.retention($0)])
      }
      for step in 0..<futures.horizon {
        let change = Normal.quantile(stream.uniform(agent: unit, step: step, draw: 0))
        logRate += movement * (change - movement / 2)
        var logMean = common[step] + logRate
        for driver in drivers.indices {
          let retention = values[parameters.retention(driver)]
          let value = known?[driver][unit * futures.horizon + step] ?? recentMeans[driver][unit]
          carried[driver] = (1 - retention) * value + retention * carried[driver]
          logMean +=
            values[parameters.effect(driver)] * drivers[driver].acting(carried[driver], unit: unit)
        }
        let count = NegativeBinomial.count(
          mean: min(Elementary.exp(logMean), 1e9),
          dispersion: min(noise.ratio(logMean: logMean), 1e6),
          uniform: stream.uniform(agent: unit, step: step, draw: 1))
        futures.values[(unit * futures.horizon + step) * futures.drawCount + draw] = Float(count)
      }
    }
  }

  /// The common log rate of each period ahead.
  private func commonRates(
    _ start: ForecastStart, _ horizon: Int, _ stream: RandomStream
  ) -> [Double] {
    var level = start.level
    return (0..<horizon).map { step in
      // The row behind the last unit is that of what all share.
      let change = Normal.quantile(stream.uniform(agent: unitCount, step: step, draw: 0))
      let shock = Normal.quantile(stream.uniform(agent: unitCount, step: step, draw: 1))
      level +=
        start.values[CountPanelParameters.trend] / 100
        + start.values[CountPanelParameters.drift] * change
      let season = start.seasons.isEmpty ? 0 : start.seasons[step % start.seasons.count]
      return level + season + start.values[CountPanelParameters.shock] * shock
    }
  }
}
