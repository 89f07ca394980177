public import Statistics

/// Daily outcomes of markets that move together, for tests in markets.
///
/// Market `g` has on day `t` the outcome `s_g (10 + 2 sin(2π t/7 + g/9) + f_t + 0.5 z)`, with size
/// `s_g = exp(0.6 z_g)`, a common factor `f_t` that walks by standard normal steps of 0.3, and standard
/// normal `z`.
public enum MarketSeries {
  /// One row per day and one column per market.
  public static func outcomes(markets: Int, days: Int) -> Matrix {
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "bench/markets")
    func normal(_ agent: Int, _ step: Int, draw: Int) -> Double {
      Normal.quantile(stream.uniform(agent: agent, step: step, draw: draw))
    }
    var common = 0.0
    var outcomes = Matrix(rows: days, columns: markets)
    for day in 0..<days {
      common += 0.3 * normal(0, day, draw: 0)
      for market in 0..<markets {
        let size = Elementary.exp(0.6 * normal(market, 0, draw: 1))
        let week = 2 * Double.pi * Double(day) / 7 + Double(market) / 9
        outcomes[day, market] =
          size * (10 + 2 * Elementary.sin(week) + common + 0.5 * normal(market, day, draw: 2))
      }
    }
    return outcomes
  }
}
