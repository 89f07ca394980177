import Interchange
import Statistics

/// The last value, or the value of the last season, and changes like those of the past.
///
/// Changes are taken with both signs, so that the median future is the value itself. All units
/// change as they did over one and the same stretch of the past: what moved all of them at once
/// moves their sum as well.
struct PastChanges {
  /// Periods of a season; 1 for the last value.
  let season: Int

  /// Periods without which there is no change to draw from: a season and, *chosen*, two more.
  var fewestPeriods: Int { season + 2 }

  func draws(
    of history: OutcomeHistory, _ question: ForecastQuestion
  ) throws(ForecastError) -> ForecastDraws {
    let count = history.periods.count
    guard count >= fewestPeriods else {
      throw .tooFewPeriods(found: count, needed: fewestPeriods)
    }
    let stream = RandomStream(seed: question.seed, replicate: 0, purpose: "forecast/changes")
    let ranks = Shuffle.ranks(count: question.drawCount, stream, step: 0)
    var draws = ForecastDraws(
      unitCount: history.units.count, horizon: question.horizon, drawCount: question.drawCount)
    for step in 0..<question.horizon {
      let last = count - season + step % season
      // Farther ahead than two past periods lie apart, changes over the longest distance stand in.
      let seasons = min(step / season + 1, (count - 2) / season)
      let changes = stretches(ranks, distance: seasons * season, count: count)
      for unit in history.units.indices {
        let start = unit * count
        let base = history.outcome[start + last]
        let place = (unit * question.horizon + step) * question.drawCount
        for (draw, change) in changes.enumerated() {
          let moved = history.outcome[start + change.to] - history.outcome[start + change.from]
          draws.values[place + draw] = Float(max(0, base + moved))
        }
      }
    }
    return draws
  }

  /// The stretch of the past that each future repeats, forward or back, all equally often.
  private func stretches(
    _ ranks: [Int], distance: Int, count: Int
  ) -> [(from: Int, to: Int)] {
    let starts = count - distance
    let pairs = (ranks.count + 1) / 2
    return ranks.map { rank in
      let start = rank / 2 * starts / pairs
      return rank.isMultiple(of: 2) ? (start, start + distance) : (start + distance, start)
    }
  }
}

/// Futures that repeat past periods, each equally often; all units repeat the same one.
enum OwnHistory {
  static func draws(of history: OutcomeHistory, _ question: ForecastQuestion) -> ForecastDraws {
    let count = history.periods.count
    let stream = RandomStream(seed: question.seed, replicate: 0, purpose: "forecast/history")
    var draws = ForecastDraws(
      unitCount: history.units.count, horizon: question.horizon, drawCount: question.drawCount)
    for step in 0..<question.horizon {
      let periods = Shuffle.ranks(count: question.drawCount, stream, step: step).map {
        $0 * count / question.drawCount
      }
      for unit in history.units.indices {
        let place = (unit * question.horizon + step) * question.drawCount
        for (draw, period) in periods.enumerated() {
          draws.values[place + draw] = Float(history.outcome[unit * count + period])
        }
      }
    }
    return draws
  }
}

/// Random orders, so that what is repeated in turn comes in no order.
private enum Shuffle {
  /// The numbers from 0 in random order.
  static func ranks(count: Int, _ stream: RandomStream, step: Int) -> [Int] {
    let words = (0..<count).map { stream.word(agent: 0, step: step, draw: $0) }
    return words.indices.sorted { (words[$0], $0) < (words[$1], $1) }
  }
}
