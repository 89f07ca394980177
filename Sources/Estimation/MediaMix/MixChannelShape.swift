import Interchange
import Statistics

/// The part of the language of mix models that describes channels.
enum MixChannelShape {
  static let channel = SpecShape(
    "mixChannel", "One channel.", atMostOne: [["effect", "returnOnSpend", "share"]],
    [
      .optional(
        "exposure", .text,
        "Column of exposures: spend, impressions or touches; that of spend unless said, or the one "
          + "named as the channel where there is no spend either."),
      .optional(
        "spend", .text, "Column of money spent; without it returns are not computed."),
      .optional(
        "carryover",
        .either([.choice(CarryoverFamily.allCases.map(\.rawValue)), .fields(carryover)]),
        "How exposures act in later periods; geometric unless said."),
      .optional(
        "saturation",
        .either([.choice(SaturationFamily.allCases.map(\.rawValue)), .fields(saturation)]),
        "How the response flattens; logistic with method bayes and hill with ridge unless said."),
      .optional(
        "effect", MixSpecPriors.kind,
        "Effect of the saturated exposure, in units of the largest outcome; halfNormal: 1 unless "
          + "said, and halfNormal: 0.5 on the logarithm of counts."),
      .optional(
        "returnOnSpend", MixSpecPriors.kind, "In place of effect: money returned per money spent."),
      .optional("share", MixSpecPriors.kind, "In place of effect: share of the total outcome."),
      .optional("source", .text, "Source of these beliefs."),
      .optional("note", .text, "What the channel is."),
    ])

  static let carryover = SpecShape(
    "mixCarryover", "How exposures act in later periods.",
    exactlyOne: [CarryoverFamily.allCases.filter { $0 != .none }.map(\.rawValue)],
    CarryoverFamily.allCases.filter { $0 != .none }.map { family in
      .optional(
        family.rawValue, .orNothing(.fields(parameters(family.rawValue, family.parameterNames))),
        meaning(family))
    } + [
      .optional(
        "lags", .either([.choice(["all"]), .integer(atLeast: 1)]),
        "Periods that an exposure acts in, its own included, or all; 8 with method bayes and all with "
          + "others unless said."),
      .optional(
        "normalized", .flag,
        "Whether the weights of the lags sum to 1; true with method bayes and false with others "
          + "unless said."),
    ])

  static let saturation = SpecShape(
    "mixSaturation", "How the response flattens.",
    exactlyOne: [SaturationFamily.allCases.filter { $0 != .none }.map(\.rawValue)],
    SaturationFamily.allCases.filter { $0 != .none }.map { family in
      .optional(
        family.rawValue, .orNothing(.fields(parameters(family.rawValue, family.parameterNames))),
        meaning(family))
    } + [
      .optional(
        "relativeTo", .choice(["exposure", "carryover"]),
        "What half, scale and rate are relative to: the largest exposure (the default) or the largest "
          + "carried-over exposure (the default of method ridge).")
    ])

  /// The parameters of a curve, each known or believed.
  private static func parameters(_ family: String, _ names: [String]) -> SpecShape {
    SpecShape(
      family, "Parameters of the curve.",
      names.map { .optional($0, MixSpecPriors.kind, meanings[$0] ?? "") })
  }

  private static func meaning(_ family: CarryoverFamily) -> String {
    switch family {
    case .none: ""
    case .geometric:
      "A share is kept each period; retention is beta: [1, 3] unless said, and uniform: [0, 0.8] "
        + "with method ridge."
    case .delayed:
      "Rises to a peak and falls; retention is beta: [1, 3] and peak halfNormal: 1 unless said."
    case .weibullDensity:
      "A Weibull density; shape is gamma: [9, 3] and scale gamma: [4, 2] unless said."
    case .weibullSurvival:
      "A Weibull survival; shape and scale are gamma: [0.64, 0.32] unless said."
    case .binomial: "Falls to 0 after the last lag; retention is beta: [1, 3] unless said."
    }
  }

  private static func meaning(_ family: SaturationFamily) -> String {
    switch family {
    case .none: ""
    case .hill:
      "x^slope / (x^slope + half^slope); both are halfNormal: 1.5 unless said; with method ridge half "
        + "is uniform: [0.3, 1] and slope uniform: [0.5, 3]."
    case .logistic: "(1 - exp(-rate x)) / (1 + exp(-rate x)); rate is gamma: [3, 1] unless said."
    case .michaelisMenten: "x / (half + x); half is halfNormal: 1 unless said."
    case .tanh: "tanh(x / scale); scale is halfNormal: 1 unless said."
    case .root: "x^exponent; exponent is beta: [1, 2] unless said."
    }
  }

  private static let meanings = [
    "retention": "Share kept from one period to the next, at least 0 and below 1.",
    "peak": "Lag at which an exposure acts most, in periods.",
    "shape": "Shape of the Weibull distribution, positive.",
    "scale": "Scale, positive.",
    "half": "Exposure at half the maximum, positive; 1 is the largest.",
    "slope": "Slope, positive; S-shaped above 1.",
    "rate": "Rate, positive, per largest exposure.",
    "exponent": "Exponent, above 0 and at most 1.",
  ]
}
