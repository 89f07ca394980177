import ArgumentParser
import Estimation
import Interchange
import Workbench

/// The rule of an assignment, its arms and the columns it looks at.
struct AssignmentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Rule: individual, stratified, blocked, pairs, cluster, factorial, steppedWedge, switchback, geo \
      or holdout; what --by, --cluster and --factor suggest unless given.
      """, valueName: "kind"))
  var design: String?

  @Option(help: "Columns whose combinations are strata, separated by commas.")
  var by: String?

  @Option(help: "Column of clusters, such as territory; units of one go to one arm.")
  var cluster: String?

  @Option(help: "Columns to balance, or to pair by, separated by commas; log1p(column) is known.")
  var balance: String?

  @Option(help: "Share of assignments that is balanced enough to count; 0.01 with --balance.")
  var acceptance: Double?

  @Option(help: "Number of arms, or of waves of a stepped wedge.")
  var arms: Int?

  @Option(help: "Names of the arms, separated by commas, the control first.")
  var names: String?

  @Option(help: "Shares of the arms, separated by commas; equal unless given.")
  var shares: String?

  @Option(help: "Factor and levels, for example email=off,on; repeatable.")
  var factor: [String] = []

  @Option(help: "Units of a permuted block.")
  var blockSize: Int?

  @Option(help: "Periods of a switchback.")
  var periods: Int?

  @Option(help: "Periods in a row with one arm, or between two waves.")
  var blockLength: Int?

  @Option(help: "Column that names the units; the first one unless given.")
  var unit: String?

  @Option(help: "Seed of all chance.")
  var seed: UInt64 = 1

  @Flag(help: "Let chance decide in strata with fewer units than arms.")
  var allowSmallStrata = false

  /// The rule that is meant.
  var kind: ExperimentDesign.Kind {
    if let design { return ExperimentDesign.Kind(rawValue: design) ?? .individual }
    if !factor.isEmpty { return .factorial }
    if cluster != nil { return .cluster }
    return by == nil ? .individual : .stratified
  }

  /// The columns that the list is read by.
  var columns: UnitColumns {
    UnitColumns(
      unit: unit, cluster: cluster, strata: commaWords(by), covariates: commaWords(balance))
  }

  func validate() throws {
    let kinds = ExperimentDesign.Kind.allCases.map(\.rawValue)
    if let design, !kinds.contains(design) {
      let near = nearestKey(to: design, among: kinds).map { "did you mean \($0)?" }
      throw ValidationError(
        "--design \(design): no such design; \(near ?? "write one of \(kinds.joined(separator: ", "))")"
      )
    }
    for (option, text) in [("--by", by), ("--balance", balance), ("--names", names)] {
      if let text, commaWords(text).contains("") {
        throw ValidationError("\(option) \(text): write names separated by commas")
      }
    }
    if let acceptance, !(0.001...1).contains(acceptance) {
      throw ValidationError(
        "--acceptance \(JSONText.number(acceptance)): write a share from 0.001 to 1, such as 0.01")
    }
    if let blockSize, !(2...10_000).contains(blockSize) {
      throw ValidationError("--block-size \(blockSize): write a number from 2 to 10000")
    }
    if let blockLength, !(1...10_000).contains(blockLength) {
      throw ValidationError("--block-length \(blockLength): write a number from 1 to 10000")
    }
    if let periods, !(2...100_000).contains(periods) {
      throw ValidationError("--periods \(periods): write a number from 2 to 100000")
    }
    try checkUse()
    _ = try plan()
  }

  /// Refuses options that the rule would not listen to.
  private func checkUse() throws {
    let uses: [(option: String, isGiven: Bool, kinds: [ExperimentDesign.Kind])] = [
      ("--factor", !factor.isEmpty, [.factorial]), ("--block-size", blockSize != nil, [.blocked]),
      ("--periods", periods != nil, [.switchback]),
      ("--block-length", blockLength != nil, [.switchback, .steppedWedge]),
    ]
    for use in uses where use.isGiven && !use.kinds.contains(kind) {
      throw ValidationError(
        "\(use.option) belongs to --design \(use.kinds.map(\.rawValue).joined(separator: " or ")); "
          + "leave it out, or name that design")
    }
    if kind == .factorial, factor.isEmpty {
      throw ValidationError("a factorial design has factors; write --factor email=off,on for each")
    }
    if kind == .factorial, arms != nil || names != nil || shares != nil {
      throw ValidationError("the factors make the arms; leave out --arms, --names and --shares")
    }
    if kind == .switchback, periods == nil {
      throw ValidationError("a switchback has periods; write --periods, such as --periods 28")
    }
    if kind == .switchback, by != nil || cluster != nil || balance != nil || unit != nil {
      throw ValidationError(
        "a switchback assigns periods; leave out --by, --cluster, --balance and --unit")
    }
    if kind == .holdout, balance != nil || cluster != nil {
      throw ValidationError(
        "membership of a holdout follows from each name alone; leave out --balance and --cluster")
    }
    if acceptance != nil, balance == nil {
      throw ValidationError("--acceptance says how balanced; name the columns with --balance")
    }
  }
}
