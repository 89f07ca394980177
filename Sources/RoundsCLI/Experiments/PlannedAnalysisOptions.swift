import ArgumentParser
import Estimation
import Interchange

/// What is going to be analyzed, written into the design before the first result is in.
struct PlannedAnalysisOptions: ParsableArguments {
  @Option(help: "Column of the outcome in the table of results, for the design.")
  var outcome: String?

  @Option(help: "Column of the same outcome before the experiment, for the design.")
  var pre: String?

  @Option(help: "Significance level that is planned, for the design.")
  var alpha: Double?

  @Option(help: "Power that is planned, for the design.")
  var power: Double?

  @Option(help: "Smallest lift to be found, such as 0.05, for the design.")
  var smallestLift: Double?

  @Option(help: "Times the data are looked at, for the design.")
  var looks: Int?

  @Option(help: "How looks spend the significance level, obf or pocock, for the design.")
  var spending: String?

  func validate() throws { _ = try planned() }

  /// The analysis as the design says it.
  func planned() throws -> PlannedAnalysis {
    if let power, !(0.5..<1).contains(power) {
      throw ValidationError(
        "--power \(JSONText.number(power)): write a share from 0.5 to below 1")
    }
    if let alpha, !PlannedAnalysis.levels.contains(alpha) {
      throw ValidationError(
        "--alpha \(JSONText.number(alpha)): is the chance of a false finding; write 0.000001 to 0.2, such as "
          + "0.05")
    }
    if let smallestLift, !(smallestLift > -1 && smallestLift <= 10 && smallestLift != 0) {
      throw ValidationError(
        "--smallest-lift \(JSONText.number(smallestLift)): is no lift; write a share from above -1 to 10 "
          + "other than 0, such as 0.05")
    }
    for (option, name) in [("--outcome", outcome), ("--pre", pre)] {
      if let name, name.allSatisfy(\.isWhitespace) {
        throw ValidationError("\(option): is empty; write the name of a column, or leave it out")
      }
    }
    if let looks, !(1...1_000).contains(looks) {
      throw ValidationError("--looks \(looks): write a number from 1 to 1000")
    }
    if let spending, SpendingFunction(named: spending) == nil {
      throw ValidationError("--spending \(spending): write obf or pocock")
    }
    var analysis = PlannedAnalysis()
    analysis.outcome = outcome
    analysis.pre = pre
    analysis.alpha = alpha
    analysis.power = power
    analysis.smallestLift = smallestLift
    analysis.looks = looks
    analysis.spending = spending
    return analysis
  }
}
