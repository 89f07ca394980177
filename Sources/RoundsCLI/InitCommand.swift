import ArgumentParser
import Foundation
import Interchange
import Workbench

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented starter scenario.")

  @Argument(help: "File to write, for example my-brand.yaml.")
  var file: String

  @Flag(help: "Replace the file if it exists.")
  var force = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let path = try StarterScenario.write(to: file, replacing: force)
      if output.json {
        print(
          JSONValue.object([JSONMember("ok", .flag(true)), JSONMember("file", .text(path))])
            .text(indent: 2))
      } else {
        print("Wrote \(path). Next: rounds validate \(path), then rounds run \(path).")
      }
    }
  }
}
