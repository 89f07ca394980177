import Foundation
import Statistics

/// Weekly outcomes of places in which made-up channels are at work, so that figures of mix models
/// need nobody's data.
///
/// The outcome of place `g` in week `t` of `T` is a thousand times
/// `b_g + 0.15 t/T + 0.05 sin ωt + 0.03 cos ωt + Σ_c e_{g,c} tanh(rate_c s_{g,c,t} / 2)
/// − 0.1 price + 0.15 event_1 + 0.1 event_2 + 0.03 z`, with `ω = 2π/52.18`, carried-over exposures
/// `s_t = (1 − retention) x_t + retention s_{t−1}`, prices uniform between 0 and 1, one week of each
/// event, and standard normal `z`. Of several places each has a base and effects that differ by
/// factors `exp(0.3 z)`.
struct SimulatedMarket {
  /// A channel, as it is.
  struct Channel {
    let name: String
    /// Share of weeks with a campaign.
    let campaigns: Double
    /// Exposures in weeks with a campaign, uniform.
    let high: ClosedRange<Double>
    /// Exposures in other weeks, uniform.
    let low: ClosedRange<Double>
    let retention: Double
    let rate: Double
    let effect: Double
  }

  /// What a random number is for; the draw of its address.
  private enum Draw: Int {
    case campaign, exposure, effect, base, price, noise
  }

  let places: Int
  let weeks: Int
  let channels: [Channel]

  private let stream = RandomStream(seed: 1, replicate: 0, purpose: "bench/market")

  init(places: Int = 1, weeks: Int, channels: [Channel]) {
    self.places = places
    self.weeks = weeks
    self.channels = channels
  }

  /// The table: `week`, `place` where there are several, `sales`, channels, `price`, `event_1`,
  /// `event_2` and `t`.
  func table() -> String {
    let names = ["week"] + (places > 1 ? ["place"] : []) + ["sales"] + channels.map(\.name)
    var lines = [(names + ["price", "event_1", "event_2", "t"]).joined(separator: ",")]
    for place in 0..<places {
      var carried = channels.map { _ in 0.0 }
      for week in 0..<weeks {
        let exposures = channels.indices.map { exposure(place, week, channel: $0) }
        for (index, channel) in channels.enumerated() {
          carried[index] =
            (1 - channel.retention) * exposures[index] + channel.retention * carried[index]
        }
        let others = [
          uniform(.price, place, week), week == weeks / 3 ? 1 : 0, week == 2 * weeks / 3 ? 1 : 0,
        ]
        let sales = 1000 * (base(place, week) + response(place, carried) + effect(of: others))
        let noise = 30 * normal(.noise, place, week)
        let cells = [max(0, sales + noise)] + exposures + others
        lines.append(
          (["\(week)"] + (places > 1 ? ["place\(place)"] : []) + cells.map { "\($0)" }
            + ["\(week)"]).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func base(_ place: Int, _ week: Int) -> Double {
    let wave = 2 * Double.pi * Double(week) / 52.18
    return 0.6 * factor(.base, place, of: 0) + 0.15 * Double(week) / Double(weeks)
      + 0.05 * sin(wave) + 0.03 * cos(wave)
  }

  private func response(_ place: Int, _ carried: [Double]) -> Double {
    channels.indices.reduce(0) { sum, index in
      sum + channels[index].effect * factor(.effect, place, of: index)
        * tanh(channels[index].rate * carried[index] / 2)
    }
  }

  private func effect(of others: [Double]) -> Double {
    -0.1 * others[0] + 0.15 * others[1] + 0.1 * others[2]
  }

  private func exposure(_ place: Int, _ week: Int, channel index: Int) -> Double {
    let channel = channels[index]
    let isCampaign = uniform(.campaign, place, week, of: index) < channel.campaigns
    let range = isCampaign ? channel.high : channel.low
    let share = uniform(.exposure, place, week, of: index)
    return range.lowerBound + share * (range.upperBound - range.lowerBound)
  }

  /// How a place differs from others in one respect.
  private func factor(_ draw: Draw, _ place: Int, of index: Int) -> Double {
    places > 1 ? exp(0.3 * normal(draw, place, 0, of: index)) : 1
  }

  private func normal(_ draw: Draw, _ place: Int, _ week: Int, of index: Int = 0) -> Double {
    Normal.quantile(uniform(draw, place, week, of: index))
  }

  private func uniform(_ draw: Draw, _ place: Int, _ week: Int, of index: Int = 0) -> Double {
    stream.uniform(agent: place, step: week, draw: 16 * index + draw.rawValue)
  }
}
