import Estimation
import Interchange
import Journeys
import Statistics

/// Fits mix models to what an analyst sees of a world, the way an analyst would.
public struct MixExaminer: Sendable {
  /// A way to fit.
  public enum Method: String, Sendable, CaseIterable {
    /// Least squares of the outcome on touches as they are, with a line and nothing else; for single
    /// people Poisson counts with an intercept of each.
    case naive
    /// Ridge regression with a search over transforms.
    case ridge
    /// Bayes with the default priors; where experiments are seen, also with them.
    case bayes

    /// What the method is, in words.
    public var meaning: String {
      switch self {
      case .naive: "regression on touches as they are"
      case .ridge: "ridge regression, searched transforms"
      case .bayes: "Bayes, default priors"
      }
    }
  }

  /// The ways to fit.
  public let methods: [Method]

  /// Models that a ridge search fits; *chosen*: enough for six channels, at 25 µs each.
  private static let trials = 2_000

  /// Sampling of each world; *chosen*: intervals to a tenth of their width, as worlds are many.
  private static let sampling =
    "sampling: { chains: 2, warmup: 300, draws: 300, targetAcceptance: 0.8 }"

  /// An examiner of some methods.
  public init(_ methods: [Method]) { self.methods = methods }

  /// What each method says of each channel in each panel.
  public func estimates(_ world: MixWorld) throws -> [ChannelEstimate] {
    try world.panels.flatMap { observed in
      // Search and sampling have one intercept per unit, and single people are too many for them.
      let fitting = observed.granularity == "agents" ? [Method.naive] : methods
      return try fitting.flatMap { try estimates(observed, $0) }
    }
  }

  private func estimates(
    _ observed: ObservedPanel, _ method: Method
  ) throws -> [ChannelEstimate] {
    let spec = try MixSpec(yaml: Self.specification(observed, method), name: "examination")
    let design = try MixDesign(spec, observed.panel)
    switch spec.method {
    case .regression: return Self.estimates(try MixFit.regression(design), observed, "naive")
    case .ridge(let search):
      return Self.estimates(try MixFit.ridge(design, search).fit, observed, "ridge")
    case .bayes(let sampling):
      let fit = try MixFit.sampledInTurn(design, sampling: sampling)
      let without = Self.estimates(fit, observed, "bayes")
      let tests = Self.tests(observed, design)
      guard !tests.isEmpty else { return without }
      let calibrated = try MixFit.sampledInTurn(design, lifts: tests, sampling: sampling)
      return without + Self.estimates(calibrated, observed, "bayes with holdout")
    }
  }

  /// The holdouts as experiments on the exposures of the panel, which lack those that were withheld.
  private static func tests(_ observed: ObservedPanel, _ design: MixDesign) -> [LiftTest] {
    observed.lifts.compactMap { lift in
      guard
        let channel = design.spec.channels.firstIndex(where: { $0.name == lift.channel }),
        lift.standardError > 0
      else { return nil }
      let seen = 1 - lift.withheldShare
      return LiftTest(
        channel: channel, unit: nil,
        periods: lift.periods.lowerBound..<lift.periods.upperBound + 1, removed: 1,
        estimate: lift.incrementalOutcome * seen, standardError: lift.standardError * seen)
    }
  }

  private static func estimates(
    _ fit: MixFit, _ observed: ObservedPanel, _ model: String
  ) -> [ChannelEstimate] {
    let decomposition = MixDecomposition(fit)
    return ChannelReturn.all(decomposition, fit.design).map { channel in
      ChannelEstimate(
        granularity: observed.granularity, model: model, channel: channel.channel,
        outcome: interval(channel.outcome.map { $0 / observed.share }),
        returnOnSpend: channel.returnOnSpend.isEmpty ? nil : interval(channel.returnOnSpend))
    }
  }

  private static func interval(_ draws: [Double]) -> IntervalEstimate {
    let spread = Spread(draws)
    return IntervalEstimate(spread.mean, low: spread.p05, high: spread.p95)
  }

  /// The specification that an analyst would write for a panel.
  static func specification(_ observed: ObservedPanel, _ method: Method) -> String {
    let hasUnits = observed.panel.units.count > 1
    let isPeople = observed.granularity == "agents"
    // An outcome without a margin is counted, not valued.
    let value = observed.outcomeValue > 0 ? observed.outcomeValue : 1
    var lines = [
      "title: examination", "time: period",
      "outcome: { column: \"\(observed.outcome)\", value: \(JSONText.number(value)) }",
    ]
    if hasUnits { lines.append("unit: unit") }
    if hasUnits, !isPeople, let size = observed.size { lines.append("size: \"\(size)\"") }
    lines.append("channels:")
    let plain = method == .naive ? ", carryover: none, saturation: none" : ""
    for channel in observed.channels {
      let spend = channel.spend.map { ", spend: \"\($0)\"" } ?? ""
      lines.append("  \"\(channel.name)\": { exposure: \"\(channel.touches)\"\(spend)\(plain) }")
    }
    switch method {
    case .naive:
      lines += ["method: regression", "trend: linear"]
      if isPeople { lines.append("likelihood: poisson") }
    case .ridge:
      lines += [
        "method: ridge", "trend: linear", "season: { terms: 2 }",
        "search: { trials: \(trials), seed: 1 }",
      ]
    case .bayes:
      lines += ["method: bayes", "trend: linear", "season: { terms: 2 }", sampling]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
