import ArgumentParser
import Foundation
import Interchange
import Studies
import Workbench

struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Tell one person's story: touched by what, saw what, what came next, where it broke.")

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Row of the person in its population, from 0.")
  var agent: Int

  @Option(help: "Population of the person; that of the outcome unless given.")
  var population: String?

  @Option(help: "Arm; the one that a ladder would start from unless given.")
  var arm: String?

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @Option(help: "Number of the replicate, from 0.")
  var replicate = 0

  @Option(help: "Seed of every random number; the scenario's own unless given.")
  var seed: UInt64?

  @Flag(help: "Also list the touches that were not seen.")
  var all = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...1_000_000).contains(replicate) else {
      throw ValidationError("--replicate \(replicate): write a number from 0 to 1000000")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let study = try TraceStudy(
        try file.document(changes: changes), agent: agent, population: population, arm: arm,
        setting: setting, replicate: replicate, seed: seed)
      let trace = try study.run()
      if output.json {
        print(
          JSONValue.object([
            JSONMember("ok", .flag(true)), JSONMember("arm", .text(study.arm)),
            JSONMember("trace", trace.table().jsonValue),
          ]).text(indent: 2))
      } else {
        print(trace.text(width: Terminal.width, showsUnseen: all))
      }
    }
  }
}
