import ArgumentParser

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan a test: how many, how long, who is the control group, and what it costs.",
    subcommands: [PlanMatchCommand.self, PlanGeoCommand.self])
}
