import Estimation
import Interchange

/// The specification of a text.
func mix(_ yaml: String) throws -> MixSpec { try MixSpec(yaml: yaml, name: "m.yaml") }

/// The words with which a specification is refused; empty when it is read.
func refusal(ofMix yaml: String) -> String {
  do {
    _ = try mix(yaml)
    return ""
  } catch {
    return "\(error)"
  }
}

/// Documents that several suites read.
enum MixDocuments {
  static let minimal = """
    title: National weekly sales
    time: week
    outcome: nrx
    channels:
      detailing: { spend: detailing_spend }
      email:
    """

  static let full = """
    title: Territories
    time: week
    unit: territory
    size: hcps
    group: region
    outcome: { column: nrx, value: 410 }
    channels:
      detailing:
        exposure: calls
        spend: detailing_spend
        carryover: { geometric: { retention: { beta: [2, 4] } }, lags: 13, normalized: false }
        saturation: { hill: { half: { gamma: [2, 4] }, slope: 1 } }
        returnOnSpend: { lognormal: [1, 0.5] }
      email:
        carryover: { delayed: { retention: 0.5, peak: { uniform: [0, 4] } }, lags: all }
        saturation: { hill: , relativeTo: exposure }
        effect: { halfStudent: [3, 0.5] }
      webinar:
        carryover: { weibullDensity: { shape: 2, scale: 3 }, lags: 6 }
        saturation: { tanh: { scale: 0.5 }, relativeTo: carryover }
        share: { beta: [1, 9] }
      banner:
        carryover: none
        saturation: root
        effect: { exponential: 2 }
    controls: { price index: , launch: { student: [4, 0, 0.1] } }
    season: { terms: 3, cycle: 364, prior: { normal: [0, 1/4] } }
    trend: { knots: 8, prior: { laplace: [0, 0.1] } }
    intercept: { normal: [0.3, 0.1] }
    laggedOutcome: { uniform: [0, 0.5] }
    likelihood: { student: { sd: { halfNormal: 1 }, degreesOfFreedom: 4 } }
    order: carryoverFirst
    hierarchy: { intercept: { halfNormal: 0.1 }, effects: { exponential: 5 }, by: unit }
    method: bayes
    sampling: { chains: 2, warmup: 500, draws: 2_000, targetAcceptance: 0.95, seed: 7 }
    holdout: 13
    source: assumption
    """
}
