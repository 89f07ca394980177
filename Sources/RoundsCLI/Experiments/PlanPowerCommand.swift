import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct PlanPowerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Units, detectable effect or power of a test, by formula.",
    discussion: """
      Of --units, --lift and --power leave out what is asked for:
        rounds plan power --metric nrx --baseline 5.06 --dispersion 1.55 --lift 0.05 --power 0.8
        rounds plan power --metric nrx --baseline 5.06 --dispersion 1.55 --units 3000 --power 0.8
        rounds plan power --baseline 0.12 --units 3000 --lift 0.1
      Dispersion is alpha of the negative binomial: the variance of a count is mean + alpha mean².
      With --history, baseline, spread, correlations and clusters are estimated from a table with a
      row per unit and period. --icc, --clusters or --cluster-size make it a cluster design, --periods
      a stepped wedge, --factors a factorial design and --margin a test of non-inferiority.
      """)

  @OptionGroup(title: "Outcome") var outcome: PowerOutcomeOptions
  @OptionGroup(title: "What is asked for, and what is given") var given: PowerGivenOptions
  @OptionGroup(title: "Test") var test: PowerTestOptions
  @OptionGroup(title: "Design") var design: PowerDesignOptions
  @OptionGroup(title: "Periods and history") var past: PowerPastOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try past.check() }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      var request = PowerRequest()
      outcome.fill(&request)
      given.fill(&request)
      test.fill(&request)
      design.fill(&request)
      try past.fill(&request)
      do {
        let plan = try PowerPlan(request)
        if output.json {
          print(plan.json(width: 100).text(indent: nil))
        } else {
          print(plan.text(width: Terminal.width), terminator: "")
        }
      } catch let error as PowerRequestProblems {
        throw ValidationError(error.description)
      }
    }
  }
}
