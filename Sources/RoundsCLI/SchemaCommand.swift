import ArgumentParser
import Interchange
import Journeys

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the scenario language.",
    discussion: """
      Save it beside your scenarios and begin a scenario with
        # yaml-language-server: $schema=rounds.schema.json
      so that an editor completes keys and marks mistakes.
      """)

  func run() throws {
    print(
      ScenarioShape.document.jsonSchema(
        title: "Rounds scenario", id: "urn:rounds:scenario:1"))
  }
}
