import Interchange
import Statistics

/// The language of mix models: what a document may say, in one place.
enum MixSpecShape {
  static let document = SpecShape(
    "mix", "What a marketing-mix model says about the world, before it has seen a number.",
    [
      .optional("title", .text, "One line for headings; the name of the document unless said."),
      .required("time", .text, "Column of dates, YYYY-MM-DD, or of whole numbers of periods."),
      .optional(
        "unit", .text, "Column of geos, territories or HCPs; a national series unless said."),
      .optional(
        "size", .text,
        "Column of heads of each unit: outcome and exposures are then modelled per head."),
      .optional("group", .text, "Column of groups of units; effects then differ by group."),
      .required(
        "outcome", .either([.text, .fields(outcome)]), "Column of what is explained, and its value."
      ),
      .required(
        "channels", .map(.orNothing(.fields(MixChannelShape.channel)), of: "channel"),
        "What is bought."),
      .optional(
        "controls",
        .either([
          .list(.text, count: nil), .map(.orNothing(MixSpecPriors.kind), of: "column"),
        ]),
        "Columns of what else moves the outcome, alone or each with a prior of its effect per unit "
          + "of the column, in units of the largest outcome; normal: [0, 0.05] unless said, and "
          + "normal: [0, 0.5] on the logarithm of counts."),
      .optional("season", .fields(season), "A season of sines and cosines; none unless said."),
      .optional(
        "trend", .either([.choice(["none", "linear"]), .fields(trend)]),
        "How the baseline drifts; none unless said."),
      .optional(
        "intercept", MixSpecPriors.kind,
        "Baseline in units of the largest outcome; normal: [0.5, 0.2] unless said. For counts the "
          + "logarithm of its ratio to the mean outcome; normal: [0, 2] unless said."),
      .optional(
        "laggedOutcome", .either([.flag, .number(.any), .fields(MixSpecPriors.shape)]),
        "Coefficient of the outcome one period before: a prior, or true for uniform: [0, 1]; none "
          + "unless said."),
      .optional(
        "likelihood", .either([.choice(likelihoods), .fields(likelihood)]),
        "How outcomes scatter: normal (the default), student, poisson or negativeBinomial, alone or "
          + "with priors."),
      .optional(
        "order", .choice(MixSpec.Order.allCases.map(\.rawValue)),
        "What comes first on the way to a response; carryoverFirst unless said."),
      .optional(
        "hierarchy", .fields(hierarchy),
        "What differs between units; intercepts and, with method "
          + "bayes, effects unless said."),
      .optional(
        "method", .choice(MixSpecMethod.allCases.map(\.rawValue)),
        "bayes (the default): Hamiltonian Monte Carlo; ridge: a search over transforms and penalty; "
          + "regression: at known transforms."),
      .optional("sampling", .fields(sampling), "How much method bayes samples."),
      .optional("search", .fields(search), "How method ridge searches."),
      .optional(
        "holdout", .integer(atLeast: 0),
        "Last periods that the fit does not see and is scored on; 0 unless said."),
      .optional("source", .text, "Source of these beliefs."),
      .optional("note", .text, "What the model is for."),
    ])

  static let outcome = SpecShape(
    "outcome", "What is explained.",
    [
      .required("column", .text, "Column of the outcome."),
      .optional("value", .number(.positive), "Money that one of it is worth; 1 unless said."),
    ])

  static let season = SpecShape(
    "season", "A season of sines and cosines.",
    [
      .optional("terms", .integer(atLeast: 1), "Pairs of waves; 2 unless said."),
      .optional(
        "cycle", .number(.positive),
        "Length in days, or in periods where time is counted in numbers; 365.25 unless said."),
      .optional(
        "prior", MixSpecPriors.kind, "Prior of each coefficient; laplace: [0, 0.2] unless said."),
    ])

  static let trend = SpecShape(
    "trend", "How the baseline drifts.", exactlyOne: [["linear", "knots"]],
    atMostOne: [["linear", "prior"]],
    [
      .optional(
        "linear", MixSpecPriors.kind,
        "Rise from the first period to the last; normal: [0, 0.2] unless said, and normal: [0, 0.5] "
          + "on the logarithm of counts."),
      .optional(
        "knots", .integer(atLeast: 2), "Equally spaced knots, the first and last included."),
      .optional(
        "prior", MixSpecPriors.kind,
        "Deviation of each later knot from the intercept; as that of linear unless said."),
    ])

  static let likelihoods = ["normal", "student", "poisson", "negativeBinomial"]

  static let likelihood = SpecShape(
    "likelihood", "How outcomes scatter around their mean.", exactlyOne: [likelihoods],
    [
      .optional("normal", .fields(scatter), "Normally."),
      .optional("student", .fields(student), "As Student's t, which forgives outliers."),
      .optional("poisson", .fields(counts), "As counts; the parts add up on the logarithm."),
      .optional(
        "negativeBinomial", .fields(dispersed),
        "As counts of variance m + dispersion m²; the parts add up on the logarithm."),
    ])

  static let scatter = SpecShape("normal", "Normal outcomes.", [sd])

  static let student = SpecShape(
    "student", "Outcomes of Student's t.",
    [
      sd,
      .optional(
        "degreesOfFreedom", MixSpecPriors.kind, "Degrees of freedom; gamma: [2, 0.1] unless said."),
    ])

  static let counts = SpecShape("poisson", "Counts of Poisson.", [])

  static let dispersed = SpecShape(
    "negativeBinomial", "Counts that scatter more than Poisson's.",
    [
      .optional("dispersion", MixSpecPriors.kind, "Dispersion; halfNormal: 1 unless said.")
    ])

  private static let sd = SpecField.optional(
    "sd", MixSpecPriors.kind,
    "Standard deviation in units of the largest outcome; halfNormal: 6 unless said.")

  static let hierarchy = SpecShape(
    "hierarchy", "What differs between units: priors of standard deviations between them.",
    [
      .optional(
        "intercept", .either([.flag, .number(.any), .fields(MixSpecPriors.shape)]),
        "Spread of intercepts: a prior, or false for one intercept; halfNormal: 0.2 unless said, and "
          + "halfNormal: 1 on the logarithm of counts."),
      .optional(
        "effects", .either([.flag, .number(.any), .fields(MixSpecPriors.shape)]),
        "Spread of the logarithms of effects: a prior, or false for shared effects; halfNormal: 0.5 "
          + "with method bayes unless said, shared with others."),
      .optional(
        "by", .choice(["unit", "group"]), "What effects differ by; group where there are groups."),
    ])

  static let sampling = SpecShape(
    "sampling", "How much method bayes samples.",
    [
      .optional("chains", .integer(atLeast: 1), "Chains; 4 unless said."),
      .optional(
        "warmup", .integer(atLeast: 1), "Steps of adaptation per chain; 1,000 unless said."),
      .optional("draws", .integer(atLeast: 1), "Draws kept per chain; 1,000 unless said."),
      .optional(
        "targetAcceptance", .number(.share),
        "Mean acceptance that the step size aims at; 0.9 unless said."),
      .optional("seed", .integer(atLeast: 0), "Seed of every random number; 1 unless said."),
    ])

  static let search = SpecShape(
    "search", "How method ridge searches.",
    [
      .optional("trials", .integer(atLeast: 1), "Models that are fitted; 2,000 unless said."),
      .optional(
        "allowsNegative", .flag, "Whether effects of channels may be negative; false unless said."),
      .optional("seed", .integer(atLeast: 0), "Seed of the search; 1 unless said."),
    ])
}
