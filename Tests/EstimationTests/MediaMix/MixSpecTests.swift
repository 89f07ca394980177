import Foundation
import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Mix specification")
struct MixSpecTests {
  /// A channel as method bayes reads one that says nothing.
  static func channel(_ name: String, spend: String? = nil) -> MixSpec.Channel {
    MixSpec.Channel(
      name: name, exposure: spend ?? name, spend: spend, carryover: .geometric,
      carryoverPriors: [.beta(a: 1, b: 3)], lags: 8, isNormalized: true, saturation: .logistic,
      saturationPriors: [.gamma(shape: 3, rate: 1)], isRelativeToCarryover: false,
      effect: .coefficient(.halfNormal(sd: 1)))
  }

  @Test("has the defaults of PyMC-Marketing where a document says nothing")
  func minimal() throws {
    let expected = MixSpec(
      title: "National weekly sales", columns: MixSpec.Columns(time: "week"),
      outcome: MixSpec.Outcome(column: "nrx", value: 1),
      channels: [
        Self.channel("detailing", spend: "detailing_spend"), Self.channel("email"),
      ],
      controls: [],
      baseline: MixSpec.Baseline(
        intercept: .normal(mean: 0.5, sd: 0.2), trend: .none, season: nil, laggedOutcome: nil),
      likelihood: .normal(sd: .halfNormal(sd: 6)), order: .carryoverFirst,
      hierarchy: MixSpec.Hierarchy(intercept: nil, effects: nil, effectsByGroup: false),
      method: .bayes(
        MixSpec.Sampling(chains: 4, warmup: 1_000, draws: 1_000, targetAcceptance: 0.9, seed: 1)),
      holdoutPeriods: 0)
    #expect(try mix(MixDocuments.minimal) == expected)
  }

