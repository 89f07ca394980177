import ArgumentParser
import Estimation
import Interchange
import Journeys
import Studies

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of scenarios, or of other documents.",
    discussion: """
      Save it beside your scenarios and begin a scenario with
        # yaml-language-server: $schema=rounds.schema.json
      so that an editor completes keys and marks mistakes.
      """)

  @Argument(
    help: ArgumentHelp(
      "Which documents: scenario; mix, for `rounds mmm`; design, of a test; calibration; transitions, "
        + "a calibration to observed stages; or forecast.",
      valueName: "language"))
  var language = Language.scenario

  /// The languages of documents that people write.
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case scenario, mix, design, calibration, transitions, forecast

    /// What a document may say.
    var shape: SpecShape {
      switch self {
      case .scenario: ScenarioShape.document
      case .mix: MixSpec.shape
      case .design: ExperimentDesign.shape
      case .calibration: CalibrationShape.document
      case .transitions: StageCalibrationSpec.shape
      case .forecast: ForecastSpec.shape
      }
    }

    /// What an editor calls the language.
    var title: String {
      switch self {
      case .scenario: "Rounds scenario"
      case .mix: "Rounds media mix"
      case .design: "Rounds experiment design"
      case .calibration: "Rounds calibration"
      case .transitions: "Rounds calibration to observed stages"
      case .forecast: "Rounds forecast of a panel"
      }
    }
  }

  func run() throws {
    print(
      language.shape.jsonSchema(title: language.title, id: "urn:rounds:\(language.rawValue):1"))
  }
}
