public import ArgumentParser
public import Estimation
public import Studies
import Workbench

extension PowerRequest.Kind: ExpressibleByArgument {}
extension PowerRequest.Design: ExpressibleByArgument {}
extension ComparedOutcome.ProportionTest: ExpressibleByArgument {}
extension ComparedOutcome.RateTest: ExpressibleByArgument {}
extension TestRule.Correction: ExpressibleByArgument {}
extension SteppedWedge.Decay: ExpressibleByArgument {}

/// What is compared.
struct PowerOutcomeOptions: ParsableArguments {
  @Option(help: "Name of the outcome, for words.")
  var metric: String?

  @Option(help: "What is compared; inferred from --sd and --dispersion unless given.")
  var kind: PowerRequest.Kind?

  @Option(parsing: .unconditional, help: "Mean, share, or rate per period without treatment.")
  var baseline: Double?

  @Option(
    parsing: .unconditional, help: "Standard deviation between units of a mean, in one period.")
  var sd: Double?

  @Option(
    parsing: .unconditional,
    help: "Dispersion of a rate: alpha of the negative binomial, 0 for Poisson.")
  var dispersion: Double?

  @Option(help: "Test of shares.")
  var shareTest = ComparedOutcome.ProportionTest.pooled

  @Option(help: "Test of rates.")
  var rateTest = ComparedOutcome.RateTest.logarithm

  @Option(
    parsing: .unconditional, help: "Money per unit of outcome, for what the control arm costs.")
  var valuePerUnit: Double?

  func fill(_ request: inout PowerRequest) {
    if let metric { request.metric = metric }
    request.kind = kind
    request.baseline = baseline
    request.standardDeviation = sd
    request.dispersion = dispersion
    request.proportionTest = shareTest
    request.rateTest = rateTest
    request.valuePerOutcome = valuePerUnit
  }
}

/// Size, effect and power.
struct PowerGivenOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Units in the control arm; pairs; or units in each combination of factors.")
  var units: Double?

  @Option(parsing: .unconditional, help: "Effect relative to the baseline: 0.05 for 5 % more.")
  var lift: Double?

  @Option(parsing: .unconditional, help: "Effect in units of the outcome, in place of --lift.")
  var difference: Double?

  @Option(
    parsing: .unconditional,
    help: "Loss to exclude, in units of the outcome: a test of non-inferiority.")
  var margin: Double?

  @Flag(help: "The wanted effect is a decrease; with --margin, an increase is the loss.")
  var decrease = false

  @Option(parsing: .unconditional, help: "Chance to find the effect, usually 0.8.")
  var power: Double?

  func fill(_ request: inout PowerRequest) {
    request.units = units
    request.lift = lift
    request.difference = difference
    request.margin = margin
    request.isDecrease = decrease
    request.power = power
  }
}

/// Level, sides and arms.
struct PowerTestOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Level of the test; 0.05, with --margin 0.025.")
  var alpha: Double?

  @Flag(help: "Look for effects in one direction alone.")
  var oneSided = false

  @Option(help: "Arms, the control arm among them.")
  var arms = 2

  @Option(help: "How several treated arms share the level.")
  var correction = TestRule.Correction.bonferroni

  @Option(parsing: .unconditional, help: "Share of all units in the control arm.")
  var shareControl: Double?

  @Option(
    parsing: .unconditional,
    help: "Units of each treated arm per control unit, in place of --share-control.")
  var ratio: Double?

  @Option(help: "How often the data are looked at, evenly apart; once, at the end, unless given.")
  var looks: Int?

  @Option(help: "How looks spend the error: obf or pocock.")
  var spending = "obf"

  func validate() throws {
    if SpendingFunction(named: spending) == nil {
      throw ValidationError("--spending \(spending): write obf or pocock")
    }
  }

  func fill(_ request: inout PowerRequest) {
    request.alpha = alpha
    request.looks = looks
    request.spending = SpendingFunction(named: spending) ?? .obrienFleming
    request.isOneSided = oneSided
    request.arms = arms
    request.correction = correction
    request.controlShare = shareControl
    request.ratio = ratio
  }
}

/// How units come into arms.
struct PowerDesignOptions: ParsableArguments {
  @Option(help: "How units come into arms; inferred from the other options unless given.")
  var design: PowerRequest.Design?

