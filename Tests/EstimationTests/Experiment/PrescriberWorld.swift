import Estimation
import Statistics

/// Simulated prescribers as they are in the field: few write most, territories differ, and who
/// wrote before writes again.
///
/// Monthly rates are gamma variables with shape 0.65 and mean 5 (negative binomial counts of
/// dispersion 1.55 between prescribers), times a territory's gamma of coefficient of variation
/// 0.15. Counts of six months before and three after are negative binomial around them, the later
/// rate moved by a gamma of coefficient of variation 0.45, which correlates the two at about 0.8.
struct PrescriberWorld {
  let replicate: Int
  var prescribers = 300
  var territories = 60

  struct Unit {
    var territory: Int
    var pre: Double
    var post: Double
  }

  private func gamma(_ what: String, cv: Double, _ agent: Int) -> Double {
    Gamma.draw(
      shape: 1 / (cv * cv), scale: cv * cv,
      stream: RandomStream(seed: 11, replicate: replicate, purpose: "test/" + what), agent: agent,
      step: 0, firstDraw: 0)
  }

  func uniform(_ what: String, _ agent: Int) -> Double {
    RandomStream(seed: 11, replicate: replicate, purpose: "test/" + what)
      .uniform(agent: agent, step: 0)
  }

  /// The prescribers, those of a territory behind one another, with a lift for the treated.
  func units(lift: Double = 0, treated: [Bool]) -> [Unit] {
    let variance = CountDispersion(1.4)
    let territoryRates = (0..<territories).map { gamma("territory", cv: 0.15, $0) }
    let territoryChanges = (0..<territories).map { gamma("change", cv: 0.15, $0) }
    return (0..<prescribers).map { agent in
      let territory = agent * territories / prescribers
      let rate = 5 * gamma("rate", cv: 1.24, agent) * territoryRates[territory]
      let later =
        rate * gamma("later", cv: 0.45, agent) * territoryChanges[territory]
        * (treated[agent] ? 1 + lift : 1)
      return Unit(
        territory: territory,
        pre: Double(variance.count(mean: 6 * rate, uniform: uniform("pre", agent))),
        post: Double(variance.count(mean: 3 * later, uniform: uniform("post", agent))))
    }
  }

  /// Half of some things, drawn; the share is treated.
  func draw(_ count: Int, share: Double = 0.5) -> [Bool] {
    let order = (0..<count).sorted { uniform("arm", $0) < uniform("arm", $1) }
    var drawn = [Bool](repeating: false, count: count)
    for thing in order.prefix(Int(share * Double(count))) { drawn[thing] = true }
    return drawn
  }

  /// Prescribers drawn one by one.
  func individual(lift: Double = 0, share: Double = 0.5) throws -> ExperimentSample {
    let treated = draw(prescribers, share: share)
    let units = units(lift: lift, treated: treated)
    return try ExperimentSample(
      units.map(\.post), isTreated: treated, covariates: [.init("pre", units.map(\.pre))])
  }

  /// Whole territories drawn.
  func clustered(lift: Double = 0, share: Double = 0.5) throws -> ExperimentSample {
    let arms = draw(territories, share: share)
    let treated = (0..<prescribers).map { arms[$0 * territories / prescribers] }
    let units = units(lift: lift, treated: treated)
    return try ExperimentSample(
      units.map(\.post), isTreated: treated, covariates: [.init("pre", units.map(\.pre))],
      clusters: units.map(\.territory))
  }

  /// Pairs of neighbors in the order of counts before, one of each treated.
  func paired() throws -> ExperimentSample {
    var treated = [Bool](repeating: false, count: prescribers)
    let plain = units(treated: treated)
    let order = plain.indices.sorted { (plain[$0].pre, $0) < (plain[$1].pre, $1) }
    var pairs = [Int](repeating: 0, count: prescribers)
    for (place, unit) in order.enumerated() { pairs[unit] = place / 2 }
    for pair in 0..<prescribers / 2 {
      treated[order[2 * pair + (uniform("flip", pair) < 0.5 ? 0 : 1)]] = true
    }
    return try ExperimentSample(
      plain.map(\.post), isTreated: treated, covariates: [.init("pre", plain.map(\.pre))],
      blocks: pairs)
  }
}