  @Test("reads everything that a document says")
  func full() throws {
    let spec = try mix(MixDocuments.full)
    #expect(
      spec.columns
        == MixSpec.Columns(time: "week", unit: "territory", size: "hcps", group: "region"))
    #expect(spec.outcome == MixSpec.Outcome(column: "nrx", value: 410))
    var detailing = Self.channel("detailing", spend: "detailing_spend")
    detailing.exposure = "calls"
    detailing.carryoverPriors = [.beta(a: 2, b: 4)]
    detailing.lags = 13
    detailing.isNormalized = false
    detailing.saturation = .hill
    detailing.saturationPriors = [.gamma(shape: 2, rate: 4), .fixed(1)]
    detailing.effect = .returnOnSpend(.lognormal(logMean: 1, logSD: 0.5))
    var email = Self.channel("email")
    email.carryover = .delayed
    email.carryoverPriors = [.fixed(0.5), .uniform(low: 0, high: 4)]
    email.lags = nil
    email.saturation = .hill
    email.saturationPriors = [.halfNormal(sd: 1.5), .halfNormal(sd: 1.5)]
    email.effect = .coefficient(.halfStudent(degreesOfFreedom: 3, scale: 0.5))
    var webinar = Self.channel("webinar")
    webinar.carryover = .weibullDensity
    webinar.carryoverPriors = [.fixed(2), .fixed(3)]
    webinar.lags = 6
    webinar.saturation = .tanh
    webinar.saturationPriors = [.fixed(0.5)]
    webinar.isRelativeToCarryover = true
    webinar.effect = .share(.beta(a: 1, b: 9))
    var banner = Self.channel("banner")
    banner.carryover = .none
    banner.carryoverPriors = []
    banner.saturation = .root
    banner.saturationPriors = [.beta(a: 1, b: 2)]
    banner.effect = .coefficient(.exponential(rate: 2))
    #expect(spec.channels == [detailing, email, webinar, banner])
    #expect(
      spec.controls == [
        MixSpec.Control(column: "price index", prior: .normal(mean: 0, sd: 0.05)),
        MixSpec.Control(
          column: "launch", prior: .student(degreesOfFreedom: 4, location: 0, scale: 0.1)),
      ])
    #expect(
      spec.baseline
        == MixSpec.Baseline(
          intercept: .normal(mean: 0.3, sd: 0.1),
          trend: .knots(count: 8, .laplace(location: 0, scale: 0.1)),
          season: MixSpec.Season(terms: 3, cycle: 364, prior: .normal(mean: 0, sd: 0.25)),
          laggedOutcome: .uniform(low: 0, high: 0.5)))
    #expect(spec.likelihood == .student(sd: .halfNormal(sd: 1), degreesOfFreedom: .fixed(4)))
    #expect(
      spec.hierarchy
        == MixSpec.Hierarchy(
          intercept: .halfNormal(sd: 0.1), effects: .exponential(rate: 5), effectsByGroup: false))
    #expect(
      spec.method
        == .bayes(
          MixSpec.Sampling(
            chains: 2, warmup: 500, draws: 2_000, targetAcceptance: 0.95, seed: 7)))
    #expect(spec.holdoutPeriods == 13)
  }

  @Test("has the ranges of Robyn with method ridge")
  func ridge() throws {
    let spec = try mix(
      MixDocuments.minimal + """

        method: ridge
        controls: [price]
        trend: linear
        season: {}
        search: { trials: 500, allowsNegative: true, seed: 3 }
        """)
    var channel = Self.channel("email")
    channel.carryoverPriors = [.uniform(low: 0, high: 0.8)]
    channel.lags = nil
    channel.isNormalized = false
    channel.saturation = .hill
    channel.saturationPriors = [.uniform(low: 0.3, high: 1), .uniform(low: 0.5, high: 3)]
    channel.isRelativeToCarryover = true
    #expect(spec.channels[1] == channel)
    #expect(spec.method == .ridge(MixSpec.Search(trials: 500, allowsNegative: true, seed: 3)))
    #expect(
      try mix(MixDocuments.minimal + "\nmethod: ridge").method
        == .ridge(MixSpec.Search(trials: 2_000, allowsNegative: false, seed: 1)))
    #expect(spec.baseline.trend == .linear(.normal(mean: 0, sd: 0.2)))
    #expect(
      spec.baseline.season
        == MixSpec.Season(terms: 2, cycle: 365.25, prior: .laplace(location: 0, scale: 0.2)))
    let reversed = try mix(MixDocuments.minimal + "\nmethod: ridge\norder: saturationFirst")
    #expect(reversed.order == .saturationFirst)
    #expect(!reversed.channels[0].isRelativeToCarryover)
  }

  @Test("takes transforms as written with method regression")
  func regression() throws {
    let spec = try mix(
      """
      time: week
      unit: geo
      outcome: nrx
      channels:
        email:
          carryover: { geometric: { retention: 0.5 } }
          saturation: { michaelisMenten: { half: 0.5 }, relativeTo: carryover }
        tv: { carryover: none, saturation: none }
      method: regression
      laggedOutcome: true
      """)
    #expect(spec.title == "m.yaml")
    #expect(spec.channels[0].carryoverPriors == [.fixed(0.5)])
    #expect(spec.channels[0].saturationPriors == [.fixed(0.5)])
    #expect(spec.channels[0].lags == nil && !spec.channels[0].isNormalized)
    #expect(spec.channels[0].isRelativeToCarryover)
    #expect(spec.channels[1].carryover == .none && spec.channels[1].saturation == .none)
    #expect(spec.method == .regression)
    #expect(spec.hierarchy.intercept != nil && spec.hierarchy.effects == nil)
    #expect(spec.baseline.laggedOutcome == .uniform(low: 0, high: 1))
  }

  @Test(
    "has defaults of its own on the logarithm of counts",
    arguments: [
      ("poisson", MixSpec.Likelihood.poisson),
      ("{ poisson: {} }", .poisson),
      ("negativeBinomial", .negativeBinomial(dispersion: .halfNormal(sd: 1))),
      (
        "{ negativeBinomial: { dispersion: { exponential: 1 } } }",
        .negativeBinomial(dispersion: .exponential(rate: 1))
      ),
    ])
  func counts(_ yaml: String, _ likelihood: MixSpec.Likelihood) throws {
    let spec = try mix(
      MixDocuments.minimal + "\nunit: geo\ncontrols: [price]\ntrend: linear\nlikelihood: \(yaml)")
    #expect(spec.likelihood == likelihood)
    #expect(spec.baseline.intercept == .normal(mean: 0, sd: 2))
    #expect(spec.baseline.trend == .linear(.normal(mean: 0, sd: 0.5)))
    #expect(spec.controls[0].prior == .normal(mean: 0, sd: 0.5))
    #expect(spec.channels[0].effect == .coefficient(.halfNormal(sd: 0.5)))
    #expect(spec.hierarchy.intercept == .halfNormal(sd: 1))
    #expect(spec.hierarchy.effects == .halfNormal(sd: 0.5))
  }

  @Test(
    "reads scatter with and without priors",
    arguments: [
      (
        "student",
        MixSpec.Likelihood.student(
          sd: .halfNormal(sd: 6), degreesOfFreedom: .gamma(shape: 2, rate: 0.1))
      ),
      ("{ normal: { sd: 0.1 } }", .normal(sd: .fixed(0.1))),
      (
        "{ student: { degreesOfFreedom: 4 } }",
        .student(
          sd: .halfNormal(sd: 6), degreesOfFreedom: .fixed(4))
      ),
    ])
  func likelihoods(_ yaml: String, _ likelihood: MixSpec.Likelihood) throws {
    #expect(try mix(MixDocuments.minimal + "\nlikelihood: \(yaml)").likelihood == likelihood)
  }

  @Test(
    "lets units differ in what a document does not share",
    arguments: [
      (
        "",
        MixSpec.Hierarchy(
          intercept: .halfNormal(sd: 0.2), effects: .halfNormal(sd: 0.5), effectsByGroup: false)
      ),
      (
        "group: region",
        MixSpec.Hierarchy(
          intercept: .halfNormal(sd: 0.2), effects: .halfNormal(sd: 0.5), effectsByGroup: true)
      ),
      (
        "hierarchy: { intercept: false, effects: true }",
        MixSpec.Hierarchy(
          intercept: nil, effects: .halfNormal(sd: 0.5), effectsByGroup: false)
      ),
      (
        "group: region\nhierarchy: { effects: false }",
        MixSpec.Hierarchy(
          intercept: .halfNormal(sd: 0.2), effects: nil, effectsByGroup: false)
      ),
      (
        "method: ridge\nhierarchy: { intercept: true, effects: false }",
        MixSpec.Hierarchy(
          intercept: .halfNormal(sd: 0.2), effects: nil, effectsByGroup: false)
      ),
    ])
  func hierarchies(_ yaml: String, _ hierarchy: MixSpec.Hierarchy) throws {
    #expect(try mix(MixDocuments.minimal + "\nunit: geo\n" + yaml).hierarchy == hierarchy)
  }

  @Test(
    "reads each transform with the defaults of method bayes",
    arguments: [
      ("carryover: binomial", [Prior.beta(a: 1, b: 3)], [Prior.gamma(shape: 3, rate: 1)]),
      ("carryover: delayed", [.beta(a: 1, b: 3), .halfNormal(sd: 1)], [.gamma(shape: 3, rate: 1)]),
      (
        "carryover: { weibullDensity: }", [.gamma(shape: 9, rate: 3), .gamma(shape: 4, rate: 2)],
        [.gamma(shape: 3, rate: 1)]
      ),
      (
        "carryover: { weibullSurvival: {} }",
        [.gamma(shape: 0.64, rate: 0.32), .gamma(shape: 0.64, rate: 0.32)],
        [.gamma(shape: 3, rate: 1)]
      ),
      ("saturation: michaelisMenten", [.beta(a: 1, b: 3)], [.halfNormal(sd: 1)]),
      ("saturation: { tanh: {} }", [.beta(a: 1, b: 3)], [.halfNormal(sd: 1)]),
      ("saturation: hill", [.beta(a: 1, b: 3)], [.halfNormal(sd: 1.5), .halfNormal(sd: 1.5)]),
      ("saturation: none", [.beta(a: 1, b: 3)], []),
    ])
  func transforms(_ yaml: String, _ carryover: [Prior], _ saturation: [Prior]) throws {
    let channel = try mix("time: t\noutcome: y\nchannels: { a: { \(yaml) } }").channels[0]
    #expect(channel.carryoverPriors == carryover)
    #expect(channel.saturationPriors == saturation)
    #expect(channel.carryover.parameterNames.count == carryover.count)
    #expect(channel.saturation.parameterNames.count == saturation.count)
  }

  @Test("gives a JSON Schema in which every default is documented")
  func schema() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(
        with: Data(MixSpec.shape.jsonSchema(title: "Mix", id: "urn:mix").utf8)) as? [String: Any])
    #expect(object["$ref"] as? String == "#/$defs/mix")
    let definitions = try #require(object["$defs"] as? [String: Any])
    #expect(definitions["mixChannel"] != nil && definitions["prior"] != nil)
    let mix = try #require(definitions["mix"] as? [String: Any])
    #expect(mix["required"] as? [String] == ["time", "outcome", "channels"])
    let silent = MixSpec.shape.fields.filter {
      !$0.isRequired && !$0.meaning.contains("unless said") && !$0.meaning.contains("default")
    }
    #expect(
      silent.map(\.key) == ["size", "group", "sampling", "search", "source", "note"],
      "these have no default or document it key by key")
  }
}