  @Option(
    parsing: .unconditional,
    help: "Clusters in the control arm, or all clusters of a stepped wedge.")
  var clusters: Double?

  @Option(
    parsing: .unconditional,
    help: "Mean units in a cluster, or in a cluster and period of a stepped wedge.")
  var clusterSize: Double?

  @Option(
    parsing: .unconditional, help: "Intracluster correlation, about 0.01 to 0.1 for territories.")
  var icc: Double?

  @Option(parsing: .unconditional, help: "Standard deviation over mean of cluster sizes.")
  var cv: Double?

  @Option(help: "Periods of a stepped wedge, the first one before any cluster switches.")
  var periods: Int?

  @Option(
    parsing: .unconditional,
    help: "Cluster autocorrelation of a stepped wedge; 1 for clusters that do not change.")
  var cac: Double?

  @Option(help: "Whether the autocorrelation is between any two periods, or from one to the next.")
  var decay: SteppedWedge.Decay?

  @Option(help: "Factors of a factorial design, 2 unless given.")
  var factors: Int?

  @Option(help: "1 for a main effect, 2 for an interaction of two factors.")
  var order: Int?

  func fill(_ request: inout PowerRequest) {
    request.design = design
    request.clusters = clusters
    request.clusterSize = clusterSize
    request.icc = icc
    request.sizeVariation = cv
    request.periods = periods
    request.autocorrelation = cac
    request.decay = decay
    request.factors = factors
    request.order = order
  }
}

/// Periods before and after the start, and what the past says.
struct PowerPastOptions: ParsableArguments {
  @Option(help: "Periods before the start that the readout adjusts for.")
  var prePeriods: Int?

  @Option(help: "Periods after the start that are summed up, 1 unless given.")
  var postPeriods: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Correlation of two periods of a unit's mean; of a unit's counts before and after; or of the \
      members of pairs.
      """)
  var correlation: Double?

  @Option(
    help: "Table of the past (CSV), a row per unit and period.",
    completion: .file(extensions: ["csv"]))
  var history: String?

  @Option(name: .customLong("outcome"), help: "Column of the outcome in the history.")
  var outcomeColumn: String?

  @Option(name: .customLong("unit"), help: "Column of units in the history.")
  var unitColumn: String?

  @Option(name: .customLong("period"), help: "Column of periods in the history.")
  var periodColumn: String?

  @Option(name: .customLong("cluster"), help: "Column of clusters in the history.")
  var clusterColumn: String?

  func check() throws {
    let columns = [
      ("--outcome", outcomeColumn), ("--unit", unitColumn), ("--period", periodColumn),
    ]
    guard history != nil else {
      let given =
        columns.filter { $0.1 != nil }.map(\.0) + (clusterColumn == nil ? [] : ["--cluster"])
      if given.isEmpty { return }
      throw ValidationError(
        "\(given.joined(separator: ", ")): name columns of a --history; write it, or leave them out"
      )
    }
    let missing = columns.filter { $0.1 == nil }.map(\.0)
    guard missing.isEmpty else {
      throw ValidationError(
        "--history: needs the columns of the outcome, of units and of periods; write "
          + missing.joined(separator: ", "))
    }
    if let prePeriods, !(0...1_000).contains(prePeriods) {
      throw ValidationError("--pre-periods \(prePeriods): write a number from 0 to 1000")
    }
    if let postPeriods, !(1...1_000).contains(postPeriods) {
      throw ValidationError("--post-periods \(postPeriods): write a number from 1 to 1000")
    }
  }

  /// Fills the request, and reads the history.
  func fill(_ request: inout PowerRequest) throws {
    request.periodsBefore = prePeriods
    request.periodsAfter = postPeriods
    request.correlation = correlation
    guard let history, let outcomeColumn, let unitColumn, let periodColumn else { return }
    let file = try HistoryFile(
      path: history, outcome: outcomeColumn, unit: unitColumn, period: periodColumn,
      cluster: clusterColumn)
    request.history = try file.estimates(before: prePeriods ?? 0, after: postPeriods ?? 1)
    if request.metric == PowerRequest().metric { request.metric = outcomeColumn }
  }
}
