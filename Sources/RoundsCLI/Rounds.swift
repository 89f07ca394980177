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
      AuditCommand.self, TraceCommand.self, AttributeCommand.self, CalibrateCommand.self,
      ForecastCommand.self, BacktestCommand.self, MixCommand.self, PlanCommand.self,
      AssignCommand.self, ReadoutCommand.self, ValidateCommand.self, SchemaCommand.self,
      InitCommand.self,
    ])

  /// A file that grows past the system's limit is an error in words and not a signal.
  static func main() async {
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try await asyncParseAsRoot()
      do {
        if var asyncCommand = command as? any AsyncParsableCommand {
          try await asyncCommand.run()
        } else {
          try command.run()
        }
      } catch let error as ValidationError {
        refuse(error, of: type(of: command))
      }
    } catch {
      exit(withError: error)
    }
  }

  /// Ends with what is wrong with a command line that only the command itself could see, and with the
  /// usage of that command, as for what is seen in parsing.
  private static func refuse(
    _ error: ValidationError, of command: any ParsableCommand.Type
  ) -> Never {
    let usage = usageString(for: command)
    let name = usage.split(separator: " ").prefix { $0.first?.isLetter == true }
      .joined(separator: " ")
    FrontDoor.complain(
      "Error: \(error.message)\nUsage: \(usage)\n  See '\(name) --help' for more information.")
    exit(withError: ExitCode.validationFailure)
  }
}
