import ArgumentParser
import Foundation
import Workbench

/// The command line: one thin command per study.
@main
struct Rounds: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rounds",
    abstract: "Simulate and forecast omnichannel healthcare marketing.",
    discussion: """
      A scenario file describes people, channels, policy and arms. Start with `rounds init
      my-brand.yaml`, check it with `rounds validate`, and run it with `rounds run`.

      Exit status: 0 done; 1 the run failed, or a target does not hold; 2 the document or the data
      is wrong; 64 the command line is wrong.
      """,
    version: ToolVersion.current,
    subcommands: [
      RunCommand.self, CompareCommand.self, VerifyCommand.self, LadderCommand.self,
      AuditCommand.self, TraceCommand.self,
      AttributeCommand.self, MixCommand.self, PlanCommand.self, AssignCommand.self,
      ReadoutCommand.self,
      ValidateCommand.self,
      SchemaCommand.self, InitCommand.self,
    ])

  /// A file that grows past the system's limit is an error in words and not a signal.
  static func main() async {
    signal(SIGXFSZ, SIG_IGN)
    await main(nil)
  }
}
